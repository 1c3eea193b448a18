package dev.docket.server.cli;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Takes the value of an option that is not on the command line from the environment: {@code --port} is DOCKET_PORT, and
 * DOCKET_PORT_FILE names a file that holds it.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {

    private static final String FILE = "_FILE";

    private final Map<String, String> environment;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option && !option.usageHelp() && !option.versionHelp()
                ? value(option)
                : null;
    }

    private @Nullable String value(OptionSpec option) {
        String variable = variable(option);
        String value = environment.get(variable);
        String file = environment.get(variable + FILE);
        if (file == null) {
            return value;
        }
        try {
            if (value != null) {
                throw new WrongValueException(variable + " and " + variable + FILE + " must not both be set");
            }
            return ValueFile.read(variable + FILE, file);
        } catch (WrongValueException wrong) {
            // The parser reports only exceptions of its own as they are.
            throw new ParameterException(option.command().commandLine(), wrong.getMessage(), wrong);
        }
    }

    /** Describes what is wrong with the arguments in one line, which also names the environment variable. */
    static String explain(ParameterException wrong) {
        String message = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("the arguments are invalid");
        return wrong.getArgSpec() instanceof OptionSpec option ? message + " (also " + variable(option) + ")" : message;
    }

    private static String variable(OptionSpec option) {
        return variable(option.longestName());
    }

    /** @param option its long name, such as {@code --port} */
    static String variable(String option) {
        return "DOCKET_" + option.replaceFirst("^-+", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
