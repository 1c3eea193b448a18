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
 * @param maxBufferedBodyBytesPerAccount bytes of the request bodies held for one account at a time, or for the requests
 *     from one address whose tokens are not known yet; beyond it 429
 * @param headTimeout from the first byte of a request to the end of its headers; then 408. Also from the start of a
 *     connection to its first byte; then it is closed
 * @param bodyTimeout from the end of the headers to the end of the body; in a streamed body, how long the server waits
 *     for a client that sends fewer than {@code minBytesPerSecond} on average; then 408
 * @param idleTimeout how long a connection may wait for its next request; then it is closed
 * @param writeTimeout how long bytes of a response may wait for a client that reads fewer than
 *     {@code minBytesPerSecond} on average; then the connection is cut
 * @param minBytesPerSecond of a streamed body and of any response, on average, while the server waits for its client
 * @param maxUnreadResponseBytes bytes of all finished responses that wait for their clients to read them; beyond it,
 *     the connections of the slowest readers are cut
 * @param maxConnections open connections; any further one is closed as it is accepted
 * @param maxConnectionsPerAddress open connections from one address; any further one is closed as it is accepted
 * @param trustedProxies whose connections are not counted by address, and whose requests count for the addresses that
 *     they name
 * @param corsOrigins whose pages may use the API in a browser
 * @param workers threads that run requests
 * @param workerShare the workers that one sender may have at a time; its further requests wait
 * @param maxStreams requests at a time whose body or response is a stream: each has a thread beside the workers for as
 *     long as its client sends and reads; one more is 503
 * @param streamShare the streams that one sender may have at a time; one more is 429
 * @param maxQueuedRequests complete requests that wait for a worker; one more is 503; at least 1
 * @param requestTimeout how long a complete request may wait for a worker, and then until it starts its last
 *     transaction; then 503. A stream is not limited
 * @param stopTimeout how long running requests may continue after the server was told to stop
 */
@RecordBuilder
public record TransportLimits(
        int maxHeadBytes,
        int maxBodyBytes,
        long maxStreamedBodyBytes,
        long maxBufferedBodyBytes,
        long maxBufferedBodyBytesPerAccount,
        Duration headTimeout,
        Duration bodyTimeout,
        Duration idleTimeout,
        Duration writeTimeout,
        int minBytesPerSecond,
        long maxUnreadResponseBytes,
        int maxConnections,
        int maxConnectionsPerAddress,
        TrustedProxies trustedProxies,
        CorsOrigins corsOrigins,
        int workers,
        Share workerShare,
        int maxStreams,
        Share streamShare,
        int maxQueuedRequests,
        Duration requestTimeout,
        Duration stopTimeout) {

    public static final int DEFAULT_CONNECTIONS_PER_ADDRESS = 5_000;

    /** What one token, and all tokens of one account together, may have at a time. */
    public record Share(int perToken, int perAccount) {

        public Share {
            requirePositive(perToken, "perToken");
            requirePositive(perAccount, "perAccount");
        }
    }

    public TransportLimits {
        requirePositive(maxHeadBytes, "maxHeadBytes");
        requirePositive(maxBodyBytes, "maxBodyBytes");
        requirePositive(maxStreamedBodyBytes, "maxStreamedBodyBytes");
        requirePositive(maxBufferedBodyBytes, "maxBufferedBodyBytes");
        requirePositive(maxBufferedBodyBytesPerAccount, "maxBufferedBodyBytesPerAccount");
        requirePositive(headTimeout.toMillis(), "headTimeout in ms");
        requirePositive(bodyTimeout.toMillis(), "bodyTimeout in ms");
        requirePositive(idleTimeout.toMillis(), "idleTimeout in ms");
        requirePositive(writeTimeout.toMillis(), "writeTimeout in ms");
        requirePositive(minBytesPerSecond, "minBytesPerSecond");
        requirePositive(maxUnreadResponseBytes, "maxUnreadResponseBytes");
        requirePositive(maxConnections, "maxConnections");
        requirePositive(maxConnectionsPerAddress, "maxConnectionsPerAddress");
        requirePositive(workers, "workers");
        requirePositive(maxStreams, "maxStreams");
        requirePositive(maxQueuedRequests, "maxQueuedRequests");
        requirePositive(requestTimeout.toMillis(), "requestTimeout in ms");
        requirePositive(stopTimeout.toMillis(), "stopTimeout in ms");
    }

    /**
     * 16 KiB of headers within 10 s, 1 MiB of body within 20 s or 1 TiB of a streamed one, 64 MiB of bodies in flight,
     * 24 MiB of them for one account, 75 s idle, at least 1 KiB/s over 20 s of sending and 30 s of reading, 64 MiB of
     * unread responses, 10,000 connections with 5,000 from one address, 48 workers with 32 for a token and 40 for an
     * account, a queue of 256 for 30 s, 48 streams with 16 for a token and 32 for an account, and 30 s to stop.
     */
    public static TransportLimits defaults() {
        return TransportLimitsBuilder.builder()
                .maxHeadBytes(16 * 1024)
                .maxBodyBytes(1024 * 1024)
                .maxStreamedBodyBytes(1L << 40)
                .maxBufferedBodyBytes(64L * 1024 * 1024)
                .maxBufferedBodyBytesPerAccount(24L * 1024 * 1024)
                .headTimeout(Duration.ofSeconds(10))
                .bodyTimeout(Duration.ofSeconds(20))
                .idleTimeout(Duration.ofSeconds(75))
                .writeTimeout(Duration.ofSeconds(30))
                .minBytesPerSecond(1024)
                .maxUnreadResponseBytes(64L * 1024 * 1024)
                .maxConnections(10_000)
                .maxConnectionsPerAddress(DEFAULT_CONNECTIONS_PER_ADDRESS)
                .trustedProxies(TrustedProxies.NONE)
                .corsOrigins(CorsOrigins.NONE)
                .workers(48)
                .workerShare(new Share(32, 40))
                .maxStreams(48)
                .streamShare(new Share(16, 32))
                .maxQueuedRequests(256)
                .requestTimeout(Duration.ofSeconds(30))
                .stopTimeout(Duration.ofSeconds(30))
                .build();
    }

    private static void requirePositive(long value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }
}
