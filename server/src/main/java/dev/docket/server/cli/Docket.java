package dev.docket.server.cli;

import ch.qos.logback.classic.LoggerContext;
import dev.docket.server.docs.Build;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
        subcommands = {ServeCommand.class, MigrateCommand.class, TokenCommand.class, AccountCommand.class},
        footer = {"", "Every option can be given as an environment variable: --data-dir is DOCKET_DATA_DIR."})
public final class Docket implements Runnable {

    /** Read by logback.xml. */
    private static final String LOG_LEVEL = "DOCKET_LOG_LEVEL";

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        if (!List.of(arguments).contains("serve") && System.getenv(LOG_LEVEL) == null) {
            // Routine messages are logged only by a server.
            System.setProperty(LOG_LEVEL, "WARN");
        }
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
            wrong.getCommandLine().getErr().println("docket: " + EnvironmentDefaults.explain(wrong));
            return CommandLine.ExitCode.USAGE;
        });
        commandLine.setExecutionExceptionHandler(new OneLineErrors());
        return commandLine;
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
                spec.commandLine(), "missing command: serve, migrate, token or account; see --help");
    }
}
