package dev.docket.persistence.database.jdbi;

import java.lang.reflect.Method;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.locator.ClasspathSqlLocator;
import org.jdbi.v3.sqlobject.locator.AnnotationSqlLocator;
import org.jdbi.v3.sqlobject.locator.SqlLocator;
import org.jdbi.v3.sqlobject.locator.SqlObjectClasspathSqlLocator;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/**
 * Finds the SQL of a method: in its annotation or, if that is empty, in the file {@code Dao/method.sql} beside the SQL
 * object. A file is read once; {@code @UseClasspathSqlLocator} would read it at every call.
 */
public final class SqlFiles implements SqlLocator {

    private final SqlLocator annotations = new AnnotationSqlLocator();
    private final SqlLocator files = new SqlObjectClasspathSqlLocator(ClasspathSqlLocator.removingComments());

    @Override
    public String locate(Class<?> dao, Method method, ConfigRegistry config) {
        SqlQuery query = method.getAnnotation(SqlQuery.class);
        return query != null && query.value().isEmpty()
                ? files.locate(dao, method, config)
                : annotations.locate(dao, method, config);
    }
}
