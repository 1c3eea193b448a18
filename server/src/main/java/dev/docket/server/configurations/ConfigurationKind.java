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
 * What is different from one kind of configuration to another; {@link Configured} has what is the same.
 *
 * @param <I> what a caller sends
 * @param <R> what is stored
 * @param <T> what is shown
 */
public abstract class ConfigurationKind<I, R extends ConfigurationRow, T> {

    private final String name;
    private final Class<? extends ConfigurationDao<R>> dao;
    private final Class<I> inputType;

    /** @param name what messages call one of this kind */
    protected ConfigurationKind(String name, Class<? extends ConfigurationDao<R>> dao, Class<I> inputType) {
        this.name = name;
        this.dao = dao;
        this.inputType = inputType;
    }

    /** The id that the caller has chosen; null if there is none. */
    protected abstract @Nullable String id(I input);

    /**
     * What would have to be sent to create the configuration as it is, without its id. Two rows for which this is equal are
     * not different.
     */
    protected abstract I toInput(R row);

    protected abstract R toRow(I input, Stamp stamp);

    /**
     * Adds to a row what depends on other rows, such as a version.
     *
     * @param present the row that is to be changed; null if a new one is to be created
     */
    protected R complete(Transaction transaction, String account, R row, @Nullable R present) {
        return row;
    }

    /** What is wrong with {@code input}, beyond what the contract says. */
    protected abstract List<Violation> check(Transaction transaction, String account, I input);

    /** Shows rows in the same order, each with its entity tag. */
    protected abstract List<Versioned<T>> show(Transaction transaction, String account, List<R> rows);

    /** Shows rows that need nothing but themselves. */
    protected final List<Versioned<T>> showEach(List<R> rows, Function<R, T> toBody) {
        return rows.stream()
                .map(row -> Versioned.of(toBody.apply(row), row.revision()))
                .toList();
    }

    /** Stores a new row, or one that is different from {@code present}, with all that belongs to it. */
    protected void store(Transaction transaction, String account, @Nullable R present, R row) {
        ConfigurationDao<R> dao = dao(transaction);
        if (present == null) {
            dao.insert(account, row);
        } else {
            dao.update(account, row);
        }
    }

    /** @throws ProblemException 409 if something refers to the configuration, which is to be deleted */
    protected void requireUnused(Transaction transaction, String account, R row) {}

    /** Follows what was stored or deleted, in the same transaction. */
    protected void stored(Transaction transaction, String account) {}

    /** Follows each transaction that was to change a configuration, after its end. */
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
