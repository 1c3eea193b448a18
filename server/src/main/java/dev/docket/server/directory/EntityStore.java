package dev.docket.server.directory;

import dev.docket.api.model.DirectoryImportOutcome;
import dev.docket.api.model.Violation;
import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.directory.Detachment;
import dev.docket.persistence.directory.DetachmentDao;
import dev.docket.persistence.directory.EntityDao;
import dev.docket.persistence.directory.EntityRow;
import dev.docket.server.directory.EntityType.Mapping;
import dev.docket.server.directory.EntityType.Rules;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.EntityTags;
import dev.docket.server.http.rest.Page;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.quotas.Quotas;
import dev.docket.server.security.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes the entities of one type. Every change of the directory locks the account's configuration, so that
 * no other change comes between what it reads and what it writes. Thread-safe.
 *
 * @param <K> the id of an entity
 * @param <I> an entity as a client sends it
 * @param <R> an entity as it is stored
 * @param <T> an entity as the contract shows it
 */
final class EntityStore<K, I, R extends EntityRow, T> {

    private final EntityType<K, I, R, T> type;
    private final Mapping<K, I, R, T> mapping;
    private final Rules<I, R> rules;
    private final Database database;
    private final Quotas quotas;
    private final Clock clock;
    private final Changes<K> changes;

    EntityStore(EntityType<K, I, R, T> type, Database database, Quotas quotas, Clock clock, Changes<K> changes) {
        this.type = type;
        this.mapping = type.mapping();
        this.rules = type.rules();
        this.database = database;
        this.quotas = quotas;
        this.clock = clock;
        this.changes = changes;
    }

    /** Follows a change of entities in its transaction, in which the account's configuration is locked. */
    @FunctionalInterface
    public interface Changes<K> {
        /** @param ids of the entities that were added, changed or deleted */
        void accept(Transaction transaction, String account, Collection<K> ids);
    }

    /** An entity to add, or to replace the one with its id. */
    public record Item<K, I>(K id, I input) {}

    /**
     * @param entity the stored entity; null if it was rejected
     * @param refusal the reason why it was rejected; null if it was stored
     */
    public record Put<T>(
            DirectoryImportOutcome outcome,
            @Nullable Versioned<T> entity,
            @Nullable ProblemException refusal) {}

    EntityType<K, I, R, T> type() {
        return type;
    }

    /** @throws ProblemException 404 */
    public Versioned<T> read(String account, K id) {
        return database.read(
                account,
                transaction ->
                        show(transaction.dao(type.dao()).find(account, id).orElseThrow(() -> missing(id))));
    }

    /**
     * Lists entities in the order of their ids.
     *
     * @param search text that must occur in one of the texts that people search entities by; null: all entities match
     */
    public Page<T> list(
            String account, @Nullable String search, @Nullable String cursor, int pageSize, boolean includeTotal) {
        K after =
                Page.after(cursor, type.ids().first(), key -> type.ids().parse().apply(key.get(0)));
        String text = search == null ? "" : search;
        return database.read(account, transaction -> {
            EntityDao<K, R> dao = transaction.dao(type.dao());
            return Page.of(
                            dao.list(account, after, text, pageSize + 1),
                            pageSize,
                            row -> List.of(mapping.id().apply(row).toString()),
                            includeTotal ? dao.count(account, text) : null)
                    .map(mapping.show());
        });
    }

    /**
     * Adds an entity, or replaces the one with its id.
     *
     * @param ifMatch the If-Match header; null if it was not sent
     * @throws ProblemException 400 with every violation in {@code input}; 409 if another entity has its unique
     *     property, if tickets refer to the entity by a property that would change, or if a quota is used up; 412
     */
    public Versioned<T> put(String account, K id, @Nullable String ifMatch, I input) {
        return ConfigurationLock.change(database, account, transaction -> {
            Put<T> put = put(transaction, account, id, ifMatch, input);
            if (put.outcome() != DirectoryImportOutcome.UNCHANGED) {
                changes.accept(transaction, account, List.of(id));
            }
            return put.entity();
        });
    }

    /**
     * Adds entities or replaces those with their ids, in the given order and in one transaction. The others are stored
     * even if one is rejected.
     *
     * @return the result of each entity, in the given order
     */
    public List<Put<T>> putAll(String account, List<Item<K, I>> items) {
        return ConfigurationLock.change(database, account, transaction -> {
            transaction.planAnew();
            List<Put<T>> puts = new ArrayList<>();
            List<K> changed = new ArrayList<>();
            for (Item<K, I> item : items) {
                Put<T> put = putOrRefuse(transaction, account, item);
                puts.add(put);
                if (put.outcome() == DirectoryImportOutcome.CREATED
                        || put.outcome() == DirectoryImportOutcome.UPDATED) {
                    changed.add(item.id());
                }
            }
            if (!changed.isEmpty()) {
                changes.accept(transaction, account, changed);
            }
            return puts;
        });
    }

    /**
     * @param ifMatch the If-Match header; null if it was not sent
     * @param detach whether to remove the references of tickets to the entity, instead of rejecting the request
     * @throws ProblemException 404; 409 if the entity is referred to; 412
     */
    public void delete(
            String account, K id, @Nullable String ifMatch, boolean detach, Caller caller, String requestId) {
        Instant now = clock.instant();
        ConfigurationLock.change(database, account, transaction -> {
            EntityDao<K, R> dao = transaction.dao(type.dao());
            R row = dao.lock(account, id).orElseThrow(() -> missing(id));
            EntityTags.requireMatch(ifMatch, row.revision());
            rules.unused().requireNone(transaction, account, row);
            if (detach) {
                Detachment detachment =
                        new Detachment(type.ticketField(), now, caller.tokenId().toString(), caller.name(), requestId);
                // A separate statement locks the tickets, so that the next one sees all of their history.
                List<Long> tickets = dao.lockTickets(account, id);
                transaction
                        .dao(DetachmentDao.class)
                        .detach(
                                account,
                                tickets,
                                detachment,
                                Map.of(type.ticketField(), rules.reference().apply(row)));
            } else {
                requireNoTickets(dao, account, id, "; change them first, or remove their references with ?detach=true");
            }
            dao.delete(account, id);
            changes.accept(transaction, account, List.of(id));
            return null;
        });
    }

    private Put<T> putOrRefuse(Transaction transaction, String account, Item<K, I> item) {
        try {
            return put(transaction, account, item.id(), null, item.input());
        } catch (ProblemException refusal) {
            // An entity is rejected before anything is written.
            return new Put<>(DirectoryImportOutcome.REFUSED, null, refusal);
        }
    }

    private Put<T> put(Transaction transaction, String account, K id, @Nullable String ifMatch, I input) {
        EntityDao<K, R> dao = transaction.dao(type.dao());
        Optional<R> present = dao.lock(account, id);
        present.ifPresentOrElse(
                row -> EntityTags.requireMatch(ifMatch, row.revision()), () -> requireNone(ifMatch, id));
        List<Violation> violations = rules.check().of(transaction, account, input);
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        R wanted =
                mapping.toRow().of(input, id, present.map(EntityRow::revision).orElse(1L));
        if (present.isPresent() && present.get().equals(wanted)) {
            return new Put<>(DirectoryImportOutcome.UNCHANGED, show(present.get()), null);
        }
        dao.holder(account, wanted).ifPresent(holder -> {
            throw conflict("%s %s has the %s already; change or delete that one first"
                    .formatted(type.name(), holder, rules.unique().apply(wanted)));
        });
        present.ifPresentOrElse(
                row -> requireSameReference(dao, account, row, wanted),
                () -> quotas.requireRoom(transaction, account, type.quota()));
        dao.put(account, wanted);
        return present.map(before -> new Put<>(
                        DirectoryImportOutcome.UPDATED,
                        show(mapping.toRow().of(input, id, before.revision() + 1)),
                        null))
                .orElseGet(() -> new Put<>(DirectoryImportOutcome.CREATED, show(wanted), null));
    }

    private void requireNone(@Nullable String ifMatch, K id) {
        if (ifMatch != null) {
            throw new ProblemException(
                    ProblemType.PRECONDITION_FAILED,
                    "If-Match names a version, and there is no %s %s in this account".formatted(type.name(), id));
        }
    }

    /**
     * Requires that no ticket refers to the entity by a property that would change: those tickets would keep the old
     * value.
     */
    private void requireSameReference(EntityDao<K, R> dao, String account, R present, R wanted) {
        Function<R, ?> reference = rules.reference();
        if (!reference.apply(present).equals(reference.apply(wanted))) {
            requireNoTickets(
                    dao,
                    account,
                    mapping.id().apply(present),
                    " by its " + rules.unique().apply(present) + "; change them first");
        }
    }

    private void requireNoTickets(EntityDao<K, R> dao, String account, K id, String remedy) {
        long tickets = dao.countTickets(account, id);
        if (tickets > 0) {
            throw conflict("%d %s to %s %s%s"
                    .formatted(tickets, tickets == 1 ? "ticket refers" : "tickets refer", type.name(), id, remedy));
        }
    }

    private Versioned<T> show(R row) {
        return Versioned.of(mapping.show().apply(row), row.revision());
    }

    private ProblemException missing(K id) {
        return new ProblemException(
                ProblemType.NOT_FOUND, "there is no %s %s in this account".formatted(type.name(), id));
    }

    static ProblemException conflict(String detail) {
        return new ProblemException(ProblemType.CONFLICT, detail);
    }
}
