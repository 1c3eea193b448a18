package dev.docket.persistence.database.jdbi;

import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.RowMapperFactory;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Maps rows to the records of this module by column name. The mapping of columns to components is computed once for
 * each list of columns: for a wide row that takes longer than the statement, and JDBI does it at every execution.
 */
public final class RecordMappers implements RowMapperFactory {

    /** Limited, because lists that select other columns for each request would need more and more memory. */
    private static final int LISTS = 1_000;

    private final Map<Class<?>, RowMapper<?>> mappers = new ConcurrentHashMap<>();

    @Override
    public Optional<RowMapper<?>> build(Type type, ConfigRegistry config) {
        return type instanceof Class<?> row && row.isRecord() && row.getName().startsWith("dev.docket.persistence.")
                ? Optional.of(mappers.computeIfAbsent(row, RecordMapper::of))
                : Optional.empty();
    }

    /**
     * Thread-safe: what it caches are positions of columns. They depend on the columns and not on the statement: a
     * migration may add a column while this node runs, and {@code t.*} returns it.
     */
    private record RecordMapper<T>(RowMapper<T> mapper, Map<List<String>, RowMapper<T>> byColumns)
            implements RowMapper<T> {

        static <T> RecordMapper<T> of(Class<T> row) {
            return new RecordMapper<>(ConstructorMapper.of(row), new ConcurrentHashMap<>());
        }

        @Override
        public RowMapper<T> specialize(ResultSet rows, StatementContext context) throws SQLException {
            List<String> columns = columns(rows.getMetaData());
            RowMapper<T> known = byColumns.get(columns);
            if (known == null) {
                known = mapper.specialize(rows, context);
                if (byColumns.size() >= LISTS) {
                    byColumns.clear();
                }
                byColumns.put(columns, known);
            }
            return known;
        }

        private static List<String> columns(ResultSetMetaData description) throws SQLException {
            List<String> columns = new ArrayList<>(description.getColumnCount());
            for (int column = 1; column <= description.getColumnCount(); column++) {
                columns.add(description.getColumnLabel(column));
            }
            return columns;
        }

        @Override
        public T map(ResultSet rows, StatementContext context) throws SQLException {
            return specialize(rows, context).map(rows, context);
        }
    }
}
