package dev.docket.server.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Runs commands in this process, as a shell with these environment variables would. Immutable. */
record Terminal(Map<String, String> environment) {

    static Terminal plain() {
        return new Terminal(Map.of());
    }

    Terminal with(String variable, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(variable, value);
        return new Terminal(Map.copyOf(changed));
    }

    /** The exit code and the output of a command. */
    record Output(int exitCode, List<String> out, List<String> err) {}

    Output run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Docket.commandLine(environment)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        int exitCode = commandLine.execute(arguments);
        return new Output(
                exitCode,
                out.toString().lines().toList(),
                err.toString().lines().toList());
    }
}
