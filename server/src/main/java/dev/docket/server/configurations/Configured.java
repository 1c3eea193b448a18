package dev.docket.server.configurations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.model.Violation;
import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.configurations.ConfigurationDao;
import dev.docket.persistence.configurations.ConfigurationRow;
import dev.docket.persistence.configurations.Place;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.server.http.json.MergePatch;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.EntityTags;
import dev.docket.server.http.rest.Page;
import dev.docket.server.http.rest.ResourceIds;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.quotas.Quotas;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Creates, reads, lists, changes and deletes the configurations of one kind. Every change locks the account's
 * configuration, so that no other change comes between its reads and its writes. Thread-safe.
 *
 * @param <I> a configuration as a caller sends it
 * @param <R> a configuration as it is stored
 * @param <T> a configuration as the contract shows it
 */
public final class Configured<I, R extends ConfigurationRow, T> {

    private final ConfigurationKind<I, R, T> kind;
    private final Database database;
    private final Quotas quotas;
    private final Clock clock;

    public Configured(ConfigurationKind<I, R, T> kind, Database database, Quotas quotas, Clock clock) {
        this.kind = kind;
        this.database = database;
        this.quotas = quotas;
        this.clock = clock;
    }

    /** Returns the same for a kind that knows who writes. */
    public Configured<I, R, T> of(ConfigurationKind<I, R, T> writing) {
        return new Configured<>(writing, database, quotas, clock);
    }

    /** @throws ProblemException 400 with every violation in {@code input}; 409 if its id or a quota is taken */
    public Versioned<T> create(String account, I input) {
        return create(account, input, change -> {});
    }

    /**
     * Creates a configuration.
     *
     * @param then runs afterwards in the same transaction
     * @throws ProblemException 400 with every violation in {@code input}; 409 if its id or a quota is taken
     */
    public Versioned<T> create(String account, I input, Consumer<Change<I, R>> then) {
        String id = ResourceIds.orNew(kind.id(input));
        return adding(account, (transaction, now) -> {
            if (kind.dao(transaction).exists(account, id)) {
                throw new ProblemException(
                        ProblemType.CONFLICT, "the %s '%s' exists already".formatted(kind.name(), id));
            }
            requireValid(transaction, account, input);
            R row = kind.complete(transaction, account, kind.toRow(input, Stamp.first(id, now)), null);
            kind.store(transaction, account, null, row);
            kind.stored(transaction, account);
            then.accept(new Change<>(transaction, account, now, input, row, row));
            return show(transaction, account, id);
        });
    }

    /** @throws ProblemException 404 */
    public Versioned<T> read(String account, String id) {
        return database.read(account, transaction -> show(transaction, account, id));
    }

    /** Lists the configurations in their order. */
    public Page<T> list(String account, @Nullable String cursor, int pageSize, boolean includeTotal) {
        Place after = Page.after(cursor, Place.FIRST, key -> new Place(Integer.parseInt(key.get(0)), key.get(1)));
        return database.read(account, transaction -> {
            ConfigurationDao<R> dao = kind.dao(transaction);
            return Page.of(
                            dao.list(account, after, pageSize + 1),
                            pageSize,
                            row -> List.of(Integer.toString(row.sortOrder()), row.id()),
                            includeTotal ? dao.count(account) : null)
                    .mapAll(rows -> kind.show(transaction, account, rows))
                    .map(Versioned::body);
        });
    }

    /** @throws ProblemException 400 with every violation of the result; 404; 412 */
    public Versioned<T> update(String account, String id, @Nullable String ifMatch, ObjectNode patch) {
        return update(account, id, ifMatch, patch, change -> {});
    }

    /**
     * Changes a configuration by a merge patch. Writes nothing if nothing is different.
     *
     * @param then runs afterwards in the same transaction, also if nothing is different
     * @throws ProblemException 400 with every violation of the result; 404; 412
     */
    public Versioned<T> update(
            String account, String id, @Nullable String ifMatch, ObjectNode patch, Consumer<Change<I, R>> then) {
        return change(account, id, ifMatch, input -> MergePatch.apply(patch, input, kind.inputType()), then);
    }

    /**
     * Changes a configuration by a function of the input that would create it as it is now.
     *
     * @param then runs afterwards in the same transaction, also if nothing is different
     * @throws ProblemException 400 with every violation of the result; 404; 412
     */
    public Versioned<T> change(
            String account, String id, @Nullable String ifMatch, UnaryOperator<I> edit, Consumer<Change<I, R>> then) {
        return adding(account, (transaction, now) -> {
            R present = findMatching(transaction, account, id, ifMatch);
            I input = edit.apply(kind.toInput(present));
            requireValid(transaction, account, input);
            R row = kind.complete(transaction, account, kind.toRow(input, Stamp.next(present, now)), present);
            if (kind.toInput(row).equals(kind.toInput(present))) {
                row = present;
            } else {
                kind.store(transaction, account, present, row);
                kind.stored(transaction, account);
            }
            then.accept(new Change<>(transaction, account, now, input, present, row));
            return show(transaction, account, id);
        });
    }

    /** @throws ProblemException 404; 409 if the configuration is referred to; 412 */
    public void delete(String account, String id, @Nullable String ifMatch) {
        inTransaction(account, (transaction, now) -> {
            kind.requireUnused(transaction, account, findMatching(transaction, account, id, ifMatch));
            kind.dao(transaction).delete(account, id);
            kind.stored(transaction, account);
            return id;
        });
    }

    /** Does work that may add to a quota of the account. */
    private <X> X adding(String account, BiFunction<Transaction, Instant, X> work) {
        return inTransaction(
                account, (transaction, now) -> quotas.within(transaction, account, () -> work.apply(transaction, now)));
    }

    private <X> X inTransaction(String account, BiFunction<Transaction, Instant, X> work) {
        Instant now = clock.instant();
        X result = ConfigurationLock.change(database, account, transaction -> work.apply(transaction, now));
        kind.committed(account);
        return result;
    }

    private R findMatching(Transaction transaction, String account, String id, @Nullable String ifMatch) {
        R row = kind.find(transaction, account, id);
        EntityTags.requireMatch(ifMatch, row.revision());
        return row;
    }

    private void requireValid(Transaction transaction, String account, I input) {
        List<Violation> violations = kind.check(transaction, account, input);
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
    }

    private Versioned<T> show(Transaction transaction, String account, String id) {
        return kind.show(transaction, account, List.of(kind.find(transaction, account, id)))
                .get(0);
    }
}
