package dev.docket.server.cli;

import dev.docket.persistence.accounts.TokenRow;
import dev.docket.persistence.database.Database;
import dev.docket.server.demo.DemoData;
import dev.docket.server.demo.DemoTicket;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.security.TokenGrant;
import dev.docket.server.security.Tokens;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prepares a server for a demo, and prints how to try it. */
final class Demo {

    /** Of no other token: the one that has this name is revoked at each start. */
    private static final String TOKEN_NAME = "docket serve --demo";

    private static final Duration TOKEN_LIFETIME = Duration.ofDays(1);

    private final Database database;
    private final Clock clock;

    Demo(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What to print; the only place where the token is ever printed. */
    record Ready(String token) {

        void print(URI uri, PrintWriter out) {
            out.println();
            out.println("  Docs   " + uri.resolve("/docs") + "   (Try it: Authorize with the token, then Execute)");
            out.println("  Token  " + token + "   (expires in a day)");
            out.println("  Try    " + curl(uri));
            out.println();
        }

        private String curl(URI uri) {
            return "curl -i " + uri.resolve("/tickets")
                    + " -H 'Authorization: Bearer " + token + "'"
                    + " -H 'x-account-id: " + DemoData.ACCOUNT + "'"
                    + " -H 'Content-Type: application/json'"
                    + " -d '{\"ticketTypeId\": \"terminal-support\", \"subject\": \"Card reader shows error 42\","
                    + " \"description\": \"It stops after the tip screen.\", \"category\": \"technical\","
                    + " \"source\": \"phone\", \"requesterId\": \"1001\", \"requesterType\": \"merchant\"}'";
        }

        @Override
        public String toString() {
            return "Ready[]";
        }
    }

    /** Allows only loopback addresses: the demo prints its token on the terminal, so it is for this machine only. */
    static void requireLoopback(InetAddress address) {
        if (!address.isLoopbackAddress()) {
            throw new WrongValueException(
                    "--demo serves on loopback addresses only; leave --host (DOCKET_HOST) out, or --demo");
        }
    }

    /** Checks the token before anything is started. */
    static void requireToken(@Nullable String token) {
        if (token != null && !Tokens.isWellFormed(token)) {
            throw new WrongValueException("--demo-token (DOCKET_DEMO_TOKEN): " + Tokens.FORM);
        }
    }

    /** @param token the token to use; null: a new one */
    Ready prepare(@Nullable String token) {
        DemoData.load(database, clock.instant());
        DemoTicket.load(database, clock);
        revokeToken();
        TokenGrant grant = new TokenGrant(
                TOKEN_NAME,
                List.of(),
                Operations.permissions(),
                List.of(DemoData.ACCOUNT),
                clock.instant().plus(TOKEN_LIFETIME));
        Tokens tokens = new Tokens(database, clock);
        Tokens.NewToken prepared = token == null ? tokens.create(grant) : tokens.create(grant, token);
        return new Ready(prepared.secret());
    }

    /** Revokes the token of an earlier demo on this database. */
    void revokeToken() {
        Tokens tokens = new Tokens(database, clock);
        tokens.list().stream()
                .filter(former -> former.name().equals(TOKEN_NAME) && former.revokedAt() == null)
                .map(TokenRow::id)
                .forEach(tokens::revoke);
    }
}
