package dev.docket.persistence.pages;

import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jdbi.v3.sqlobject.customizer.SqlStatementCustomizer;
import org.jdbi.v3.sqlobject.customizer.SqlStatementCustomizerFactory;
import org.jdbi.v3.sqlobject.customizer.SqlStatementCustomizingAnnotation;

/**
 * Marks a statement that reads a page of a list, a {@code List<PageRow>}: the result ends with the row that exceeds
 * {@value #MAX_BYTES} bytes, so that a page of large rows neither fills the memory of the node nor keeps the connection
 * busy.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@SqlStatementCustomizingAnnotation(EndsByBytes.Factory.class)
public @interface EndsByBytes {

    /** Bytes of a page, as PostgreSQL writes its rows. */
    int MAX_BYTES = 524_288;

    /** Applies the annotation in JDBI. */
    final class Factory implements SqlStatementCustomizerFactory {

        @Override
        public SqlStatementCustomizer createForMethod(Annotation annotation, Class<?> dao, Method method) {
            return statement -> {
                SqlStatements statements = statement.getConfig(SqlStatements.class);
                statements.setTemplateEngine(new Wrapped(statements.getTemplateEngine()));
            };
        }
    }

    /** Wraps statements. Its windows have no order of their own, so they read the rows in that of the statement. */
    record Wrapped(TemplateEngine engine) implements TemplateEngine {

        @Override
        public String render(String template, StatementContext context) {
            return wrap(engine.render(template, context));
        }

        @Override
        public Optional<Function<StatementContext, String>> parse(String template, ConfigRegistry config) {
            return engine.parse(template, config).map(rendering -> rendering.andThen(Wrapped::wrap));
        }

        private static String wrap(String statement) {
            return """
                    SELECT *
                      FROM (SELECT listed.*,
                                   coalesce(sum(octet_length(CAST(listed AS text))) OVER before, 0) AS bytes_before,
                                   lead(true) OVER before IS NOT NULL AS has_more
                              FROM (%s) listed
                            WINDOW before AS (ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) page
                     WHERE bytes_before <= %d
                    """.formatted(statement, MAX_BYTES);
        }
    }
}
