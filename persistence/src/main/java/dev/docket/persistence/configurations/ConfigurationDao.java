package dev.docket.persistence.configurations;

import dev.docket.persistence.pages.EndsByBytes;
import dev.docket.persistence.pages.PageRow;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Definition;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * The statements that are the same for every kind of configuration. The DAO of a kind defines the parts that differ,
 * all of them constant:
 *
 * <ul>
 *   <li>{@code table}
 *   <li>{@code columns}: the columns of a row; the table is called c
 *   <li>{@code joins}: other tables that the columns need; if not defined, no others
 *   <li>{@code order} and {@code place}: the columns that a list is ordered by, and the properties of a {@link Place}
 *       for them; if not defined, the id
 * </ul>
 *
 * It writes a row with all its properties, including the revision and the times.
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

    /** The configurations after {@code after}, in their order. */
    @EndsByBytes
    @SqlQuery(SELECT + """
               AND (<order>) > (<place>)
             ORDER BY <order>
             LIMIT :limit
            """)
    List<PageRow<R>> list(String accountId, @BindMethods Place after, int limit);

    /** All configurations, in their order. */
    @SqlQuery(SELECT + """
             ORDER BY <order>
            """)
    List<R> listAll(String accountId);

    @SqlQuery("""
            SELECT count(*)
              FROM <table>
             WHERE account_id = :accountId
            """)
    long count(String accountId);

    void insert(String accountId, R row);

    void update(String accountId, R row);

    /** Deletes the configuration with everything that belongs only to it. */
    @SqlUpdate("""
            DELETE FROM <table>
             WHERE account_id = :accountId
               AND id = :id
            """)
    void delete(String accountId, String id);
}
