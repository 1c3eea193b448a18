package dev.docket.server.idempotency;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.idempotency.IdempotencyKeyDao;
import dev.docket.persistence.idempotency.IdempotencyKeyRow;
import dev.docket.server.http.json.JsonMappers;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
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

    private static final String REPLAYED = "Idempotency-Replayed";

    private final Database database;
    private final ObjectMapper json;
    private final Clock clock;

    /** @param json how responses of the contract are written */
    public IdempotencyKeys(Database database, ObjectMapper json, Clock clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Responds with the result of {@code work}, or with the stored response if the request was sent before.
     *
     * @param request null if it has no key; then it is always executed
     * @throws ProblemException 409 while a request with the same key is processed; 422 if a different request had the
     *     key
     */
    public Response once(@Nullable KeyedRequest request, Supplier<Response> work) {
        if (request == null) {
            return work.get();
        }
        return database.together(request.account(), transaction -> {
            IdempotencyKeyDao dao = transaction.dao(IdempotencyKeyDao.class);
            Instant now = clock.instant();
            return take(dao, request, now)
                    .map(stored -> replay(stored, request))
                    .orElseGet(() -> store(transaction, request, now, work.get()));
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

    private static Response replay(IdempotencyKeyRow stored, KeyedRequest request) {
        if (!MessageDigest.isEqual(stored.fingerprint(), request.fingerprint())) {
            throw new ProblemException(
                    ProblemType.IDEMPOTENCY_KEY_REUSED,
                    "this Idempotency-Key was used for another request within 24 hours; use a unique key per request");
        }
        byte[] body = new AnswerCipher(request).open(stored.answer());
        return answer(body, stored.etag(), stored.location())
                .header(REPLAYED, "true")
                .build();
    }

    private Response store(Transaction transaction, KeyedRequest request, Instant now, Response answer) {
        byte[] body = JsonMappers.bytes(json, answer.getEntity());
        IdempotencyKeyRow row = row(request, now, answer, body);
        put(transaction, List.of(row));
        return answer(body, row.etag(), row.location()).build();
    }

    /**
     * Stores responses in {@code transaction}, for requests that have not run within {@link #once}.
     *
     * @throws KeyUsedException if one of the keys has been used meanwhile
     */
    public void store(Transaction transaction, Map<KeyedRequest, Response> answers) {
        Instant now = clock.instant();
        put(
                transaction,
                answers.entrySet().stream()
                        .map(answer -> row(
                                answer.getKey(),
                                now,
                                answer.getValue(),
                                JsonMappers.bytes(json, answer.getValue().getEntity())))
                        .toList());
    }

    private static void put(Transaction transaction, List<IdempotencyKeyRow> rows) {
        int[] stored = transaction.dao(IdempotencyKeyDao.class).put(rows);
        if (IntStream.of(stored).sum() < rows.size()) {
            throw new KeyUsedException();
        }
    }

    private static IdempotencyKeyRow row(KeyedRequest request, Instant now, Response answer, byte[] body) {
        return new IdempotencyKeyRow(
                request.account(),
                request.caller(),
                request.keyHash(),
                request.fingerprint(),
                answer.getHeaderString(HttpHeaders.ETAG),
                answer.getHeaderString(HttpHeaders.LOCATION),
                new AnswerCipher(request).close(body),
                now);
    }

    private static Response.ResponseBuilder answer(byte[] body, @Nullable String etag, @Nullable String location) {
        Response.ResponseBuilder answer = Response.ok(body, MediaType.APPLICATION_JSON_TYPE);
        if (etag != null) {
            answer.header(HttpHeaders.ETAG, etag);
        }
        return location == null ? answer : answer.location(URI.create(location));
    }
}
