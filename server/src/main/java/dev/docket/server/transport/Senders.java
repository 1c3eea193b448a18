package dev.docket.server.transport;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.text.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.util.Header;
import org.jspecify.annotations.Nullable;

/**
 * The senders that the application has authenticated of late, by the headers that they sent. A request waits for a
 * worker before it is authenticated; so a client that makes up tokens or names foreign accounts is a guest, and shares
 * only what the guests of its address have. Thread-safe.
 */
final class Senders {

    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final Cache<ByteBuffer, Sender> known = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterAccess(REMEMBERED)
            .build();

    /** @return a digest of what the request says of its sender; null if it has no token */
    static @Nullable ByteBuffer credentials(Request request) {
        String authorization = request.getHeader(Header.Authorization);
        if (authorization == null) {
            return null;
        }
        MessageDigest digest = Sha256.digest();
        digest.update(authorization.getBytes(StandardCharsets.UTF_8));
        String account = request.getHeader(Operations.ACCOUNT_HEADER);
        if (account != null) {
            digest.update((byte) '\n');
            digest.update(account.getBytes(StandardCharsets.UTF_8));
        }
        return ByteBuffer.wrap(digest.digest());
    }

    /** @return a guest if these credentials are not known to be valid */
    Sender find(@Nullable ByteBuffer credentials, Network network) {
        Sender sender = credentials == null ? null : known.getIfPresent(credentials);
        return sender == null ? Sender.guest(network) : sender;
    }

    void remember(ByteBuffer credentials, Sender sender) {
        known.put(credentials, sender);
    }
}
