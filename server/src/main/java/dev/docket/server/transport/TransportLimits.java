package dev.docket.server.transport;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * What one server grants its clients. Anything beyond is rejected at once and costs the other clients nothing.
 *
 * @param maxHeadBytes bytes of a request line and its headers together; one more is 431
 * @param maxBodyBytes bytes of a request body that is not a stream, without its chunk framing; one more is 413
 * @param maxStreamedBodyBytes bytes of a streamed request body, without its chunk framing; one more is 413
 * @param maxBufferedBodyBytes bytes of all request bodies held at a time, counted as they arrive, with 256 KiB for each
 *     streamed one; beyond it 503
 * @param headTimeout from the first byte of a request to the end of its headers; then 408
 * @param bodyTimeout from the end of the headers to the end of the body, and in a streamed body from the time when the
 *     next bytes are wanted to their arrival; then 408
 * @param idleTimeout how long a connection may wait for its first or next request; then it is closed
 * @param writeTimeout how long a client may take to read the rest of a finished response, or to read enough of a
 *     running one to make space for more; then the connection is closed
 * @param maxConnections open connections; any further one is closed as it is accepted
 * @param workers threads that run requests
 * @param maxStreams requests at a time whose body or response is a stream: each holds a worker for as long as its
 *     client sends and reads, so this must be less than {@code workers}; one more is 503
 * @param maxQueuedRequests complete requests that wait for a worker; one more is 503; at least 1
 * @param stopTimeout how long running requests may continue after the server was told to stop
 */
@RecordBuilder
public record TransportLimits(
        int maxHeadBytes,
        int maxBodyBytes,
        long maxStreamedBodyBytes,
        long maxBufferedBodyBytes,
        Duration headTimeout,
        Duration bodyTimeout,
        Duration idleTimeout,
        Duration writeTimeout,
        int maxConnections,
        int workers,
        int maxStreams,
        int maxQueuedRequests,
        Duration stopTimeout) {

    public TransportLimits {
        requirePositive(maxHeadBytes, "maxHeadBytes");
        requirePositive(maxBodyBytes, "maxBodyBytes");
        requirePositive(maxStreamedBodyBytes, "maxStreamedBodyBytes");
        requirePositive(maxBufferedBodyBytes, "maxBufferedBodyBytes");
        requirePositive(headTimeout.toMillis(), "headTimeout in ms");
        requirePositive(bodyTimeout.toMillis(), "bodyTimeout in ms");
        requirePositive(idleTimeout.toMillis(), "idleTimeout in ms");
        requirePositive(writeTimeout.toMillis(), "writeTimeout in ms");
        requirePositive(maxConnections, "maxConnections");
        requirePositive(workers, "workers");
        requirePositive(maxStreams, "maxStreams");
        if (maxStreams >= workers) {
            throw new IllegalArgumentException("maxStreams must be less than workers, not " + maxStreams);
        }
        requirePositive(maxQueuedRequests, "maxQueuedRequests");
        requirePositive(stopTimeout.toMillis(), "stopTimeout in ms");
    }

    /**
     * 16 KiB of headers within 10 s, 1 MiB of body within 20 s or 1 TiB of a streamed one, 64 MiB of bodies in flight,
     * 75 s idle, 30 s to read a response, 10,000 connections, 32 workers with a queue of 256 and 16 streams, and 30 s
     * to stop.
     */
    public static TransportLimits defaults() {
        return TransportLimitsBuilder.builder()
                .maxHeadBytes(16 * 1024)
                .maxBodyBytes(1024 * 1024)
                .maxStreamedBodyBytes(1L << 40)
                .maxBufferedBodyBytes(64L * 1024 * 1024)
                .headTimeout(Duration.ofSeconds(10))
                .bodyTimeout(Duration.ofSeconds(20))
                .idleTimeout(Duration.ofSeconds(75))
                .writeTimeout(Duration.ofSeconds(30))
                .maxConnections(10_000)
                .workers(32)
                .maxStreams(16)
                .maxQueuedRequests(256)
                .stopTimeout(Duration.ofSeconds(30))
                .build();
    }

    private static void requirePositive(long value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }
}
