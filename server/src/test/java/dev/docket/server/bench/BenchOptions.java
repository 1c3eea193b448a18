package dev.docket.server.bench;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The options of a measurement: {@code -Dbench.…}, each with a default that depends on the form.
 *
 * @param sizes numbers of tickets at which growth is measured, ascending
 * @param accounts number of accounts that the tickets are spread over
 * @param clients connections, each of which sends a request as soon as the one before has its response
 * @param seconds duration of each measurement
 * @param warmUp maximum seconds of CPU that the server uses before the first measurement
 * @param imported tickets in the larger import
 * @param starts number of server starts of each kind, whose median counts
 * @param jar the program
 * @param out the folder for the report, and for the data during the run
 * @param database its JDBC URL, with user and password of a superuser; null: an embedded one
 */
@RecordBuilder
record BenchOptions(
        String form,
        List<Long> sizes,
        int accounts,
        int clients,
        double seconds,
        double warmUp,
        int imported,
        int starts,
        Path jar,
        Path out,
        @Nullable String database) {

    private static final int MAX_ACCOUNTS = 10_000;
    private static final int LEAST_EACH = 30;

    /** @throws IllegalArgumentException with a message that names the invalid option */
    static BenchOptions read() {
        String form = text("form", "quick");
        boolean full = form.equals("full");
        if (!full && !form.equals("quick")) {
            throw new IllegalArgumentException("-Dbench.form must be quick or full, not " + form);
        }
        long tickets = number("tickets", full ? 10_000_000 : 50_000);
        int accounts = (int) number("accounts", full ? 3_000 : 300);
        if (accounts < 2 || accounts > MAX_ACCOUNTS) {
            throw new IllegalArgumentException("-Dbench.accounts must be 2 to " + MAX_ACCOUNTS);
        }
        if (tickets < accounts * LEAST_EACH) {
            throw new IllegalArgumentException(
                    "-Dbench.tickets must be at least " + LEAST_EACH + " times -Dbench.accounts");
        }
        return BenchOptionsBuilder.builder()
                .form(form)
                .sizes(sizes(tickets))
                .accounts(accounts)
                .clients((int) number("clients", 32))
                .seconds(Double.parseDouble(text("seconds", full ? "20" : "2")))
                .warmUp(Double.parseDouble(text("warmup", full ? "180" : "12")))
                .imported((int) number("imported", full ? 1_000_000 : 8_000))
                .starts(full ? 5 : 1)
                .jar(Path.of(text("jar", "server/target/docket.jar")).toAbsolutePath())
                .out(Path.of(text("out", "server/target/bench")).toAbsolutePath())
                .database(text("database", "").isEmpty() ? null : text("database", ""))
                .build();
    }

    /** 10 thousand, 1 million and the requested number. */
    private static List<Long> sizes(long tickets) {
        return List.of(10_000L, 1_000_000L, tickets).stream()
                .filter(size -> size <= tickets)
                .distinct()
                .toList();
    }

    /** @param share of the duration of a measurement */
    double seconds(double share) {
        return seconds * share;
    }

    private static long number(String name, long otherwise) {
        String text = text(name, Long.toString(otherwise));
        try {
            return Long.parseLong(text.replace("_", ""));
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException("-Dbench." + name + " must be a number, not " + text, none);
        }
    }

    private static String text(String name, String otherwise) {
        String value = System.getProperty("bench." + name.toLowerCase(Locale.ROOT), "");
        return value.isBlank() ? otherwise : value.strip();
    }
}
