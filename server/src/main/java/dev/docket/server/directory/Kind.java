package dev.docket.server.directory;

import dev.docket.api.model.Violation;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.directory.EntityDao;
import dev.docket.persistence.directory.EntityRow;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is different from one kind of entities to another; {@link Entities} has what is the same.
 *
 * @param <K> its id
 * @param <I> what it is to be
 * @param <R> as it is stored
 * @param <T> as it is shown
 */
interface Kind<K, I, R extends EntityRow, T> {

    /** What people call one of it. */
    String name();

    /** The property of a ticket that refers to it. */
    String ticketField();

    EntityDao<K, R> dao(Transaction transaction);

    /** What comes before every id. */
    K first();

    /** The id from its text. */
    K parse(String id);

    /** The id from what JSON has; null if that is no id of this kind. */
    @Nullable
    K fromJson(@Nullable Object id);

    /** What {@link #fromJson} asks for, in words. */
    String idRule();

    K id(R row);

    /** What {@link #ticketField} has of it. */
    default Object reference(R row) {
        return id(row);
    }

    R toRow(K id, I input, long revision);

    T show(R row);

    /** What of it no other entity may have, in words. */
    String unique(R row);

    /** What is wrong with {@code input}, whatever it replaces. */
    default List<Violation> check(Transaction transaction, String account, I input) {
        return List.of();
    }

    /** @throws dev.docket.server.http.problem.ProblemException 409 if {@code present} cannot become {@code wanted} */
    default void requireReplaceable(Transaction transaction, String account, R present, R wanted) {}

    /** @throws dev.docket.server.http.problem.ProblemException 409 if something other than tickets refers to it */
    default void requireUnused(Transaction transaction, String account, R row) {}

    /** Follows a change in its transaction. */
    default void changed(Transaction transaction, String account, Collection<K> ids) {}
}
