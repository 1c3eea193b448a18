package dev.docket.server;

import dev.docket.persistence.database.Database;
import dev.docket.server.security.AccountFilter;
import dev.docket.server.security.AuthenticationFilter;
import dev.docket.server.security.Callers;
import dev.docket.server.security.KnownAccounts;
import dev.docket.server.security.OidcTokens;
import dev.docket.server.security.PermissionFilter;
import dev.docket.server.security.RateLimit;
import dev.docket.server.security.RequesterFilter;
import dev.docket.server.security.SenderFilter;
import dev.docket.server.security.Tokens;
import java.time.Clock;
import java.util.List;

/** What every request passes before a resource: its token, the rate limit, access to its account, and its shares. */
record Guards(Callers callers, RateLimit rateLimit, KnownAccounts accounts, Database database) {

    static Guards create(ServerSettings settings, Database database, Tokens tokens, Clock clock) {
        KnownAccounts accounts = new KnownAccounts(database);
        OidcTokens oidcTokens =
                settings.oidc() == null ? null : new OidcTokens(settings.oidc(), database, accounts, clock);
        Callers callers = new Callers(tokens, oidcTokens, settings.rateLimits(), clock);
        return new Guards(callers, new RateLimit(settings.rateLimits(), clock), accounts, database);
    }

    /** New instances for each application, because Jersey injects into them. */
    List<Object> filters() {
        return List.of(
                new AuthenticationFilter(callers),
                new RequesterFilter(database),
                new RequesterFilter.Release(database),
                rateLimit,
                new PermissionFilter(),
                new AccountFilter(accounts),
                new SenderFilter());
    }
}
