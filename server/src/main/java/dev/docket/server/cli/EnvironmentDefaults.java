package dev.docket.server.cli;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Takes the value of an option that is not on the command line from the environment: {@code --port} is DOCKET_PORT. */
final class EnvironmentDefaults implements IDefaultValueProvider {

    private final Map<String, String> environment;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option && !option.usageHelp() && !option.versionHelp()
                ? environment.get(variable(option))
                : null;
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
