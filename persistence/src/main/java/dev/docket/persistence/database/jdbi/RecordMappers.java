package dev.docket.persistence.database.jdbi;

import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.RowMapperFactory;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Maps rows to the records of this module by column name. The mapping of columns to components is computed once per
 * statement: for a wide row that takes longer than the statement, and JDBI does it at every execution.
 */
public final class RecordMappers implements RowMapperFactory {

    /** Limited, because there are many statements that are composed of parts. */
    private static final int STATEMENTS = 1_000;

    private final Map<Class<?>, RowMapper<?>> mappers = new ConcurrentHashMap<>();

    @Override
    public Optional<RowMapper<?>> build(Type type, ConfigRegistry config) {
        return type instanceof Class<?> row && row.isRecord() && row.getName().startsWith("dev.docket.persistence.")
                ? Optional.of(mappers.computeIfAbsent(row, RecordMapper::of))
                : Optional.empty();
    }

    /** Thread-safe: what it caches for a statement are positions and types of columns. */
    private record RecordMapper<T>(RowMapper<T> mapper, Map<String, RowMapper<T>> bySql) implements RowMapper<T> {

        static <T> RecordMapper<T> of(Class<T> row) {
            return new RecordMapper<>(ConstructorMapper.of(row), new ConcurrentHashMap<>());
        }

        @Override
        public RowMapper<T> specialize(ResultSet rows, StatementContext context) throws SQLException {
            RowMapper<T> known = bySql.get(context.getRenderedSql());
            if (known == null) {
                known = mapper.specialize(rows, context);
                if (bySql.size() >= STATEMENTS) {
                    bySql.clear();
                }
                bySql.put(context.getRenderedSql(), known);
            }
            return known;
        }

        @Override
        public T map(ResultSet rows, StatementContext context) throws SQLException {
            return specialize(rows, context).map(rows, context);
        }
    }
}
