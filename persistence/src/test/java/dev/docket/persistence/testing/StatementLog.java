package dev.docket.persistence.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a server does in its database, as logged by PostgreSQL, on connections opened after it is switched on. For one
 * thread, and for one log at a time in a test run.
 */
public final class StatementLog {

    private static final Pattern ENTRY_BEGINS =
            Pattern.compile("(?m)^\\d{4}-\\d\\d-\\d\\d [0-9:.]+ \\w+ \\[\\d+] LOG:  ");
    private static final Pattern STATEMENT = Pattern.compile("(?s)(?:execute [^:]+|statement): (.*)");
    private static final Pattern PLAN = Pattern.compile("(?s)duration: [0-9.]+ ms  plan:\n(.*)");

    private final Pattern wanted;

    private StatementLog(Pattern wanted) {
        this.wanted = wanted;
    }

    /**
     * Logs every statement that is sent, including those that begin and end transactions, but not those that functions
     * execute.
     */
    public static StatementLog ofStatements(TestDatabase database) {
        set(database, "log_statement = 'all'");
        return new StatementLog(STATEMENT);
    }

    /** Logs the plans of all queries as JSON, with the actual numbers of rows; those of functions too. */
    public static StatementLog ofPlans(TestDatabase database) {
        Stream.of(
                        "session_preload_libraries = 'auto_explain'",
                        "auto_explain.log_min_duration = 0",
                        "auto_explain.log_format = 'json'",
                        "auto_explain.log_analyze = on",
                        "auto_explain.log_timing = off",
                        "auto_explain.log_nested_statements = on",
                        "auto_explain.log_parameter_max_length = 0")
                .forEach(setting -> set(database, setting));
        return new StatementLog(PLAN);
    }

    private static void set(TestDatabase database, String setting) {
        database.executeAsSuperuser(
                """
                DO $$ BEGIN EXECUTE format('ALTER ROLE %%I IN DATABASE %%I SET %s', '%s', current_database()); END $$""".formatted(setting.replace("'", "''"), database.settings(1).user()));
    }

    /** What is logged while {@code work} runs, in order. */
    public List<String> during(Runnable work) {
        try {
            Path log = TestDatabase.serverLog();
            long begin = Files.size(log);
            work.run();
            try (var content = Files.newInputStream(log)) {
                content.skipNBytes(begin);
                return entries(new String(content.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private List<String> entries(String log) {
        return ENTRY_BEGINS
                .splitAsStream(log)
                .map(String::strip)
                .map(wanted::matcher)
                .map(entry -> entry.matches() ? Optional.of(entry) : Optional.<Matcher>empty())
                .flatMap(Optional::stream)
                .map(entry -> entry.group(1))
                .toList();
    }
}
