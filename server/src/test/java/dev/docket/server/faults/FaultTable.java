package dev.docket.server.faults;

import dev.docket.server.testing.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** The results of all faults: written to {@code target/faults.md}, and printed when the last test has ended. */
final class FaultTable implements BeforeAllCallback {

    private static final Path FILE = Folders.module().resolve("target/faults.md");

    private static final String HEAD = """
            | fault | times | requests | acknowledged | lost | doubled | replayed | seconds until served |
            |---|---:|---:|---:|---:|---:|---:|---|
            """;

    private static final List<String> ROWS = new ArrayList<>();

    /**
     * @param acknowledged number of acknowledged requests of this load
     * @param seconds from each injection until a request that was begun after it succeeded; may be empty
     */
    static synchronized void add(
            String fault, int times, Load load, int acknowledged, Ledger.Balance balance, List<Double> seconds) {
        ROWS.add("| %s | %d | %d | %d | %d | %d | %d | %s |"
                .formatted(
                        fault,
                        times,
                        load.requests(),
                        acknowledged,
                        balance.lost().size(),
                        balance.doubled().size(),
                        load.replayed(),
                        range(seconds)));
        write();
    }

    /** Called each time, so that an interrupted run also has its results. */
    private static void write() {
        try {
            Files.writeString(FILE, table());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String table() {
        return HEAD
                + String.join("\n", ROWS)
                + "\n\nThe %s form, with the seed %d.\n".formatted(Form.IS_LONG ? "long" : "short", Form.SEED);
    }

    private static String range(List<Double> seconds) {
        double from = seconds.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double to = seconds.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        if (seconds.isEmpty()) {
            return "";
        }
        return seconds.size() == 1
                ? String.format(Locale.ROOT, "%.2f", from)
                : String.format(Locale.ROOT, "%.2f to %.2f", from, to);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(Namespace.create(FaultTable.class)).computeIfAbsent(Writer.class);
    }

    /** Closed at the end of the whole test run. */
    static final class Writer implements AutoCloseable {

        @Override
        public void close() {
            System.out.println(table());
        }
    }
}
