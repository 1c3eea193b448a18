package dev.docket.server.security;

import dev.docket.api.model.CreatedToken;
import dev.docket.api.model.Me;
import dev.docket.api.model.QuotaName;
import dev.docket.api.model.RequesterType;
import dev.docket.api.model.RoleName;
import dev.docket.api.model.Token;
import dev.docket.api.model.TokenInput;
import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.accounts.TokenDao;
import dev.docket.persistence.accounts.TokenRow;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.EntityTags;
import dev.docket.server.http.rest.Page;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.quotas.Quotas;
import jakarta.ws.rs.core.EntityTag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lets callers look up themselves and manage tokens through the API. Thread-safe. */
final class Access {

    private static final AccessMapper MAPPER = AccessMapper.INSTANCE;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Database database;
    private final Tokens tokens;
    private final TokenInputRules rules;
    private final Quotas quotas;
    private final Clock clock;

    public Access(Database database, Tokens tokens, Quotas quotas, Clock clock) {
        this.database = database;
        this.quotas = quotas;
        this.tokens = tokens;
        this.rules = new TokenInputRules(new KnownPermissions(database), new RequesterIds(database), clock);
        this.clock = clock;
    }

    public Me describe(Caller caller) {
        Set<String> accounts = caller.hasAllAccounts() ? Set.of() : caller.accounts();
        TokenRequester requester =
                caller.requester() == null ? null : caller.requester().named();
        return database.read(
                accounts,
                transaction -> new Me()
                        .tokenId(caller.tokenId())
                        .name(caller.name())
                        .actsAs(caller.actsAs())
                        .requesterType(requester == null ? null : RequesterType.fromValue(requester.type()))
                        .requesterId(requester == null ? null : requester.id())
                        .roles(caller.roles().stream().map(RoleName::fromValue).toList())
                        .permissions(List.copyOf(new TreeSet<>(caller.permissions())))
                        .allAccounts(caller.hasAllAccounts())
                        .accounts(transaction.dao(AccountDao.class).list(List.copyOf(accounts)).stream()
                                .map(MAPPER::toNamedAccount)
                                .toList())
                        .expiresAt(caller.expiresAt()));
    }

    /**
     * @throws ProblemException 400 with every violation in {@code input}; 403 if it grants more than the caller has;
     *     409 if the account's quota of tokens is used up
     */
    public Versioned<CreatedToken> create(String account, TokenInput input, Caller caller) {
        TokenGrant grant = rules.grant(account, input);
        requireOwn(grant, caller);
        return ConfigurationLock.change(database, account, transaction -> {
            if (!grant.isForAllAccounts()) {
                quotas.requireRoom(transaction, account, QuotaName.TOKENS);
            }
            Tokens.NewToken created = tokens.put(transaction, grant);
            TokenRow row = transaction.dao(TokenDao.class).find(created.id()).orElseThrow();
            return new Versioned<>(MAPPER.toCreatedToken(row, created.secret()), tag(row));
        });
    }

    /**
     * Rejects a grant of permissions that the caller does not have. A caller who may write ticket types may also grant
     * permissions that only ticket types require, since it could remove the requirement anyway.
     */
    private static void requireOwn(TokenGrant grant, Caller caller) {
        if (grant.isForAllAccounts() && !caller.hasAllAccounts()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "only a token for all accounts can create a token for all accounts");
        }
        requireNoLonger(grant, caller);
        List<String> missing = grant.allPermissions().stream()
                .filter(permission -> !caller.has(permission))
                .filter(permission -> !KnownPermissions.isOwn(permission) || !caller.has("ticket-types:write"))
                .toList();
        if (!missing.isEmpty()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "the token cannot grant permissions that it does not have: " + String.join(", ", missing));
        }
    }

    /** Without this rule, the holder of a token for an hour could make it last forever. */
    private static void requireNoLonger(TokenGrant grant, Caller caller) {
        Instant end = caller.expiresAt();
        if (end != null && (grant.expiresAt() == null || grant.expiresAt().isAfter(end))) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "a token that expires can create only tokens that expire no later: expiresAt must not be after "
                            + end);
        }
    }

    /** The tokens of the account that are for no other accounts than the caller's, ordered by id. */
    public Page<Token> list(
            String account, Caller caller, @Nullable String cursor, int pageSize, boolean includeTotal) {
        UUID after = Page.after(cursor, BEFORE_ALL, key -> UUID.fromString(key.get(0)));
        return database.read(account, transaction -> {
            TokenDao dao = transaction.dao(TokenDao.class);
            return Page.of(
                            dao.list(account, caller.accounts(), after, pageSize + 1),
                            pageSize,
                            row -> List.of(row.id().toString()),
                            includeTotal ? dao.count(account, caller.accounts()) : null)
                    .map(MAPPER::toToken);
        });
    }

    /** @throws ProblemException 404 if the list would not contain it */
    public Versioned<Token> read(String account, UUID id, Caller caller) {
        return database.read(account, transaction -> {
            TokenRow row = find(transaction, account, id, caller);
            return new Versioned<>(MAPPER.toToken(row), tag(row));
        });
    }

    /**
     * Revokes a token; revoking it again has no effect.
     *
     * @throws ProblemException 404 if the list would not show it; 412
     */
    public void revoke(String account, UUID id, @Nullable String ifMatch, Caller caller) {
        database.write(account, transaction -> {
            EntityTags.requireMatch(
                    ifMatch, find(transaction, account, id, caller).revision());
            return transaction.dao(TokenDao.class).revoke(id, clock.instant());
        });
    }

    private static TokenRow find(Transaction transaction, String account, UUID id, Caller caller) {
        return transaction
                .dao(TokenDao.class)
                .find(id)
                .filter(token ->
                        isOf(token, account) && token.accounts().stream().allMatch(caller::mayUse))
                .orElseThrow(
                        () -> new ProblemException(ProblemType.NOT_FOUND, "this account has no token '" + id + "'"));
    }

    private static boolean isOf(TokenRow token, String account) {
        return token.accounts().contains(account) || token.accounts().contains(Caller.ALL_ACCOUNTS);
    }

    /** The last use is part of the tag: it is shown, although a use is not a change. */
    private static EntityTag tag(TokenRow row) {
        return row.lastUsedAt() == null
                ? EntityTags.of(row.revision())
                : EntityTags.of(row.revision(), Long.toString(row.lastUsedAt().toEpochMilli()));
    }
}
