package dev.docket.server.cli;

import dev.docket.api.model.RequesterType;
import dev.docket.persistence.accounts.TokenRow;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.security.Caller;
import dev.docket.server.security.TokenGrant;
import dev.docket.server.security.TokenRequester;
import dev.docket.server.security.Tokens;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Manages tokens directly in the database. Works while a server runs. */
@Command(name = "token", description = "Create, list and revoke API tokens.", mixinStandardHelpOptions = true)
final class TokenCommand implements Runnable {

    /** A hundred years. For longer, create a token that never expires. */
    private static final int MAX_DAYS = 36_500;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing command: token create, token list or token revoke");
    }

    @Command(
            name = "create",
            description = "Create a token and show its secret, only this once.",
            mixinStandardHelpOptions = true)
    int create(
            @Mixin DatabaseOptions options,
            @Option(names = "--name", required = true, description = "Its purpose.") String name,
            @Option(
                            names = "--account",
                            required = true,
                            split = ",",
                            description =
                                    "An account that it may use; may be repeated. '*': all accounts, also future ones.")
                    List<String> accounts,
            @Option(
                            names = "--permission",
                            split = ",",
                            description = "A permission; may be repeated. Default: all; those to manage accounts"
                                    + " only with --account '*'.")
                    @Nullable
                    List<String> permissions,
            @Option(
                            names = "--requester",
                            paramLabel = "TYPE:ID",
                            converter = RequesterConverter.class,
                            description = "The requester that it acts as and is bound to, such as merchant:1001 or"
                                    + " external:rosa@example.com. Default: none; it acts as an agent.")
                    @Nullable
                    TokenRequester requester,
            @Option(names = "--expires-in", paramLabel = "DAYS", description = "Days until it expires. Default: never.")
                    @Nullable
                    Integer days) {
        if (days != null && (days < 1 || days > MAX_DAYS)) {
            throw new WrongValueException("--expires-in (DOCKET_EXPIRES_IN) must be 1 to " + MAX_DAYS + " days");
        }
        Clock clock = Clock.systemUTC();
        return with(options, tokens -> {
            Tokens.NewToken token = tokens.create(new TokenGrant(
                    name,
                    requester,
                    List.of(),
                    permissions == null ? everythingIn(accounts, requester) : permissions,
                    accounts,
                    days == null ? null : clock.instant().plus(Duration.ofDays(days))));
            out().println(token.secret());
            return CommandLine.ExitCode.OK;
        });
    }

    @Command(name = "list", description = "List all tokens, without their secrets.", mixinStandardHelpOptions = true)
    int list(@Mixin DatabaseOptions options) {
        return with(options, tokens -> {
            tokens.list().forEach(token -> out().println(TerminalText.of(describe(token))));
            return CommandLine.ExitCode.OK;
        });
    }

    @Command(
            name = "revoke",
            description = "Revoke a token; every server rejects it within a second.",
            mixinStandardHelpOptions = true)
    int revoke(
            @Mixin DatabaseOptions options,
            @Parameters(paramLabel = "ID", description = "The id that token list shows.") UUID id) {
        return with(options, tokens -> {
            if (!tokens.revoke(id)) {
                throw new IllegalArgumentException("no active token has the id " + id);
            }
            out().println("revoked");
            return CommandLine.ExitCode.OK;
        });
    }

    private static List<String> everythingIn(List<String> accounts, @Nullable TokenRequester requester) {
        if (requester != null) {
            return Operations.permissionsForRequesters();
        }
        return accounts.contains(Caller.ALL_ACCOUNTS)
                ? Stream.of(Operations.permissions(), Operations.operatorPermissions())
                        .flatMap(List::stream)
                        .toList()
                : Operations.permissions();
    }

    private int with(DatabaseOptions options, Function<Tokens, Integer> work) {
        try (OpenDatabase open = OpenDatabase.besideServer(options)) {
            return work.apply(new Tokens(open.database(), Clock.systemUTC()));
        }
    }

    /** Parses a requester's type and id. */
    private static final class RequesterConverter implements ITypeConverter<TokenRequester> {

        @Override
        public TokenRequester convert(String spelling) {
            String[] parts = spelling.split(":", 2);
            if (parts.length < 2 || parts[1].isBlank()) {
                throw new TypeConversionException(
                        "'" + spelling + "' is not the type and id of a requester, such as merchant:1001");
            }
            try {
                return new TokenRequester(RequesterType.fromValue(parts[0]).toString(), parts[1]);
            } catch (IllegalArgumentException unknown) {
                throw new TypeConversionException("'" + parts[0] + "' is no type of requesters; use one of "
                        + Arrays.stream(RequesterType.values())
                                .map(RequesterType::toString)
                                .collect(Collectors.joining(", ")));
            }
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static String describe(TokenRow token) {
        return "%s  %s  %saccounts=%s%s permissions=%s created=%s expires=%s used=%s%s"
                .formatted(
                        token.id(),
                        token.name(),
                        token.requesterType() == null
                                ? ""
                                : "requester=" + new TokenRequester(token.requesterType(), token.requesterId()) + " ",
                        String.join(",", token.accounts()),
                        token.roles().isEmpty() ? "" : " roles=" + String.join(",", token.roles()),
                        String.join(",", token.permissions()),
                        token.createdAt(),
                        token.expiresAt() == null ? "never" : token.expiresAt(),
                        token.lastUsedAt() == null ? "never" : token.lastUsedAt(),
                        token.revokedAt() == null ? "" : " REVOKED " + token.revokedAt());
    }
}
