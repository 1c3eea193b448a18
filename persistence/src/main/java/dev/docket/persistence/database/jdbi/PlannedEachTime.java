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
 * On a statement whose best plan depends on its values: PostgreSQL keeps no plan for it. A plan that is kept is made for an
 * account of middling size, and reads all of a large one where it should follow an index.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@SqlStatementCustomizingAnnotation(PlannedEachTime.Factory.class)
public @interface PlannedEachTime {

    /** For JDBI. */
    final class Factory implements SqlStatementCustomizerFactory {

        private static final StatementCustomizer UNNAMED = new StatementCustomizer() {
            @Override
            public void beforeExecution(PreparedStatement statement, StatementContext context) throws SQLException {
                // The driver prepares one by name when it is executed so often; never with 0.
                statement.unwrap(PGStatement.class).setPrepareThreshold(0);
            }
        };

        @Override
        public SqlStatementCustomizer createForMethod(Annotation annotation, Class<?> dao, Method method) {
            return statement -> statement.addCustomizer(UNNAMED);
        }
    }
}
