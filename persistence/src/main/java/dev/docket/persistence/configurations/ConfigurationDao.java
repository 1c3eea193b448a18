package dev.docket.persistence.configurations;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Definition;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * The statements that are the same for every kind of configuration. The DAO of a kind defines what is different; all of it is
 * constant:
 *
 * <ul>
 *   <li>{@code table}
 *   <li>{@code columns}: what a row is made of; the table is called c
 *   <li>{@code joins}: other tables that the columns need; none, if it is not defined
 *   <li>{@code order} and {@code place}: the columns that a list is ordered by, and the properties of a {@link Place} for
 *       them; the id, if they are not defined
 * </ul>
 *
 * It writes a row with all its properties, the revision and the times included.
 */
@Definition(key = "joins", value = "")
@Definition(key = "order", value = "c.id")
@Definition(key = "place", value = ":id")
public interface ConfigurationDao<R extends ConfigurationRow> {

    /** The beginning of statements that read rows. */
    String SELECT = """
            SELECT <columns>
              FROM <table> c
            <joins>
             WHERE c.account_id = :accountId
            """;

    @SqlQuery(SELECT + """
               AND c.id = :id
            """)
    Optional<R> find(String accountId, String id);

    @SqlQuery("""
            SELECT EXISTS (SELECT FROM <table>
                            WHERE account_id = :accountId
                              AND id = :id)
            """)
    boolean exists(String accountId, String id);

    /** The configurations behind {@code after}, in their order. */
    @SqlQuery(SELECT + """
               AND (<order>) > (<place>)
             ORDER BY <order>
             LIMIT :limit
            """)
    List<R> list(String accountId, @BindMethods Place after, int limit);

    @SqlQuery("""
            SELECT count(*)
              FROM <table>
             WHERE account_id = :accountId
            """)
    long count(String accountId);

    void insert(String accountId, R row);

    void update(String accountId, R row);

    /** Deletes the configuration with all that belongs to it alone. */
    @SqlUpdate("""
            DELETE FROM <table>
             WHERE account_id = :accountId
               AND id = :id
            """)
    void delete(String accountId, String id);
}
