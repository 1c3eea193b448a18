package dev.docket.server.cli;

import dev.docket.persistence.database.DatabaseRefusedException;
import dev.docket.persistence.database.DatabaseUnavailableException;
import dev.docket.persistence.database.MigrationException;
import dev.docket.persistence.embedded.EmbeddedDatabaseException;
import java.net.BindException;
import java.util.List;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Prints an error that an operator can fix in one line, and logs any other error in full. The exit code is 2 if it is a
 * value that was given to the command, else 1.
 */
final class OneLineErrors implements IExecutionExceptionHandler {

    private static final List<Class<? extends Exception>> MENDABLE = List.of(
            EmbeddedDatabaseException.class,
            DatabaseRefusedException.class,
            DatabaseUnavailableException.class,
            MigrationException.class,
            IllegalArgumentException.class,
            BindException.class);

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments) {
        if (failure instanceof WrongValueException) {
            command.getErr().println("docket: " + TerminalText.of(failure.getMessage()));
            return CommandLine.ExitCode.USAGE;
        }
        if (MENDABLE.stream().anyMatch(type -> type.isInstance(failure))) {
            command.getErr().println("docket: " + TerminalText.of(failure.getMessage()));
        } else {
            LoggerFactory.getLogger(OneLineErrors.class).error("docket failed", failure);
            command.getErr().println("docket: failed unexpectedly; see the log");
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
