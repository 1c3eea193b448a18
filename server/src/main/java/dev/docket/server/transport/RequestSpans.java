package dev.docket.server.transport;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.glassfish.grizzly.http.server.Request;
import org.jspecify.annotations.Nullable;

/** Starts a span for each request, in the trace of its client if it names one ({@code traceparent}, W3C). */
final class RequestSpans {

    private static final Headers HEADERS = new Headers();

    private final Tracer tracer;
    private final TextMapPropagator propagator;

    RequestSpans(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("dev.docket.http");
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    /** The observer of completed requests names and ends it. */
    Span start(Request request) {
        return tracer.spanBuilder("HTTP")
                .setParent(propagator.extract(Context.root(), request, HEADERS))
                .setSpanKind(SpanKind.SERVER)
                .startSpan();
    }

    private static final class Headers implements TextMapGetter<Request> {

        @Override
        public @Nullable String get(@Nullable Request request, String name) {
            return request == null ? null : request.getHeader(name);
        }
    }
}
