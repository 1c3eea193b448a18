package dev.docket.server.idempotency;

import dev.docket.server.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts a stored response so that only a holder of the idempotency key can read it (AES-256-GCM, NIST SP 800-38D):
 * it may contain personal data and the secret of a new token, which the database and its backups must not hold. Only as
 * strong as the key is hard to guess.
 */
final class AnswerCipher {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec secret;

    AnswerCipher(KeyedRequest request) {
        MessageDigest digest = Sha256.digest();
        digest.update("docket answer ".getBytes(StandardCharsets.US_ASCII));
        digest.update((request.caller() + " " + request.key()).getBytes(StandardCharsets.US_ASCII));
        this.secret = new SecretKeySpec(digest.digest(), "AES");
    }

    /** @return a nonce, then the ciphertext */
    byte[] close(byte[] content) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] sealed = apply(Cipher.ENCRYPT_MODE, nonce, content, 0);
        byte[] result = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, result, NONCE_BYTES, sealed.length);
        return result;
    }

    /** @throws IllegalStateException if it was not encrypted for this request, or has been altered */
    byte[] open(byte[] sealed) {
        return apply(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), sealed, NONCE_BYTES);
    }

    private byte[] apply(int mode, byte[] nonce, byte[] bytes, int from) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(bytes, from, bytes.length - from);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("a stored response cannot be decrypted", failure);
        }
    }
}
