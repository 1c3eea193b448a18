package dev.docket.persistence.pages;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.Mappers;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.RowMapperFactory;
import org.jdbi.v3.core.statement.StatementContext;

/** Maps the rows of statements marked by {@link EndsByBytes}. */
public final class PageRowMappers implements RowMapperFactory {

    @Override
    public Optional<RowMapper<?>> build(Type type, ConfigRegistry config) {
        return type instanceof ParameterizedType generic && generic.getRawType() == PageRow.class
                ? config.get(Mappers.class)
                        .findFor(generic.getActualTypeArguments()[0])
                        .map(PageRowMapper::new)
                : Optional.empty();
    }

    private record PageRowMapper<R>(RowMapper<R> row) implements RowMapper<PageRow<R>> {

        @Override
        public RowMapper<PageRow<R>> specialize(ResultSet rows, StatementContext context) throws SQLException {
            return new PageRowMapper<>(row.specialize(rows, context));
        }

        @Override
        public PageRow<R> map(ResultSet rows, StatementContext context) throws SQLException {
            return new PageRow<>(row.map(rows, context), rows.getBoolean("has_more"));
        }
    }
}
