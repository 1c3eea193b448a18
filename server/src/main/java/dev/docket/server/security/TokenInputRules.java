package dev.docket.server.security;

import dev.docket.api.model.ActsAs;
import dev.docket.api.model.RequesterType;
import dev.docket.api.model.RoleName;
import dev.docket.api.model.TokenInput;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.Violations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Validates the input for a new token. Thread-safe. */
final class TokenInputRules {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final KnownPermissions permissions;
    private final RequesterIds requesters;
    private final Clock clock;

    TokenInputRules(KnownPermissions permissions, RequesterIds requesters, Clock clock) {
        this.permissions = permissions;
        this.requesters = requesters;
        this.clock = clock;
    }

    /**
     * @param account that the token is for if {@code input} names no account
     * @throws ProblemException 400 with every violation in {@code input}
     */
    TokenGrant grant(String account, TokenInput input) {
        List<Violation> violations = new ArrayList<>(checkRequester(account, input));
        TokenGrant grant = new TokenGrant(
                input.getName(),
                violations.isEmpty() && input.getRequesterType() != null
                        ? new TokenRequester(input.getRequesterType().toString(), input.getRequesterId())
                        : null,
                input.getRoles().stream().map(RoleName::toString).toList(),
                input.getPermissions(),
                List.of(input.getAccounts() == null ? account : Caller.ALL_ACCOUNTS),
                input.getExpiresAt());
        if (grant.roles().isEmpty() && grant.permissions().isEmpty()) {
            violations.add(
                    Violations.inBody("/permissions", ViolationCode.REQUIRED, "must be given unless roles are given"));
        }
        violations.addAll(checkPermissions(input.getPermissions(), grant));
        checkExpiry(grant.expiresAt(), violations);
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        return grant;
    }

    private List<Violation> checkRequester(String account, TokenInput input) {
        boolean isRequester = input.getActsAs() == ActsAs.REQUESTER;
        List<Violation> violations = new ArrayList<>();
        checkGiven("/requesterType", input.getRequesterType(), isRequester, violations);
        checkGiven("/requesterId", input.getRequesterId(), isRequester, violations);
        if (isRequester && input.getAccounts() != null) {
            violations.add(Violations.inBody(
                    "/accounts",
                    ViolationCode.CONTRADICTION,
                    "must be absent for a requester, who belongs to the account of x-account-id"));
        }
        if (isRequester && violations.isEmpty()) {
            TokenRequester requester =
                    new TokenRequester(input.getRequesterType().toString(), input.getRequesterId());
            if (!requesters.exists(account, requester)) {
                violations.add(
                        input.getRequesterType() == RequesterType.EXTERNAL
                                ? Violations.inBody(
                                        "/requesterId",
                                        ViolationCode.INVALID_FORMAT,
                                        "must be the email address of the external requester")
                                : Violations.unknown("/requesterId", requester.type(), requester.id()));
            }
        }
        return violations;
    }

    private static void checkGiven(
            String pointer, @Nullable Object value, boolean isRequester, List<Violation> violations) {
        if (isRequester && value == null) {
            violations.add(Violations.inBody(
                    pointer, ViolationCode.REQUIRED, "must be given for a token that acts as a requester"));
        } else if (!isRequester && value != null) {
            violations.add(Violations.inBody(
                    pointer, ViolationCode.CONTRADICTION, "is only for a token that acts as a requester"));
        }
    }

    private List<Violation> checkPermissions(List<String> given, TokenGrant grant) {
        Set<String> unknown = permissions.unknown(grant);
        List<Violation> violations = new ArrayList<>();
        for (int at = 0; at < given.size(); at++) {
            String permission = given.get(at);
            if (unknown.contains(permission)) {
                violations.add(Violations.inBody(
                        "/permissions/" + at,
                        ViolationCode.UNKNOWN_VALUE,
                        "no operation and no ticket type requires the permission '" + permission + "'"));
            } else if (KnownPermissions.isForOperators(permission) && !grant.isForAllAccounts()) {
                violations.add(Violations.inBody(
                        "/permissions/" + at,
                        ViolationCode.CONTRADICTION,
                        "is only for tokens for all accounts: accounts must be [\"*\"]"));
            }
        }
        return violations;
    }

    private void checkExpiry(@Nullable Instant expiresAt, List<Violation> violations) {
        Instant now = clock.instant();
        if (expiresAt != null && (!expiresAt.isAfter(now) || expiresAt.isAfter(now.plus(LONGEST)))) {
            violations.add(Violations.inBody(
                    "/expiresAt", ViolationCode.OUT_OF_RANGE, "must be in the future, at most 36500 days from now"));
        }
    }
}
