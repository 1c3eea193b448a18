package dev.docket.server.idempotency;

import dev.docket.server.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;

/**
 * A request that came with an idempotency key.
 *
 * @param account that it is for; {@code *} if it is for none
 * @param caller whose key it is: another one's is another key
 * @param fingerprint the SHA-256 of what it asks for
 */
public record KeyedRequest(String account, UUID caller, String key, byte[] fingerprint) {

    /** The same, which asks for this besides: what its body means, when that is not known by its bytes. */
    public KeyedRequest asking(Object... more) {
        MessageDigest digest = Sha256.digest();
        digest.update(fingerprint);
        for (Object part : more) {
            digest.update((byte) 0);
            digest.update(String.valueOf(part).getBytes(StandardCharsets.UTF_8));
        }
        return new KeyedRequest(account, caller, key, digest.digest());
    }

    /** What is stored of the key. */
    public byte[] keyHash() {
        return Sha256.digest().digest(key.getBytes(StandardCharsets.US_ASCII));
    }
}
