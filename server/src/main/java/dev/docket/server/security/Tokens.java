package dev.docket.server.security;

import com.fasterxml.uuid.Generators;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.accounts.TokenDao;
import dev.docket.persistence.accounts.TokenRow;
import dev.docket.persistence.database.Database;
import dev.docket.server.http.Operations;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * API tokens: {@code dkt_} and 256 random bits. Only the SHA-256 of a token is stored; with that much randomness it needs
 * neither salt nor stretching. Thread-safe.
 */
public final class Tokens {

    private static final String PREFIX = "dkt_";
    private static final Pattern FORMAT = Pattern.compile("dkt_[A-Za-z0-9_-]{43}");

    /** How long a node may believe what it read: revoking is in force everywhere within a second. */
    private static final Duration BELIEVED = Duration.ofMillis(500);

    private final Database database;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Cache<ByteBuffer, Optional<TokenRow>> known =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(BELIEVED).build();

    public Tokens(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A token and its secret, which is not stored and cannot be shown again. */
    public record NewToken(UUID id, String secret) {

        @Override
        public String toString() {
            return "NewToken[id=" + id + "]";
        }
    }

    /**
     * @param expiresAt null: never
     * @throws IllegalArgumentException if one of the accounts does not exist, or a permission is none of the contract's
     */
    public NewToken create(String name, List<String> permissions, List<String> accounts, @Nullable Instant expiresAt) {
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        return create(name, secret, permissions, accounts, expiresAt);
    }

    /**
     * Like {@link #create(String, List, List, Instant)}, with a secret of the same form that is known already. If a token had
     * it before, revoked or not, that becomes this one.
     */
    public NewToken create(
            String name, String secret, List<String> permissions, List<String> accounts, @Nullable Instant expiresAt) {
        requireFormat(secret);
        requirePermissions(permissions);
        TokenRow token = new TokenRow(
                Generators.timeBasedEpochGenerator().generate(),
                name,
                permissions,
                accounts,
                clock.instant(),
                expiresAt,
                null,
                null);
        UUID id = database.write(accounts, transaction -> {
            AccountDao accountDao = transaction.dao(AccountDao.class);
            for (String account : accounts) {
                if (accountDao.find(account).isEmpty()) {
                    throw new IllegalArgumentException("there is no account '" + account + "'");
                }
            }
            return transaction.dao(TokenDao.class).put(token, sha256(secret));
        });
        return new NewToken(id, secret);
    }

    public List<TokenRow> list() {
        return database.write(
                List.of(), transaction -> transaction.dao(TokenDao.class).list());
    }

    /** @return whether there was such a token, not yet revoked */
    public boolean revoke(UUID id) {
        return database.write(
                List.of(), transaction -> transaction.dao(TokenDao.class).revoke(id, clock.instant()) == 1);
    }

    /** Who holds {@code secret}; empty if it is unknown, expired or revoked. */
    public Optional<Caller> authenticate(String secret) {
        if (!FORMAT.matcher(secret).matches()) {
            return Optional.empty();
        }
        return known.get(ByteBuffer.wrap(sha256(secret)), this::read)
                .filter(token -> token.expiresAt() == null || clock.instant().isBefore(token.expiresAt()))
                .map(token -> new Caller(
                        token.id(), token.name(), Set.copyOf(token.permissions()), Set.copyOf(token.accounts())));
    }

    private Optional<TokenRow> read(ByteBuffer sha256) {
        return database.write(List.of(), transaction -> {
            TokenDao dao = transaction.dao(TokenDao.class);
            Optional<TokenRow> token = dao.findBySecret(sha256.array()).filter(found -> found.revokedAt() == null);
            token.ifPresent(found -> dao.markUsed(found.id(), clock.instant()));
            return token;
        });
    }

    /** @throws IllegalArgumentException if {@code secret} has not the form of a token */
    public static void requireFormat(String secret) {
        if (!FORMAT.matcher(secret).matches()) {
            throw new IllegalArgumentException("a token is dkt_ and 43 characters of A-Z a-z 0-9 _ -");
        }
    }

    private static void requirePermissions(Collection<String> permissions) {
        for (String permission : permissions) {
            if (!Operations.permissions().contains(permission)) {
                throw new IllegalArgumentException("no operation asks for the permission '" + permission
                        + "'; there are " + String.join(", ", Operations.permissions()));
            }
        }
    }

    private static byte[] sha256(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
