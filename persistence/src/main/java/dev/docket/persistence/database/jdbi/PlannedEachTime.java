package dev.docket.persistence.database.jdbi;

import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.jdbi.v3.sqlobject.customizer.SqlStatementCustomizer;
import org.jdbi.v3.sqlobject.customizer.SqlStatementCustomizerFactory;
import org.jdbi.v3.sqlobject.customizer.SqlStatementCustomizingAnnotation;
import org.postgresql.PGStatement;

/**
 * Marks a statement whose best plan depends on its values, so that PostgreSQL caches no plan for it. A cached plan is
 * made for an account of average size, and reads all of a large one where it should use an index.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@SqlStatementCustomizingAnnotation(PlannedEachTime.Factory.class)
public @interface PlannedEachTime {

    /** Applies the annotation in JDBI. */
    final class Factory implements SqlStatementCustomizerFactory {

        private static final StatementCustomizer UNNAMED = new StatementCustomizer() {
            @Override
            public void beforeExecution(PreparedStatement statement, StatementContext context) throws SQLException {
                // The driver prepares a named statement after this number of executions; never with 0.
                statement.unwrap(PGStatement.class).setPrepareThreshold(0);
            }
        };

        @Override
        public SqlStatementCustomizer createForMethod(Annotation annotation, Class<?> dao, Method method) {
            return statement -> statement.addCustomizer(UNNAMED);
        }
    }
}
