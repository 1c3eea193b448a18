package dev.docket.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * No column, constraint, index, trigger or right of the server changes unless the difference was reviewed: the
 * committed file {@code schema.lock} has one line for each of them.
 */
class SchemaLockTest {

    private static final Path FILE = Path.of("src/test/resources/dev/docket/persistence/database/schema.lock");

    private static final String LINES = """
            WITH tables AS (
                SELECT oid, relname, relacl
                  FROM pg_class
                 WHERE relnamespace = 'docket'::regnamespace AND relkind IN ('r', 'p')
                   AND relname <> 'flyway_schema_history'
            ),
            lines AS (
                SELECT concat_ws(' ', t.relname || '.' || a.attname || ':', format_type(a.atttypid, a.atttypmod),
                                 CASE WHEN a.attnotnull THEN 'NOT NULL' END,
                                 CASE WHEN a.attidentity <> '' THEN 'IDENTITY' END,
                                 CASE WHEN a.attgenerated <> '' THEN 'GENERATED' END,
                                 'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)) AS line
                  FROM tables t
                  JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
                  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                UNION ALL
                SELECT concat(t.relname, ' constraint ', c.conname, ': ', pg_get_constraintdef(c.oid))
                  FROM tables t
                  JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype <> 'n'
                UNION ALL
                SELECT concat(t.relname, ' index: ', pg_get_indexdef(i.indexrelid))
                  FROM tables t
                  JOIN pg_index i ON i.indrelid = t.oid
                 WHERE NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
                UNION ALL
                SELECT concat(t.relname, ' trigger: ', pg_get_triggerdef(g.oid))
                  FROM tables t
                  JOIN pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal
                UNION ALL
                SELECT concat(t.relname, ' policy ', p.polname, ': ', pg_get_expr(p.polqual, p.polrelid))
                  FROM tables t
                  JOIN pg_policy p ON p.polrelid = t.oid
                 WHERE p.polname <> 'account_isolation'
                UNION ALL
                SELECT concat(t.relname, ' rights of docket_server: ', string_agg(r.privilege_type, ', ' ORDER BY r.privilege_type))
                  FROM tables t
                  CROSS JOIN LATERAL aclexplode(t.relacl) r
                 WHERE r.grantee = 'docket_server'::regrole
                 GROUP BY t.relname
            )
            SELECT regexp_replace(line, '\\s+', ' ', 'g')
              FROM lines
             ORDER BY line COLLATE "C"
            """;

    @Test
    void theSchemaIsAsItWasReviewed() throws IOException {
        List<String> lines = TestDatabase.create().queryAsSuperuser(LINES).stream()
                .map(row -> row.get(0))
                .toList();
        if ("write".equals(System.getProperty("schema.lock"))) {
            Files.write(FILE, lines);
        }
        List<String> reviewed = Files.readAllLines(FILE);

        assertThat(lines)
                .as("added; if schema.lock is to have it, rewrite that: -Dschema.lock=write")
                .filteredOn(line -> !reviewed.contains(line))
                .isEmpty();
        assertThat(reviewed)
                .as("removed; if schema.lock is not to have it, rewrite that: -Dschema.lock=write")
                .filteredOn(line -> !lines.contains(line))
                .isEmpty();
    }
}
