package dev.docket.server.configurations;

import dev.docket.api.model.Violation;
import dev.docket.persistence.configurations.ConfigurationDao;
import dev.docket.persistence.configurations.ConfigurationRow;
import dev.docket.persistence.database.Transaction;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Versioned;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The part that differs from one kind of configuration to another; {@link Configured} has the part that is the same.
 *
 * @param <I> a configuration as a caller sends it
 * @param <R> a configuration as it is stored
 * @param <T> a configuration as the contract shows it
 */
public abstract class ConfigurationKind<I, R extends ConfigurationRow, T> {

    private final String name;
    private final Class<? extends ConfigurationDao<R>> dao;
    private final Class<I> inputType;

    /** @param name the name of a configuration of this kind in messages */
    protected ConfigurationKind(String name, Class<? extends ConfigurationDao<R>> dao, Class<I> inputType) {
        this.name = name;
        this.dao = dao;
        this.inputType = inputType;
    }

    /** The id that the caller chose; null if the caller chose no id. */
    protected abstract @Nullable String id(I input);

    /**
     * The input that would create the configuration as it is now, without its id. Two rows are considered the same if
     * this is equal for both.
     */
    protected abstract I toInput(R row);

    protected abstract R toRow(I input, Stamp stamp);

    /**
     * Adds the values of a row that depend on other rows, such as a version.
     *
     * @param present the row that is to be changed; null if a new one is to be created
     */
    protected R complete(Transaction transaction, String account, R row, @Nullable R present) {
        return row;
    }

    /** Returns the violations in {@code input} that the contract's schema does not cover. */
    protected abstract List<Violation> check(Transaction transaction, String account, I input);

    /** Shows rows in the same order, each with its entity tag. */
    protected abstract List<Versioned<T>> show(Transaction transaction, String account, List<R> rows);

    /** Shows rows that depend on no other rows. */
    protected final List<Versioned<T>> showEach(List<R> rows, Function<R, T> toBody) {
        return rows.stream()
                .map(row -> Versioned.of(toBody.apply(row), row.revision()))
                .toList();
    }

    /** Stores a new row, or one that is different from {@code present}, with everything that belongs to it. */
    protected void store(Transaction transaction, String account, @Nullable R present, R row) {
        ConfigurationDao<R> dao = dao(transaction);
        if (present == null) {
            dao.insert(account, row);
        } else {
            dao.update(account, row);
        }
    }

    /** @throws ProblemException 409 if the configuration, which is to be deleted, is referred to */
    protected void requireUnused(Transaction transaction, String account, R row) {}

    /** Called after a row was stored or deleted, in the same transaction. */
    protected void stored(Transaction transaction, String account) {}

    /** Called after the end of each transaction that was to change a configuration. */
    protected void committed(String account) {}

    /** @throws ProblemException 404 */
    public final R find(Transaction transaction, String account, String id) {
        return dao(transaction)
                .find(account, id)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND, "there is no %s '%s' in this account".formatted(name, id)));
    }

    final ConfigurationDao<R> dao(Transaction transaction) {
        return transaction.dao(dao);
    }

    final String name() {
        return name;
    }

    final Class<I> inputType() {
        return inputType;
    }
}
