package dev.docket.server.watch;

import dev.docket.server.docs.Build;
import dev.docket.server.transport.CompletedRequest;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends traces of requests, statements and jobs to a collector (OpenTelemetry, OTLP over HTTP). A span has what the
 * request log has, and no path, query, value or address. At most 2,048 spans wait to be sent; further ones are dropped.
 */
public final class Traces implements AutoCloseable, Consumer<CompletedRequest> {

    private static final Duration ENDING = Duration.ofSeconds(5);

    /** For how long spans are collected before they are sent together. */
    private static final Duration DELAY = Duration.ofSeconds(1);

    private final OpenTelemetry telemetry;
    private final @Nullable OpenTelemetrySdk sdk;

    private Traces(OpenTelemetry telemetry, @Nullable OpenTelemetrySdk sdk) {
        this.telemetry = telemetry;
        this.sdk = sdk;
    }

    /** @param endpoint the collector's URL, without {@code /v1/traces}; null: nothing is traced */
    public static Traces to(@Nullable URI endpoint) {
        if (endpoint == null) {
            return new Traces(OpenTelemetry.noop(), null);
        }
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.toString().replaceFirst("/$", "") + "/v1/traces")
                .setCompression("gzip")
                .build();
        OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setResource(Resource.create(Attributes.of(
                                AttributeKey.stringKey("service.name"),
                                "docket",
                                AttributeKey.stringKey("service.version"),
                                Build.version())))
                        .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                                .setScheduleDelay(DELAY)
                                .build())
                        .build())
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
        return new Traces(sdk, sdk);
    }

    /** Whether anything is traced. */
    public boolean areSent() {
        return sdk != null;
    }

    public OpenTelemetry telemetry() {
        return telemetry;
    }

    /** Names and ends the span of a completed request. */
    @Override
    public void accept(CompletedRequest request) {
        Span span = request.span();
        if (!span.isRecording()) {
            return;
        }
        RequestInfo facts = RequestInfo.of(request);
        span.updateName(facts.operation())
                .setAttribute("http.request.method", request.method())
                .setAttribute("http.response.status_code", (long) request.status())
                .setAttribute("docket.request_id", request.requestId());
        if (facts.account() != null) {
            span.setAttribute("docket.account", facts.account());
        }
        if (request.status() >= 500 || request.fault() != null) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    /** Sends the spans that have ended, for 5 s at most. */
    @Override
    public void close() {
        if (sdk != null) {
            sdk.shutdown().join(ENDING.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
