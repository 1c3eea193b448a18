package dev.docket.server.watch;

import dev.docket.server.transport.CompletedRequest;
import dev.docket.server.transport.HttpTransport;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs a line for each request, under {@code docket.requests}. The line carries the request id like every line of the
 * request ({@link HttpTransport#LOGGED_ID}). It contains neither path nor query: they can contain what people search
 * for.
 */
public record RequestLog(Level level) implements Consumer<CompletedRequest> {

    private static final Logger LOG = LoggerFactory.getLogger("docket.requests");

    @Override
    public void accept(CompletedRequest request) {
        if (!LOG.isEnabledForLevel(level)) {
            return;
        }
        RequestInfo facts = RequestInfo.of(request);
        LoggingEventBuilder line = LOG.atLevel(level)
                .addKeyValue("method", request.method())
                .addKeyValue("operation", facts.operation())
                .addKeyValue("status", request.status())
                .addKeyValue("ms", millis(request.duration()))
                .addKeyValue("bytes", request.bytes());
        if (facts.account() != null) {
            line = line.addKeyValue("account", facts.account());
        }
        if (facts.token() != null) {
            line = line.addKeyValue("token", facts.token());
        }
        if (request.span().getSpanContext().isValid()) {
            line = line.addKeyValue("trace", request.span().getSpanContext().getTraceId());
        }
        if (request.fault() != null) {
            line = line.addKeyValue("fault", request.fault());
        }
        line.log("request");
    }

    /** With one decimal place; a formatter would take longer than the rest of the line. */
    private static String millis(Duration duration) {
        long tenths = (duration.toNanos() + 50_000) / 100_000;
        return tenths / 10 + "." + tenths % 10;
    }
}
