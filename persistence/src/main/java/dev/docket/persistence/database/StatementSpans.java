package dev.docket.persistence.database;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.sql.SQLException;
import java.time.Instant;
import org.jdbi.v3.core.extension.ExtensionMethod;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Makes a span of each statement within a trace. It has the name of the method that sends the statement, and neither
 * the statement nor its values, which are personal data.
 */
record StatementSpans(Tracer tracer) implements SqlLogger {

    @Override
    public void logAfterExecution(StatementContext statement) {
        span(statement, statement.getCompletionMoment(), StatusCode.UNSET);
    }

    @Override
    public void logException(StatementContext statement, SQLException failure) {
        span(statement, statement.getExceptionMoment(), StatusCode.ERROR);
    }

    private void span(StatementContext statement, Instant end, StatusCode status) {
        ExtensionMethod method = statement.getExtensionMethod();
        if (method == null || !Span.current().isRecording()) {
            return;
        }
        tracer.spanBuilder(method.getType().getSimpleName() + "."
                        + method.getMethod().getName())
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("db.system.name", "postgresql")
                .setStartTimestamp(statement.getExecutionMoment())
                .startSpan()
                .setStatus(status)
                .end(end);
    }
}
