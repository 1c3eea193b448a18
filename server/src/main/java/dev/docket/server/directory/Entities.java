package dev.docket.server.directory;

import dev.docket.api.model.Violation;
import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.directory.Detachment;
import dev.docket.persistence.directory.DetachmentDao;
import dev.docket.persistence.directory.DirectoryDao;
import dev.docket.persistence.directory.EntityDao;
import dev.docket.persistence.directory.EntityRow;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.EntityTags;
import dev.docket.server.http.rest.Page;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.security.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with the entities of one kind. Every change of the directory locks the account's configuration, so that
 * nothing comes between what it reads and what it writes. Thread-safe.
 *
 * @param <K> the id of an entity
 * @param <I> what it is to be
 * @param <R> as it is stored
 * @param <T> as it is shown
 */
public final class Entities<K, I, R extends EntityRow, T> {

    private final Kind<K, I, R, T> kind;
    private final Database database;
    private final Clock clock;

    Entities(Kind<K, I, R, T> kind, Database database, Clock clock) {
        this.kind = kind;
        this.database = database;
        this.clock = clock;
    }

    /** An entity that is to be added or to replace the one of its id. */
    public record Item<K, I>(K id, I input) {}

    /** What became of an item. */
    public enum Outcome {
        CREATED,
        UPDATED,
        UNCHANGED,
        REFUSED
    }

    /**
     * @param entity as it is now; null if it was refused
     * @param refusal why it was; null if it was not
     */
    public record Put<T>(
            Outcome outcome,
            @Nullable Versioned<T> entity,
            @Nullable ProblemException refusal) {}

    /** The id from what JSON has; null if that is no id of this kind. */
    @Nullable
    K idOf(@Nullable Object json) {
        return kind.fromJson(json);
    }

    /** What {@link #idOf} asks for, in words. */
    String idRule() {
        return kind.idRule();
    }

    /** @throws ProblemException 404 */
    public Versioned<T> read(String account, K id) {
        return database.read(
                account,
                transaction -> show(kind.dao(transaction).find(account, id).orElseThrow(() -> missing(id))));
    }

    /**
     * By id.
     *
     * @param search what must occur in the texts that a person would look for; null: all do
     */
    public Page<T> list(
            String account, @Nullable String search, @Nullable String cursor, int pageSize, boolean includeTotal) {
        K after = Page.after(cursor, kind.first(), key -> kind.parse(key.get(0)));
        String text = search == null ? "" : search;
        return database.read(account, transaction -> {
            EntityDao<K, R> dao = kind.dao(transaction);
            return Page.of(
                            dao.list(account, after, text, pageSize + 1),
                            pageSize,
                            row -> List.of(kind.id(row).toString()),
                            includeTotal ? dao.count(account, text) : null)
                    .map(kind::show);
        });
    }

    /**
     * Adds an entity or replaces the one of its id.
     *
     * @param ifMatch the header of that name; null if it was not sent
     * @throws ProblemException 400 with everything that is wrong with {@code input}; 409 if another entity has what must be
     *     unique in it, or if it cannot become that; 412
     */
    public Versioned<T> put(String account, K id, @Nullable String ifMatch, I input) {
        return ConfigurationLock.change(database, account, transaction -> {
            Put<T> put = put(transaction, account, id, ifMatch, input);
            if (put.outcome() != Outcome.UNCHANGED) {
                kind.changed(transaction, account, List.of(id));
            }
            return put.entity();
        });
    }

    /**
     * Adds entities or replaces those of their ids, one after the other in one transaction; one that is refused does not
     * stop the others.
     *
     * @return what became of each, in the order given
     */
    public List<Put<T>> putAll(String account, List<Item<K, I>> items) {
        return ConfigurationLock.change(database, account, transaction -> {
            transaction.dao(DirectoryDao.class).planAnew();
            List<Put<T>> puts = new ArrayList<>();
            List<K> changed = new ArrayList<>();
            for (Item<K, I> item : items) {
                Put<T> put = putOrRefuse(transaction, account, item);
                puts.add(put);
                if (put.outcome() == Outcome.CREATED || put.outcome() == Outcome.UPDATED) {
                    changed.add(item.id());
                }
            }
            if (!changed.isEmpty()) {
                kind.changed(transaction, account, changed);
            }
            return puts;
        });
    }

    /**
     * @param ifMatch the header of that name; null if it was not sent
     * @param detach whether tickets let it go; else it stays while they refer to it
     * @throws ProblemException 404; 409 if something refers to it; 412
     */
    public void delete(
            String account, K id, @Nullable String ifMatch, boolean detach, Caller caller, String requestId) {
        Instant now = clock.instant();
        ConfigurationLock.change(database, account, transaction -> {
            EntityDao<K, R> dao = kind.dao(transaction);
            R row = dao.lock(account, id).orElseThrow(() -> missing(id));
            EntityTags.requireMatch(ifMatch, row.revision());
            kind.requireUnused(transaction, account, row);
            if (detach) {
                Detachment detachment =
                        new Detachment(kind.ticketField(), now, caller.tokenId().toString(), caller.name(), requestId);
                // A statement of its own locks them, so that the next one sees all of their history.
                List<Long> tickets = dao.lockTickets(account, id);
                transaction
                        .dao(DetachmentDao.class)
                        .detach(account, tickets, detachment, Map.of(kind.ticketField(), kind.reference(row)));
            } else {
                requireNoTickets(dao.countTickets(account, id), id);
            }
            dao.delete(account, id);
            kind.changed(transaction, account, List.of(id));
            return null;
        });
    }

    private Put<T> putOrRefuse(Transaction transaction, String account, Item<K, I> item) {
        try {
            return put(transaction, account, item.id(), null, item.input());
        } catch (ProblemException refusal) {
            // It was refused before anything was written.
            return new Put<>(Outcome.REFUSED, null, refusal);
        }
    }

    private Put<T> put(Transaction transaction, String account, K id, @Nullable String ifMatch, I input) {
        EntityDao<K, R> dao = kind.dao(transaction);
        Optional<R> present = dao.lock(account, id);
        present.ifPresentOrElse(
                row -> EntityTags.requireMatch(ifMatch, row.revision()), () -> requireNone(ifMatch, id));
        List<Violation> violations = kind.check(transaction, account, input);
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        R wanted = kind.toRow(id, input, present.map(EntityRow::revision).orElse(1L));
        if (present.isPresent() && present.get().equals(wanted)) {
            return new Put<>(Outcome.UNCHANGED, show(present.get()), null);
        }
        dao.holder(account, wanted).ifPresent(holder -> {
            throw conflict("%s %s has the %s already; change or delete that one first"
                    .formatted(kind.name(), holder, kind.unique(wanted)));
        });
        present.ifPresent(row -> kind.requireReplaceable(transaction, account, row, wanted));
        dao.put(account, wanted);
        return present.map(before ->
                        new Put<>(Outcome.UPDATED, show(kind.toRow(id, input, before.revision() + 1)), null))
                .orElseGet(() -> new Put<>(Outcome.CREATED, show(wanted), null));
    }

    private void requireNone(@Nullable String ifMatch, K id) {
        if (ifMatch != null) {
            throw new ProblemException(
                    ProblemType.PRECONDITION_FAILED,
                    "If-Match names a version, and there is no %s %s in this account".formatted(kind.name(), id));
        }
    }

    private void requireNoTickets(long tickets, K id) {
        if (tickets > 0) {
            throw conflict("%d %s to %s %s; change them first, or take it out of them with ?detach=true"
                    .formatted(tickets, tickets == 1 ? "ticket refers" : "tickets refer", kind.name(), id));
        }
    }

    private Versioned<T> show(R row) {
        return Versioned.of(kind.show(row), row.revision());
    }

    private ProblemException missing(K id) {
        return new ProblemException(
                ProblemType.NOT_FOUND, "there is no %s %s in this account".formatted(kind.name(), id));
    }

    static ProblemException conflict(String detail) {
        return new ProblemException(ProblemType.CONFLICT, detail);
    }
}
