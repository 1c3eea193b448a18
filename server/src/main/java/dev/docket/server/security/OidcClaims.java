package dev.docket.server.security;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.docket.api.model.ActsAs;
import dev.docket.api.model.RequesterType;
import dev.docket.server.concurrent.ReadCache;
import dev.docket.server.http.json.UnstorableText;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a caller of the claims of a token with a valid signature. Unknown accounts, roles and permissions are ignored,
 * since an issuer has scopes and roles of its own. Thread-safe.
 */
final class OidcClaims {

    private static final int MAX_NAME = 255;
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern PERMISSION = Pattern.compile("(?=.{3,64}$)[a-z][a-z0-9-]*:[a-z0-9-]+");

    /** The type and the id of a requester. */
    private static final Pattern REQUESTER = Pattern.compile("("
            + Arrays.stream(RequesterType.values()).map(RequesterType::toString).collect(Collectors.joining("|"))
            + "):(.{1,255})");

    /** How long a node may use what it read about accounts and permissions; tokens are used many times. */
    private static final Duration BELIEVED = Duration.ofSeconds(5);

    private final OidcSettings settings;
    private final KnownPermissions permissions;
    private final RequesterIds requesters;
    private final KnownAccounts accounts;
    private final NameBasedGenerator ids = Generators.nameBasedGenerator(NameBasedGenerator.NAMESPACE_URL);
    private final ReadCache<Rights, Rights> existing =
            new ReadCache<>(Caffeine.newBuilder().maximumSize(1_000).expireAfterWrite(BELIEVED));

    private record Rights(Set<String> accounts, Set<String> roles, Set<String> permissions) {}

    OidcClaims(OidcSettings settings, KnownPermissions permissions, RequesterIds requesters, KnownAccounts accounts) {
        this.settings = settings;
        this.permissions = permissions;
        this.requesters = requesters;
        this.accounts = accounts;
    }

    /** The caller; empty if the claims do not identify one in a form that can be stored. */
    Optional<Caller> caller(JWTClaimsSet claims) {
        String subject = claims.getSubject();
        if (!isName(subject)) {
            return Optional.empty();
        }
        Rights rights = existing.get(
                new Rights(
                        texts(claims, settings.accountsClaim()),
                        texts(claims, settings.rolesClaim()),
                        texts(claims, settings.permissionsClaim())),
                this::existing);
        boolean isRequester = isRequester(claims.getClaim(settings.actsAsClaim()));
        Optional<CallerRequester> requester = isRequester ? requester(claims, rights) : Optional.empty();
        if (isRequester && requester.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Caller(
                id(subject),
                Stream.of("name", "preferred_username")
                        .map(claims::getClaim)
                        .filter(OidcClaims::isName)
                        .map(String.class::cast)
                        .findFirst()
                        .orElse(subject),
                requester.orElse(null),
                rights.roles().stream().sorted().toList(),
                rights.permissions(),
                rights.accounts(),
                claims.getExpirationTime().toInstant()));
    }

    /** An id that is the same for all tokens of a subject and different for other subjects. */
    private UUID id(String subject) {
        return ids.generate(settings.issuer() + " " + subject);
    }

    private static boolean isName(@Nullable Object claim) {
        return claim instanceof String name
                && !name.isBlank()
                && name.length() <= MAX_NAME
                && UnstorableText.isStorable(name);
    }

    /** An unknown value counts as {@code requester}, the less privileged one. */
    private static boolean isRequester(@Nullable Object claim) {
        return claim != null && !claim.equals(ActsAs.AGENT.toString());
    }

    /** The requester that the claims name; empty if they name none, or not exactly one account. */
    private Optional<CallerRequester> requester(JWTClaimsSet claims, Rights rights) {
        if (rights.accounts().size() != 1
                || rights.accounts().contains(Caller.ALL_ACCOUNTS)
                || !(claims.getClaim(settings.requesterClaim()) instanceof String named)) {
            return Optional.empty();
        }
        Matcher parts = REQUESTER.matcher(named);
        if (!parts.matches() || !UnstorableText.isStorable(named)) {
            return Optional.empty();
        }
        String account = rights.accounts().iterator().next();
        TokenRequester requester = new TokenRequester(parts.group(1), parts.group(2));
        return requesters.exists(account, requester)
                ? Optional.of(requesters.bind(account, requester))
                : Optional.empty();
    }

    /** The values of a claim: space-separated text (RFC 8693), or a list of strings or integers. */
    private static Set<String> texts(JWTClaimsSet claims, String name) {
        Object claim = claims.getClaim(name);
        Stream<?> entries = claim instanceof Collection<?> list ? list.stream() : Stream.ofNullable(claim);
        return entries.filter(entry -> entry instanceof String || entry instanceof Long || entry instanceof Integer)
                .flatMap(entry -> Arrays.stream(entry.toString().split(" ")))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private Rights existing(Rights claimed) {
        boolean isForAll = claimed.accounts().contains(Caller.ALL_ACCOUNTS);
        Set<String> granted = isForAll
                ? Set.of(Caller.ALL_ACCOUNTS)
                : claimed.accounts().stream()
                        .filter(account -> ACCOUNT.matcher(account).matches() && accounts.exists(account))
                        .collect(Collectors.toUnmodifiableSet());
        Set<String> roles = claimed.roles().stream()
                .filter(role -> StandardRole.of(role).isPresent())
                .collect(Collectors.toUnmodifiableSet());
        List<String> named = claimed.permissions().stream()
                .filter(permission -> PERMISSION.matcher(permission).matches())
                .filter(permission -> isForAll || !KnownPermissions.isForOperators(permission))
                .toList();
        TreeSet<String> known = StandardRole.permissionsOf(List.of(), named);
        known.removeAll(permissions.unknown(new TokenGrant("", List.of(), named, List.copyOf(granted), null)));
        return new Rights(granted, roles, Set.copyOf(StandardRole.permissionsOf(roles, known)));
    }
}
