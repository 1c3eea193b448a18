package dev.docket.server.idempotency;

import dev.docket.server.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;

/**
 * A request with an idempotency key.
 *
 * @param account that it is for; {@code *} if it is for none
 * @param caller the owner of the key: the same key of another caller is a different key
 * @param fingerprint the SHA-256 of the request
 */
public record KeyedRequest(String account, UUID caller, String key, byte[] fingerprint) {

    /** A copy whose fingerprint also covers {@code more}, for bodies whose bytes alone do not identify the request. */
    public KeyedRequest asking(Object... more) {
        MessageDigest digest = Sha256.digest();
        digest.update(fingerprint);
        for (Object part : more) {
            digest.update((byte) 0);
            digest.update(String.valueOf(part).getBytes(StandardCharsets.UTF_8));
        }
        return new KeyedRequest(account, caller, key, digest.digest());
    }

    /** The hash of the key, for storage. */
    public byte[] keyHash() {
        return Sha256.digest().digest(key.getBytes(StandardCharsets.US_ASCII));
    }
}
