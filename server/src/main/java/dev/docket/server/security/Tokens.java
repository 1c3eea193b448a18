package dev.docket.server.security;

import com.fasterxml.uuid.Generators;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.accounts.TokenDao;
import dev.docket.persistence.accounts.TokenRow;
import dev.docket.persistence.accounts.TokenRowBuilder;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.server.concurrent.ReadCache;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.text.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * API tokens: {@code dkt_} and 256 random bits. Only the SHA-256 of a token is stored; with that much randomness it
 * needs neither salt nor stretching. Thread-safe.
 */
public final class Tokens {

    static final String PREFIX = "dkt_";
    public static final String FORM = "a token consists of dkt_ and 43 characters of A-Z a-z 0-9 _ -";

    private static final Pattern FORMAT = Pattern.compile("dkt_[A-Za-z0-9_-]{43}");

    /** How long a node may use what it read: a revocation takes effect everywhere within a second. */
    private static final Duration BELIEVED = Duration.ofMillis(500);

    private final Database database;
    private final Clock clock;
    private final KnownPermissions permissions;
    private final RequesterIds requesterIds;
    private final SecureRandom random = new SecureRandom();
    private final ReadCache<ByteBuffer, Optional<Caller>> known =
            new ReadCache<>(Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(BELIEVED));

    public Tokens(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.permissions = new KnownPermissions(database);
        this.requesterIds = new RequesterIds(database);
    }

    /** A new token and its secret, which is not stored and cannot be shown again. */
    public record NewToken(UUID id, String secret) {

        @Override
        public String toString() {
            return "NewToken[id=" + id + "]";
        }
    }

    /** Like {@link #create(TokenGrant)}, for an agent without roles. */
    public NewToken create(String name, List<String> permissions, List<String> accounts, @Nullable Instant expiresAt) {
        return create(new TokenGrant(name, List.of(), permissions, accounts, expiresAt));
    }

    /**
     * @throws IllegalArgumentException if one of the accounts or the requester does not exist, if no operation and no
     *     ticket type requires one of the permissions, or if one is only for tokens for all accounts and this token is
     *     not
     */
    public NewToken create(TokenGrant grant) {
        return create(grant, newSecret());
    }

    /**
     * Like {@link #create(TokenGrant)}, with a given secret of the same form. If a token had this secret before,
     * revoked or not, it is replaced by the new one.
     */
    public NewToken create(TokenGrant grant, String secret) {
        if (!isWellFormed(secret)) {
            throw new IllegalArgumentException(FORM);
        }
        requirePermissions(grant);
        requireRequester(grant);
        return database.write(grant.namedAccounts(), transaction -> {
            AccountDao accountDao = transaction.dao(AccountDao.class);
            for (String account : grant.namedAccounts()) {
                if (!accountDao.exists(account)) {
                    throw new IllegalArgumentException("the account '" + account + "' does not exist");
                }
            }
            return new NewToken(put(transaction, grant, secret), secret);
        });
    }

    /** Stores a token whose grant has been validated. */
    NewToken put(Transaction transaction, TokenGrant grant) {
        String secret = newSecret();
        return new NewToken(put(transaction, grant, secret), secret);
    }

    private UUID put(Transaction transaction, TokenGrant grant, String secret) {
        TokenRow token = TokenRowBuilder.builder()
                .id(Generators.timeBasedEpochGenerator().generate())
                .name(grant.name())
                .roles(grant.roles())
                .permissions(grant.permissions())
                .accounts(grant.accounts())
                .revision(1)
                .createdAt(clock.instant())
                .requesterType(
                        grant.requester() == null ? null : grant.requester().type())
                .requesterId(
                        grant.requester() == null ? null : grant.requester().id())
                .expiresAt(grant.expiresAt())
                .build();
        return transaction.dao(TokenDao.class).put(token, sha256(secret));
    }

    private String newSecret() {
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    public List<TokenRow> list() {
        return database.write(
                List.of(), transaction -> transaction.dao(TokenDao.class).list());
    }

    /** @return whether the token existed and was not revoked yet */
    public boolean revoke(UUID id) {
        return database.write(
                List.of(), transaction -> transaction.dao(TokenDao.class).revoke(id, clock.instant()) == 1);
    }

    /** The holder of {@code secret}; empty if it is unknown, expired or revoked. */
    public Optional<Caller> authenticate(String secret) {
        if (!FORMAT.matcher(secret).matches()) {
            return Optional.empty();
        }
        return known.get(ByteBuffer.wrap(sha256(secret)), this::read)
                .filter(caller -> caller.expiresAt() == null || clock.instant().isBefore(caller.expiresAt()));
    }

    private Caller holder(TokenRow token) {
        return new Caller(
                token.id(),
                token.name(),
                token.requesterType() == null
                        ? null
                        : requesterIds.bind(
                                token.accounts().get(0),
                                new TokenRequester(token.requesterType(), token.requesterId())),
                token.roles(),
                Set.copyOf(StandardRole.permissionsOf(token.roles(), token.permissions())),
                Set.copyOf(token.accounts()),
                token.expiresAt());
    }

    private Optional<Caller> read(ByteBuffer sha256) {
        Optional<TokenRow> row = database.write(List.of(), transaction -> {
            TokenDao dao = transaction.dao(TokenDao.class);
            Optional<TokenRow> token = dao.findBySecret(sha256.array()).filter(found -> found.revokedAt() == null);
            token.ifPresent(found -> dao.markUsed(found.id(), clock.instant()));
            return token;
        });
        return row.map(this::holder);
    }

    /** Whether {@code secret} has the form of a token: {@link #FORM}. */
    public static boolean isWellFormed(String secret) {
        return FORMAT.matcher(secret).matches();
    }

    private void requirePermissions(TokenGrant grant) {
        for (String permission : permissions.unknown(grant)) {
            throw new IllegalArgumentException("no operation and no ticket type requires the permission '" + permission
                    + "'; operations require " + String.join(", ", Operations.permissions()));
        }
        for (String permission : grant.permissions()) {
            if (KnownPermissions.isForOperators(permission) && !grant.isForAllAccounts()) {
                throw new IllegalArgumentException(
                        "the permission '" + permission + "' is only for tokens for all accounts ('*')");
            }
        }
    }

    private void requireRequester(TokenGrant grant) {
        TokenRequester requester = grant.requester();
        if (requester != null && !requesterIds.exists(grant.accounts().get(0), requester)) {
            throw new IllegalArgumentException(
                    "the account has no %s '%s'".formatted(requester.type(), requester.id()));
        }
    }

    static byte[] sha256(String secret) {
        return Sha256.digest().digest(secret.getBytes(StandardCharsets.US_ASCII));
    }
}
