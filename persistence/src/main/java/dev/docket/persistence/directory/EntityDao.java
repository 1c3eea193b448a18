package dev.docket.persistence.directory;

import dev.docket.persistence.pages.EndsByBytes;
import dev.docket.persistence.pages.PageRow;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Definition;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * The statements that are the same for every type of entity. The DAO of a type defines the parts that differ, all of
 * them constant:
 *
 * <ul>
 *   <li>{@code table}
 *   <li>{@code columns}: the columns of a row except its revision; the table is called e
 *   <li>{@code search}: the columns that are searched; the table is called e
 *   <li>{@code unique}: the condition for another entity with the same unique property
 *   <li>{@code reference}: the condition for tickets that refer to the entity {@code :id}
 * </ul>
 *
 * @param <K> its id
 */
@Definition(key = "unique", value = "unique_id = :uniqueId")
public interface EntityDao<K, R extends EntityRow> {

    String SELECT = """
            SELECT <columns>, e.revision
              FROM <table> e
             WHERE e.account_id = :accountId
            """;

    String MATCHING = """
               AND strpos(lower(concat_ws(chr(10), <search>)), lower(:search)) > 0
            """;

    @SqlQuery(SELECT + """
               AND e.id = :id
            """)
    Optional<R> find(String accountId, K id);

    /** Like {@link #find}, and locks the entity: no ticket can refer to it anew before this transaction ends. */
    @SqlQuery(SELECT + """
               AND e.id = :id
               FOR UPDATE OF e
            """)
    Optional<R> lock(String accountId, K id);

    /**
     * Lists entities in the order of their ids, after {@code after}.
     *
     * @param search text that must occur in one of the texts that people search entities by, ignoring case; empty: all
     *     entities match
     */
    @EndsByBytes
    @SqlQuery(SELECT + MATCHING + """
               AND e.id > :after
             ORDER BY e.id
             LIMIT :limit
            """)
    List<PageRow<R>> list(String accountId, K after, String search, int limit);

    @SqlQuery("""
            SELECT count(*)
              FROM <table> e
             WHERE e.account_id = :accountId
            """ + MATCHING)
    long count(String accountId, String search);

    /** The id of the other entity that has the unique property of {@code row}. */
    @SqlQuery("""
            SELECT id
              FROM <table>
             WHERE account_id = :accountId
               AND <unique>
               AND id <> :id
            """)
    Optional<K> holder(String accountId, @BindMethods R row);

    /**
     * Adds the entity with revision 1, or replaces the one with its id and increments the revision; ignores the row's
     * revision.
     */
    void put(String accountId, R row);

    /** Deletes the entity with everything that belongs only to it. */
    @SqlUpdate("""
            DELETE FROM <table>
             WHERE account_id = :accountId
               AND id = :id
            """)
    void delete(String accountId, K id);

    /** The number of tickets that refer to the entity. */
    @SqlQuery("""
            SELECT count(*)
              FROM tickets
             WHERE account_id = :accountId
               AND <reference>
            """)
    long countTickets(String accountId, K id);

    /** The ids of the tickets that refer to the entity; locks these tickets until this transaction ends. */
    @SqlQuery("""
            SELECT id
              FROM tickets
             WHERE account_id = :accountId
               AND <reference>
             ORDER BY id
               FOR UPDATE
            """)
    List<Long> lockTickets(String accountId, K id);
}
