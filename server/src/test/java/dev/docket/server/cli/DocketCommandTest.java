package dev.docket.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.DatabaseSettings;
import dev.docket.persistence.embedded.EmbeddedDatabase;
import dev.docket.persistence.testing.TestDatabase;
import dev.docket.server.cli.Terminal.Output;
import dev.docket.server.demo.DemoData;
import dev.docket.server.docs.Build;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command that serves where it should have refused would never end. */
class DocketCommandTest {

    /** With free ports, since those by default may be taken on this machine. */
    private static final Terminal TERMINAL =
            Terminal.plain().with("DOCKET_PORT", "0").with("DOCKET_MANAGEMENT_PORT", "0");

    private static final String DEVELOPMENT_VERSION =
            "the database has the migrations of a development version from before the first release, and cannot be"
                    + " migrated; start with a new data directory (--data-dir) or a new database";

    @Nested
    class Help {

        @Test
        void namesEveryCommand() {
            Output output = TERMINAL.run("--help");

            assertThat(output.exitCode()).isZero();
            assertThat(output.err()).isEmpty();
            assertThat(String.join("\n", output.out()))
                    .contains(
                            "Usage: docket [-hV] COMMAND",
                            "serve",
                            "migrate",
                            "token",
                            "account",
                            "health",
                            "DOCKET_DATA_DIR");
        }

        @ParameterizedTest
        @MethodSource("dev.docket.server.cli.DocketCommandTest#commands")
        void ofACommandDescribesEachOfItsOptionsAndParameters(String command) {
            CommandSpec spec = spec(command);

            Output output = TERMINAL.run((command + " --help").split(" "));

            assertThat(output.exitCode()).isZero();
            assertThat(output.err()).isEmpty();
            assertThat(output.out().get(0)).startsWith("Usage: docket " + command);
            assertThat(spec.usageMessage().description()).isNotEmpty();
            assertThat(spec.args()).allSatisfy(argument -> {
                assertThat(argument.description()).as(argument.toString()).isNotEmpty();
                assertThat(String.join("\n", output.out()))
                        .contains(argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel());
            });
        }

        @Test
        void hasTheVersionOfTheBuild() {
            Output output = TERMINAL.run("--version");

            assertThat(output.exitCode()).isZero();
            assertThat(output.out()).containsExactly("docket " + Build.version());
            assertThat(Build.version()).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
        }
    }

    @Nested
    class Environment {

        /** A value for every option; a new option needs a line here. */
        private static final Map<String, String> VALUES = Map.ofEntries(
                Map.entry("DOCKET_ACCOUNT", "2311"),
                Map.entry("DOCKET_ATTACHMENTS_BLOCKED_EXTENSIONS", "exe,js"),
                Map.entry("DOCKET_ATTACHMENTS_BLOCKED_TYPES", "image/svg+xml"),
                Map.entry("DOCKET_ATTACHMENTS_MAX_MEBIBYTES", "10"),
                Map.entry("DOCKET_ATTACHMENTS_S3_ACCESS_KEY", "key"),
                Map.entry("DOCKET_ATTACHMENTS_S3_BUCKET", "docket"),
                Map.entry("DOCKET_ATTACHMENTS_S3_ENDPOINT", "https://s3.example.com"),
                Map.entry("DOCKET_ATTACHMENTS_S3_PATH_STYLE", "true"),
                Map.entry("DOCKET_ATTACHMENTS_S3_REGION", "eu-central-1"),
                Map.entry("DOCKET_ATTACHMENTS_S3_SECRET_KEY", "secret"),
                Map.entry("DOCKET_CONNECTIONS_PER_ADDRESS", "600"),
                Map.entry("DOCKET_CORS_ORIGINS", "https://desk.example.com"),
                Map.entry("DOCKET_DATABASE_PASSWORD", "secret"),
                Map.entry("DOCKET_DATABASE_POOL_SIZE", "7"),
                Map.entry("DOCKET_DATABASE_URL", "jdbc:postgresql://db/docket"),
                Map.entry("DOCKET_DATABASE_USER", "docket_app"),
                Map.entry("DOCKET_DATA_DIR", "/srv/docket"),
                Map.entry("DOCKET_DEMO", "true"),
                Map.entry("DOCKET_DEMO_TOKEN", "dkt_demo"),
                Map.entry("DOCKET_EXPIRES_IN", "90"),
                Map.entry("DOCKET_HOST", "127.0.0.2"),
                Map.entry("DOCKET_LOG_FORMAT", "json"),
                Map.entry("DOCKET_MANAGEMENT_HOST", "127.0.0.3"),
                Map.entry("DOCKET_MANAGEMENT_PORT", "9091"),
                Map.entry("DOCKET_NAME", "nightly import"),
                Map.entry("DOCKET_OIDC_ACCOUNTS_CLAIM", "accounts"),
                Map.entry("DOCKET_OIDC_ACTS_AS_CLAIM", "part"),
                Map.entry("DOCKET_OIDC_AUDIENCE", "docket"),
                Map.entry("DOCKET_OIDC_ISSUER", "https://id.example.com"),
                Map.entry("DOCKET_OIDC_JWKS_URL", "https://id.example.com/keys"),
                Map.entry("DOCKET_OIDC_PERMISSIONS_CLAIM", "permissions"),
                Map.entry("DOCKET_OIDC_ROLES_CLAIM", "groups"),
                Map.entry("DOCKET_OTLP_ENDPOINT", "http://collector:4318"),
                Map.entry("DOCKET_PERMISSION", "tickets:create"),
                Map.entry("DOCKET_PORT", "9090"),
                Map.entry("DOCKET_QUOTAS", "users=500"),
                Map.entry("DOCKET_EVENTS_DAYS", "7"),
                Map.entry("DOCKET_RATE_LIMIT_BURST", "200"),
                Map.entry("DOCKET_RATE_LIMIT_FAILURES_PER_MINUTE", "30"),
                Map.entry("DOCKET_OIDC_REQUESTER_CLAIM", "customer"),
                Map.entry("DOCKET_RATE_LIMIT_PER_SECOND", "100"),
                Map.entry("DOCKET_REQUESTER", "merchant:1001"),
                Map.entry("DOCKET_STOP_WITH_PARENT", "true"),
                Map.entry("DOCKET_TICKET_PREFIX", "HC"),
                Map.entry("DOCKET_TRUSTED_PROXIES", "10.0.0.0/8"));

        static Stream<Arguments> options() {
            return commands()
                    .flatMap(command -> spec(command).options().stream()
                            .filter(option -> !option.usageHelp() && !option.versionHelp())
                            .map(option -> arguments(command, option.longestName())));
        }

        @ParameterizedTest
        @MethodSource("options")
        void givesEveryOptionThatIsNotOnTheCommandLine(String command, String option) {
            String variable = "DOCKET_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);

            Object value =
                    parse(new Terminal(VALUES), command).findOption(option).getValue();

            assertThat(VALUES).containsKey(variable);
            String shown = value instanceof List<?> list ? list.get(0).toString() : value.toString();
            assertThat(value instanceof Map ? shown.replaceAll("[{}]", "") : shown)
                    .isEqualTo(VALUES.get(variable));
        }

        @ParameterizedTest
        @MethodSource("options")
        void mayNameAFileWithTheValueOfEveryOption(String command, String option, @TempDir Path folder)
                throws IOException {
            Terminal fromFiles = Terminal.plain();
            for (Map.Entry<String, String> variable : VALUES.entrySet()) {
                Path file = Files.writeString(folder.resolve(variable.getKey()), variable.getValue() + "\n");
                fromFiles = fromFiles.with(variable.getKey() + "_FILE", file.toString());
            }

            assertThat(parse(fromFiles, command).findOption(option).<Object>getValue())
                    .hasToString(parse(new Terminal(VALUES), command)
                            .findOption(option)
                            .getValue()
                            .toString());
        }

        @Test
        void yieldsToTheCommandLine() {
            Terminal terminal = Terminal.plain().with("DOCKET_PORT", "9090");

            CommandSpec serve = parse(terminal, "serve --port 9999");

            assertThat(serve.findOption("--port").<Integer>getValue()).isEqualTo(9999);
        }

        @ParameterizedTest
        @ValueSource(strings = {"-hX", "-h", "-", "--help", "--port", "--port=1", "-x", "-1", "@file", "a b"})
        void mayGiveAPasswordThatBeginsWithADash(String password) {
            assertThat(parse(Terminal.plain().with("DOCKET_DATABASE_PASSWORD", password), "serve")
                            .findOption("--database-password")
                            .<String>getValue())
                    .isEqualTo(password);
            assertThat(Docket.commandLine(Map.of())
                            .parseArgs("serve", "--database-password=" + password)
                            .subcommand()
                            .matchedOptionValue("--database-password", ""))
                    .isEqualTo(password);
            assertThat(Docket.commandLine(Map.of())
                            .parseArgs("serve", "--database-password", password)
                            .subcommand()
                            .matchedOptionValue("--database-password", ""))
                    .isEqualTo(password);
        }

        @Test
        void thatIsWrongIsRefusedByTheNameOfTheVariable() {
            Output output = Terminal.plain().with("DOCKET_PORT", "abc").run("serve");

            assertThat(output.exitCode()).isEqualTo(2);
            assertThat(output.out()).isEmpty();
            assertThat(output.err())
                    .containsExactly(
                            "docket: Invalid value for option '--port': 'abc' is not an int (also DOCKET_PORT)");
        }

        private static CommandSpec parse(Terminal terminal, String command) {
            List<String> words = new ArrayList<>(List.of(command.split(" ")));
            switch (command) {
                case "token revoke" -> words.add(UUID.randomUUID().toString());
                case "account create" -> words.add("2311");
                default -> {
                    // No other command has a parameter.
                }
            }
            CommandLine.ParseResult result =
                    Docket.commandLine(terminal.environment()).parseArgs(words.toArray(String[]::new));
            while (result.hasSubcommand()) {
                result = result.subcommand();
            }
            return result.commandSpec();
        }
    }

    /** Each mistake is reported in one line that says how to fix it. */
    @Nested
    class Mistake {

        @TempDir
        private Path folder;

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                        ""                                       | 2 | missing command: serve, migrate, token, account or health; see --help
                        token                                    | 2 | missing command: token create, token list or token revoke
                        account                                  | 2 | missing command: account create
                        sevre                                    | 2 | Unmatched argument at index 0: 'sevre'
                        serve --prot 8080                        | 2 | Unknown options: '--prot', '8080'
                        serve --port abc                         | 2 | Invalid value for option '--port': 'abc' is not an int (also DOCKET_PORT)
                        serve --port 70000                       | 2 | --port (DOCKET_PORT) must be 0 to 65535, not 70000
                        serve --management-port -1               | 2 | --management-port (DOCKET_MANAGEMENT_PORT) must be 0 to 65535, not -1
                        serve --demo --host 0.0.0.0              | 2 | --demo serves on loopback addresses only; leave --host (DOCKET_HOST) out, or --demo
                        serve --demo --demo-token secret         | 2 | --demo-token (DOCKET_DEMO_TOKEN): a token consists of dkt_ and 43 characters of A-Z a-z 0-9 _ -
                        serve --host nowhere.invalid             | 2 | --host (DOCKET_HOST): the host nowhere.invalid is unknown
                        serve --database-url jdbc:mysql://db/x   | 2 | --database-url (DOCKET_DATABASE_URL) must be like jdbc:postgresql://host/database
                        serve --attachments-max-mebibytes 0      | 2 | --attachments-max-mebibytes (DOCKET_ATTACHMENTS_MAX_MEBIBYTES) must be 1 to 1024
                        serve --attachments-s3-bucket b          | 2 | --attachments-s3-bucket (DOCKET_ATTACHMENTS_S3_BUCKET) needs --attachments-s3-access-key and DOCKET_ATTACHMENTS_S3_SECRET_KEY
                        serve --attachments-s3-bucket b --attachments-s3-access-key k --attachments-s3-secret-key s --attachments-s3-endpoint s3 | 2 | --attachments-s3-endpoint (DOCKET_ATTACHMENTS_S3_ENDPOINT) must be like https://s3.amazonaws.com
                        serve --oidc-issuer https://id.example.com | 2 | --oidc-issuer (DOCKET_OIDC_ISSUER) needs --oidc-audience (DOCKET_OIDC_AUDIENCE)
                        serve --oidc-audience docket             | 2 | --oidc-audience and --oidc-jwks-url (DOCKET_OIDC_AUDIENCE, DOCKET_OIDC_JWKS_URL) need --oidc-issuer (DOCKET_OIDC_ISSUER)
                        serve --oidc-issuer http://id.example.com --oidc-audience docket | 2 | --oidc-issuer (DOCKET_OIDC_ISSUER) must be an https URL, or http on a loopback address
                        serve --oidc-issuer x --oidc-audience docket --oidc-jwks-url keys | 2 | --oidc-jwks-url (DOCKET_OIDC_JWKS_URL) must be an https URL, or http on a loopback address
                        serve --events-days 0                    | 2 | --events-days (DOCKET_EVENTS_DAYS) must be 1 to 3650
                        serve --quotas users=-1                  | 2 | --quotas (DOCKET_QUOTAS): the quota users must not be negative
                        serve --quotas users=1,people=2          | 2 | --quotas (DOCKET_QUOTAS) has no quota people; the quotas are ticket_types, custom_fields, ticket_rotations, sla_policies, business_calendars, escalation_rules, automation_rules, tokens, users, teams, merchants, mids, leads, applications, attachment_bytes
                        serve --rate-limit-per-second -1         | 2 | --rate-limit-per-second (DOCKET_RATE_LIMIT_PER_SECOND) must be 0 to 1000000
                        serve --connections-per-address 0        | 2 | --connections-per-address (DOCKET_CONNECTIONS_PER_ADDRESS) must be 1 to 10000
                        serve --trusted-proxies proxy.example.com | 2 | --trusted-proxies (DOCKET_TRUSTED_PROXIES): 'proxy.example.com' is neither an IP address nor a network such as 10.0.0.0/8
                        serve --cors-origins *                   | 2 | --cors-origins (DOCKET_CORS_ORIGINS): '*' must be an origin as browsers write it, such as https://desk.example.com: in lower case, without a path and the default port
                        serve --otlp-endpoint collector:4318     | 2 | --otlp-endpoint (DOCKET_OTLP_ENDPOINT) must be like http://collector.example.com:4318
                        serve --rate-limit-burst 0               | 2 | --rate-limit-burst (DOCKET_RATE_LIMIT_BURST) must be 1 to 1000000
                        serve --rate-limit-failures-per-minute x | 2 | Invalid value for option '--rate-limit-failures-per-minute': 'x' is not an int (also DOCKET_RATE_LIMIT_FAILURES_PER_MINUTE)
                        token create --account 2311              | 2 | Missing required option: '--name=<name>'
                        token create --name x                    | 2 | Missing required option: '--account=<accounts>'
                        token create --name x --account 2311 --expires-in 0     | 2 | --expires-in (DOCKET_EXPIRES_IN) must be 1 to 36500 days
                        token create --name x --account 2311 --expires-in 36501 | 2 | --expires-in (DOCKET_EXPIRES_IN) must be 1 to 36500 days
                        token create --name x --account 2311 --requester rosa    | 2 | Invalid value for option '--requester': 'rosa' is not the type and id of a requester, such as merchant:1001 (also DOCKET_REQUESTER)
                        token create --name x --account 2311 --requester king:1  | 2 | Invalid value for option '--requester': 'king' is no type of requesters; use one of application, lead, user, merchant, merchant-internal, mid, external (also DOCKET_REQUESTER)
                        token revoke                             | 2 | Missing required parameter: 'ID'
                        token revoke 7                           | 2 | Invalid value for positional parameter at index 0 (ID): '7' is not a UUID
                        account create a.b --name x              | 2 | an id must be 1 to 64 characters of A-Z a-z 0-9 _ -
                        account create 1 --name x --ticket-prefix tkt | 2 | a prefix must be a letter A-Z and at most 9 of A-Z 0-9
                        """)
        void inTheArgumentsIsToldInOneLine(String arguments, int exitCode, String line) {
            Output output = TERMINAL.with(
                            "DOCKET_DATA_DIR", folder.resolve("data").toString())
                    .run(arguments.isEmpty() ? new String[0] : arguments.split(" "));

            assertRefused(output, exitCode, line);
            assertThat(folder).isEmptyDirectory();
        }

        static Stream<Arguments> secrets() {
            return Stream.of(
                    arguments("missing", null, "does not exist"),
                    arguments("empty", "", "is empty"),
                    arguments("line ends alone", "\r\n\n", "is empty"),
                    arguments("two lines", "geheim\ngeheim\n", "must hold one line of text"),
                    arguments("a key of several lines", "-----BEGIN KEY-----\r\ngeheim", "must hold one line of text"),
                    arguments("U+0000", "geheim\0", "must hold one line of text"),
                    arguments("a tab", "geheim\tgeheim", "must hold one line of text"),
                    arguments("not UTF-8", "M\u00fcller", "is not UTF-8"),
                    arguments("more than 8 KiB", "geheim".repeat(1366), "is larger than 8192 bytes"),
                    arguments("8 KiB and a line end", "g".repeat(8192) + "\n", "is larger than 8192 bytes"));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("secrets")
        void inAFileWithASecretIsToldInOneLineThatDoesNotShowIt(String name, @Nullable String content, String problem)
                throws IOException {
            Path file = folder.resolve("secret");
            if (content != null) {
                Files.writeString(file, content, StandardCharsets.ISO_8859_1);
            }

            Output output = TERMINAL.with("DOCKET_DATABASE_PASSWORD_FILE", file.toString())
                    .run("serve");

            assertRefused(output, 2, "DOCKET_DATABASE_PASSWORD_FILE: the file '" + file + "' " + problem);
            assertThat(output.err()).noneMatch(line -> line.contains("geheim"));
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                        ""             | is not a regular file
                        /run/no/secret | does not exist
                        /dev/zero      | is not a regular file
                        /tmp           | is not a regular file
                        /proc/self/mem | cannot be read by this user
                        """)
        void inTheNameOfAFileWithASecretIsToldInOneLine(String file, String problem) {
            for (String secret : List.of("DATABASE_PASSWORD", "ATTACHMENTS_S3_SECRET_KEY", "DEMO_TOKEN")) {
                String variable = "DOCKET_" + secret + "_FILE";

                assertRefused(
                        TERMINAL.with(variable, file).run("serve"),
                        2,
                        variable + ": the file '" + file + "' " + problem);
            }
        }

        @Test
        void inAFileThatIsNamedBesideTheSecretItselfIsToldInOneLine() {
            Output output = TERMINAL.with("DOCKET_DATABASE_PASSWORD", "geheim")
                    .with("DOCKET_DATABASE_PASSWORD_FILE", "/run/secrets/password")
                    .run("migrate");

            assertRefused(output, 2, "DOCKET_DATABASE_PASSWORD and DOCKET_DATABASE_PASSWORD_FILE must not both be set");
        }

        @ParameterizedTest
        @ValueSource(strings = {"serve", "migrate", "token list"})
        void inTheDatabaseUrlIsToldInOneLine(String command) {
            Output output = TERMINAL.with("DOCKET_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/docket")
                    .run(command.split(" "));

            assertRefused(output, 1, "the database at 127.0.0.1:1 cannot be reached");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                        jdbc:postgresql://127.0.0.1:1/docket?password=geheim        | the database at 127.0.0.1:1 cannot be reached
                        jdbc:postgresql://127.0.0.1:1,127.0.0.1:2/docket?user=ana   | the database at 127.0.0.1:1 or 127.0.0.1:2 cannot be reached
                        jdbc:postgresql://127.0.0.1:port/docket                     | the database URL cannot be read; it must be like jdbc:postgresql://host:5432/database
                        jdbc:postgresql://127.0.0.1:99999/docket                    | the database URL cannot be read; it must be like jdbc:postgresql://host:5432/database
                        """)
        void inTheAddressOfTheDatabaseIsToldWithIt(String url, String line) {
            assertRefused(TERMINAL.with("DOCKET_DATABASE_URL", url).run("token", "list"), 1, line);
        }

        @Test
        void inTheHostOfTheDatabaseIsToldInOneLine() {
            Output output = TERMINAL.with("DOCKET_DATABASE_URL", "jdbc:postgresql://nowhere.invalid/docket")
                    .run("serve");

            assertRefused(output, 1, "the database host nowhere.invalid is unknown");
        }

        @Test
        void inThePasswordOfTheDatabaseIsToldInOneLineThatDoesNotShowIt() {
            TestDatabase database = TestDatabase.create();

            Output output = onDatabase(database)
                    .with("DOCKET_DATABASE_PASSWORD", "not-it")
                    .run("serve");

            assertRefused(
                    output,
                    1,
                    "the database rejects the user " + database.settings(1).user() + " or its password");
        }

        @Test
        void inTheDataFolderIsToldInOneLine() throws IOException {
            Path file = Files.createFile(folder.resolve("file"));
            Path open = Files.createDirectory(folder.resolve("open"));
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

            assertRefused(
                    TERMINAL.run("serve", "--data-dir", file.toString()),
                    1,
                    "The data folder " + file + " cannot be written (Not a directory).");
            assertRefused(
                    TERMINAL.run("serve", "--data-dir", open.toString()),
                    1,
                    "All users may write to the data folder " + open.toRealPath()
                            + ": use a private folder, or run chmod o-w on it.");
        }

        @ParameterizedTest
        @ValueSource(strings = {"serve", "migrate", "token list"})
        void ofUsingADatabaseOfADevelopmentVersionIsToldInOneLine(String command) {
            Output output =
                    onDatabase(TestDatabase.createOfDevelopmentVersion()).run(command.split(" "));

            assertRefused(output, 1, DEVELOPMENT_VERSION);
        }

        @Test
        void ofUsingADataFolderOfADevelopmentVersionIsToldInOneLine() throws SQLException {
            Path data = folder.resolve("data");
            Terminal terminal = TERMINAL.with("DOCKET_DATA_DIR", data.toString());
            assertThat(terminal.run("migrate").exitCode()).isZero();
            try (EmbeddedDatabase embedded = EmbeddedDatabase.start(data);
                    Connection connection = DriverManager.getConnection(
                            embedded.url(),
                            embedded.superuser().user(),
                            embedded.superuser().password());
                    Statement statement = connection.createStatement()) {
                statement.execute(TestDatabase.historyOfDevelopmentVersion());
            }

            // The first leaves the folder free for the second.
            assertRefused(terminal.run("serve"), 1, DEVELOPMENT_VERSION);
            assertRefused(terminal.run("migrate"), 1, DEVELOPMENT_VERSION);
        }

        @Test
        void ofAPortThatIsTakenIsToldInOneLineBeforeADatabaseIsMade() throws IOException {
            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
                String port = String.valueOf(taken.getLocalPort());
                Terminal terminal =
                        TERMINAL.with("DOCKET_DATA_DIR", folder.resolve("data").toString());

                assertRefused(
                        terminal.run("serve", "--port", port, "--management-port", "0"),
                        1,
                        "cannot listen on 127.0.0.1:" + port + ": Address already in use; choose another --port"
                                + " (DOCKET_PORT) or --host (DOCKET_HOST)");
                assertRefused(
                        terminal.run("serve", "--port", "0", "--management-port", port),
                        1,
                        "cannot listen on 127.0.0.1:" + port + ": Address already in use; choose another"
                                + " --management-port (DOCKET_MANAGEMENT_PORT) or --management-host"
                                + " (DOCKET_MANAGEMENT_HOST)");
            }
            assertThat(folder).isEmptyDirectory();
        }

        @Test
        void ofOnePortForBothIsToldInOneLine() throws IOException {
            String port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
                port = String.valueOf(free.getLocalPort());
            }

            Output output = TERMINAL.with(
                            "DOCKET_DATA_DIR", folder.resolve("data").toString())
                    .run("serve", "--port", port, "--management-port", port);

            assertThat(output.err()).singleElement().asString().contains("choose another --management-port");
            assertThat(folder).isEmptyDirectory();
        }

        @ParameterizedTest
        @ValueSource(strings = {"name=M\ufffd\ufffdller", "name=\ufffd"})
        void inTheLocaleIsToldInOneLine(String unreadable) {
            assertRefused(
                    TERMINAL.run("account", "create", "1", "--" + unreadable),
                    2,
                    "'--" + unreadable + "' cannot be read in the locale of this terminal; set LC_ALL=C.UTF-8");
            assertRefused(
                    TERMINAL.with("DOCKET_NAME", unreadable).run("account", "create", "1"),
                    2,
                    "'DOCKET_NAME=" + unreadable
                            + "' cannot be read in the locale of this terminal; set LC_ALL=C.UTF-8");
        }

        @Test
        void isShownWithoutTheControlCharactersThatItContains() {
            assertRefused(TERMINAL.run("sevre\u001b[31m\r\n"), 2, "Unmatched argument at index 0: 'sevre\\u{1b}[31m");
        }
    }

    @Nested
    class OnADatabase {

        private static TestDatabase testDatabase;
        private static Terminal terminal;

        @BeforeAll
        static void load() {
            testDatabase = TestDatabase.create();
            try (Database database = testDatabase.open()) {
                DemoData.load(database, Instant.parse("2026-03-06T21:30:00Z"));
            }
            terminal = onDatabase(testDatabase);
        }

        @Test
        void aTokenIsCreatedAndItsSecretShownOnce() {
            Output created = terminal.run(
                    ("token create --name crm --requester merchant:1001 --account 2311 --permission tickets:create"
                                    + " --expires-in 90")
                            .split(" "));

            assertThat(created.exitCode()).isZero();
            assertThat(created.err()).isEmpty();
            assertThat(created.out()).singleElement().asString().matches("dkt_[A-Za-z0-9_-]{43}");
            Output list = terminal.run("token", "list");
            assertThat(list.exitCode()).isZero();
            assertThat(list.out())
                    .anySatisfy(line -> assertThat(line)
                            .matches(
                                    "[0-9a-f-]{36}  crm  requester=merchant:1001 accounts=2311 permissions=tickets:create created=\\S+"
                                            + " expires=\\S+ used=never"))
                    .noneSatisfy(line -> assertThat(line).contains("dkt_"))
                    .noneSatisfy(line ->
                            assertThat(line).contains(created.out().get(0).substring(4)));
            assertThat(testDatabase
                            .queryAsSuperuser("SELECT * FROM docket.tokens")
                            .toString())
                    .doesNotContain(created.out().get(0).substring(4));
        }

        /** The first step on a fresh database: everything else can then be done through the API. */
        @Test
        void aTokenForEveryAccountNeedsNoneToBeThere() {
            Terminal fresh = onDatabase(TestDatabase.create());

            assertThat(fresh.run("token", "create", "--name", "operator", "--account", "*")
                            .exitCode())
                    .isZero();

            assertThat(fresh.run("token", "list").out())
                    .singleElement()
                    .asString()
                    .contains("  operator  accounts=* permissions=", "accounts:manage", "tickets:create");
            assertRefused(
                    fresh.run("token", "create", "--name", "x", "--account", "*,2311"),
                    1,
                    "'*' means all accounts; do not combine it with others");
        }

        @Test
        void aTokenIsRevokedOnce() {
            terminal.run("token", "create", "--name", "to-revoke", "--account", "2311");
            String id = terminal.run("token", "list").out().stream()
                    .filter(line -> line.contains("  to-revoke  "))
                    .findFirst()
                    .orElseThrow()
                    .split(" ")[0];

            assertThat(terminal.run("token", "revoke", id).out()).containsExactly("revoked");
            assertThat(terminal.run("token", "list").out())
                    .anySatisfy(line -> assertThat(line).startsWith(id).contains(" REVOKED "));
            assertRefused(terminal.run("token", "revoke", id), 1, "no active token has the id " + id);
        }

        @Test
        void aTokenThatIsUnknownIsNotRevoked() {
            String id = "018f0000-0000-7000-8000-000000000000";

            assertRefused(terminal.run("token", "revoke", id), 1, "no active token has the id " + id);
        }

        @Test
        void aTokenIsNotCreatedForAnAccountThatIsUnknown() {
            assertRefused(
                    terminal.run("token", "create", "--name", "x", "--account", "2311,9999"),
                    1,
                    "the account '9999' does not exist");
        }

        @Test
        void aTokenIsNotCreatedWithAPermissionThatIsUnknown() {
            Output output = terminal.run(
                    "token", "create", "--name", "x", "--account", "2311", "--permission", "tickets:destroy");

            assertThat(output.exitCode()).isEqualTo(1);
            assertThat(output.out()).isEmpty();
            assertThat(output.err())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "docket: no operation and no ticket type requires the permission 'tickets:destroy'; operations require ")
                    .contains("tickets:create");
        }

        @Test
        void anAccountIsCreatedOnce() {
            Output created =
                    terminal.run("account", "create", "5812", "--name", "Bay Terminals", "--ticket-prefix", "BAY");

            assertThat(created.exitCode()).isZero();
            assertThat(created.err()).isEmpty();
            assertThat(testDatabase.queryAsSuperuser(
                            "SELECT account_id, name, ticket_prefix FROM docket.accounts WHERE account_id = '5812'"))
                    .containsExactly(List.of("5812", "Bay Terminals", "BAY"));
            assertRefused(
                    terminal.run("account", "create", "5812", "--name", "Another"),
                    1,
                    "the account '5812' exists already");
        }

        @Test
        void thatIsUpToDateNoMigrationIsRun() {
            DatabaseSettings owner = testDatabase.ownerSettings();

            Output output = TERMINAL.with("DOCKET_DATABASE_URL", owner.url())
                    .with("DOCKET_DATABASE_USER", owner.user())
                    .with("DOCKET_DATABASE_PASSWORD", owner.password())
                    .run("migrate");

            assertThat(output.exitCode()).isZero();
            assertThat(output.out()).containsExactly("ran 0 migrations");
        }
    }

    static Stream<String> commands() {
        return commands(Docket.commandLine(Map.of()), "");
    }

    private static Stream<String> commands(CommandLine parent, String prefix) {
        return parent.getSubcommands().entrySet().stream()
                .flatMap(entry -> Stream.concat(
                        Stream.of(prefix + entry.getKey()), commands(entry.getValue(), prefix + entry.getKey() + " ")));
    }

    private static CommandSpec spec(String command) {
        CommandLine commandLine = Docket.commandLine(Map.of());
        for (String name : command.split(" ")) {
            commandLine = commandLine.getSubcommands().get(name);
        }
        return commandLine.getCommandSpec();
    }

    private static Terminal onDatabase(TestDatabase database) {
        DatabaseSettings settings = database.settings(2);
        return TERMINAL.with("DOCKET_DATABASE_URL", settings.url())
                .with("DOCKET_DATABASE_USER", settings.user())
                .with("DOCKET_DATABASE_PASSWORD", settings.password());
    }

    private static void assertRefused(Output output, int exitCode, String line) {
        assertThat(output.err()).containsExactly("docket: " + line);
        assertThat(output.exitCode()).isEqualTo(exitCode);
        assertThat(output.out()).isEmpty();
    }
}
