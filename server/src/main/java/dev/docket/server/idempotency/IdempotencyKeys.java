package dev.docket.server.idempotency;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.idempotency.IdempotencyKeyDao;
import dev.docket.persistence.idempotency.IdempotencyKeyRow;
import dev.docket.persistence.idempotency.IdempotencyKeyRowBuilder;
import dev.docket.server.http.json.JsonMappers;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Versioned;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Executes a request once, however often it is sent: the response is stored in the one transaction of everything the
 * request does, and returned again. A rejected request changed nothing; its response is not stored, and it may be
 * retried. Thread-safe.
 */
public final class IdempotencyKeys {

    /** How long responses are kept. */
    public static final Duration KEPT = Duration.ofHours(24);

    private final Database database;
    private final ObjectMapper json;
    private final Clock clock;

    /** @param json how responses of the contract are written */
    public IdempotencyKeys(Database database, ObjectMapper json, Clock clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    /** How a response of the contract is stored and sent. */
    public RenderedResponse render(Response response) {
        return new RenderedResponse(
                JsonMappers.bytes(json, response.getEntity()),
                response.getHeaderString(HttpHeaders.ETAG),
                response.getHeaderString(HttpHeaders.LOCATION),
                false);
    }

    /**
     * How the response to a creation is stored and sent.
     *
     * @param location of what was created, relative to the server
     */
    public RenderedResponse render(Versioned<?> created, String location) {
        return new RenderedResponse(JsonMappers.bytes(json, created.body()), created.etag(), location, false);
    }

    /**
     * Responds by {@code work}, or as it did when the request was sent before.
     *
     * @param request null if it has no key; then it is always executed
     * @throws ProblemException 409 while a request with the same key is processed, or if its response was erased; 422
     *     if a different request had the key
     */
    public RenderedResponse once(@Nullable KeyedRequest request, Supplier<RenderedResponse> work) {
        if (request == null) {
            return work.get();
        }
        return database.writeJoined(request.account(), transaction -> {
            IdempotencyKeyDao dao = transaction.dao(IdempotencyKeyDao.class);
            Instant now = clock.instant();
            return take(dao, request, now)
                    .map(stored -> replay(stored, request))
                    .orElseGet(() -> {
                        RenderedResponse response = work.get();
                        put(transaction, List.of(row(request, now, response)));
                        return response;
                    });
        });
    }

    private static Optional<IdempotencyKeyRow> take(IdempotencyKeyDao dao, KeyedRequest request, Instant now) {
        if (!dao.tryTake(request.account(), request.caller(), request.keyHash())) {
            throw new ProblemException(
                    ProblemType.IDEMPOTENCY_KEY_IN_USE,
                    "a request with this Idempotency-Key is still being processed; retry shortly",
                    Map.of(HttpHeaders.RETRY_AFTER, "1"));
        }
        Optional<IdempotencyKeyRow> stored = dao.find(request.account(), request.caller(), request.keyHash());
        if (stored.isPresent() && !stored.get().createdAt().plus(KEPT).isAfter(now)) {
            dao.delete(request.account(), request.caller(), request.keyHash());
            return Optional.empty();
        }
        return stored;
    }

    private static RenderedResponse replay(IdempotencyKeyRow stored, KeyedRequest request) {
        if (stored.answer() == null) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "the request with this Idempotency-Key was executed; its response was erased with the data that it"
                            + " showed, and it is not executed again");
        }
        if (!MessageDigest.isEqual(stored.fingerprint(), request.fingerprint())) {
            throw new ProblemException(
                    ProblemType.IDEMPOTENCY_KEY_REUSED,
                    "this Idempotency-Key was used for another request within 24 hours; use a unique key per request");
        }
        byte[] body = new AnswerCipher(request).open(stored.answer());
        return new RenderedResponse(body, stored.etag(), stored.location(), true);
    }

    /**
     * Stores responses in {@code transaction}, for requests that have not run within {@link #once}.
     *
     * @throws KeyUsedException if one of the keys has been used meanwhile
     */
    public void store(Transaction transaction, Map<KeyedRequest, RenderedResponse> responses) {
        Instant now = clock.instant();
        put(
                transaction,
                responses.entrySet().stream()
                        .map(response -> row(response.getKey(), now, response.getValue()))
                        .toList());
    }

    private static void put(Transaction transaction, List<IdempotencyKeyRow> rows) {
        int[] stored = transaction.dao(IdempotencyKeyDao.class).put(rows);
        if (IntStream.of(stored).sum() < rows.size()) {
            throw new KeyUsedException();
        }
    }

    private static IdempotencyKeyRow row(KeyedRequest request, Instant now, RenderedResponse response) {
        return IdempotencyKeyRowBuilder.builder()
                .accountId(request.account())
                .callerId(request.caller())
                .keyHash(request.keyHash())
                .fingerprint(request.fingerprint())
                .createdAt(now)
                .etag(response.etag())
                .location(response.location())
                .answer(new AnswerCipher(request).close(response.body()))
                .subject(response.subject())
                .build();
    }
}
