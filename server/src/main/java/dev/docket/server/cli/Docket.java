package dev.docket.server.cli;

import ch.qos.logback.classic.LoggerContext;
import dev.docket.server.docs.Build;
import dev.docket.server.watch.FatalErrors;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The program's command line. */
@Command(
        name = "docket",
        description = "A contract-first ticket service.",
        mixinStandardHelpOptions = true,
        versionProvider = Docket.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServeCommand.class,
            MigrateCommand.class,
            TokenCommand.class,
            AccountCommand.class,
            HealthCommand.class
        },
        footer = {
            "",
            "Every option can be given as an environment variable: --data-dir is DOCKET_DATA_DIR.",
            "A variable that ends in _FILE names a file that holds the value: DOCKET_DATABASE_PASSWORD_FILE."
        })
public final class Docket implements Runnable {

    /** Read by logback.xml. */
    private static final String LOG_LEVEL = "DOCKET_LOG_LEVEL";

    private static final char UNREADABLE = '\ufffd';

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        if (!List.of(arguments).contains("serve") && System.getenv(LOG_LEVEL) == null) {
            // Routine messages are logged only by a server.
            System.setProperty(LOG_LEVEL, "WARN");
        }
        FatalErrors.watchThreads();
        int exitCode = commandLine().execute(arguments);
        endLog();
        System.exit(exitCode);
    }

    /** Writes the remaining log lines. */
    static void endLog() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext log) {
            log.stop();
        }
    }

    static CommandLine commandLine() {
        return commandLine(System.getenv());
    }

    static CommandLine commandLine(Map<String, String> environment) {
        CommandLine commandLine = new CommandLine(new Docket());
        commandLine.setDefaultValueProvider(new EnvironmentDefaults(environment));
        commandLine.registerConverter(UUID.class, Docket::uuid);
        commandLine.setParameterExceptionHandler((wrong, arguments) -> {
            wrong.getCommandLine().getErr().println("docket: " + TerminalText.of(EnvironmentDefaults.explain(wrong)));
            return CommandLine.ExitCode.USAGE;
        });
        commandLine.setExecutionExceptionHandler(new OneLineErrors());
        // A password may begin with a dash, on the command line and in the environment.
        commandLine.setAllowOptionsAsOptionParameters(true);
        commandLine.setExecutionStrategy(arguments -> {
            requireReadable(arguments, environment);
            return new CommandLine.RunLast().execute(arguments);
        });
        return commandLine;
    }

    /** The JVM reads both in the encoding of the locale, and replaces what it cannot read by U+FFFD. */
    private static void requireReadable(CommandLine.ParseResult arguments, Map<String, String> environment) {
        Stream.concat(
                        arguments.originalArgs().stream(),
                        environment.entrySet().stream()
                                .filter(variable -> variable.getKey().startsWith("DOCKET_"))
                                .map(variable -> variable.getKey() + "=" + variable.getValue()))
                .filter(text -> text.indexOf(UNREADABLE) >= 0)
                .findFirst()
                .ifPresent(text -> {
                    throw new ParameterException(
                            arguments.commandSpec().commandLine(),
                            "'" + text + "' cannot be read in the locale of this terminal; set LC_ALL=C.UTF-8");
                });
    }

    /** Converts UUIDs, because picocli's own converter shows the name of a Java class for a mistyped one. */
    private static UUID uuid(String value) {
        try {
            return UUID.fromString(value);
        } catch (IllegalArgumentException malformed) {
            throw new TypeConversionException("'" + value + "' is not a UUID");
        }
    }

    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"docket " + Build.version()};
        }
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "missing command: serve, migrate, token, account or health; see --help");
    }
}
