package dev.docket.server.testing;

import dev.docket.server.testing.Contract.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Records which documented responses the tests of a run have seen, such as {@code GET /tickets/{ticketId} 404}. Each
 * process of a run has a file of its own in a folder that the build empties before; each response is one line in it.
 * Thread-safe.
 */
public final class ContractCoverage {

    private static final Path FOLDER = Folders.module().resolve("target").resolve("contract-coverage");
    private static final Path FILE = FOLDER.resolve(ProcessHandle.current().pid() + ".txt");
    private static final Set<String> SEEN = new HashSet<>();

    private ContractCoverage() {}

    /**
     * Records a response that was validated against the contract. A response for a path or method that is not in the
     * contract is ignored.
     */
    static void seen(String method, String path, int status) {
        Contract.DOCKET
                .operation(method, path)
                .filter(operation -> operation.documents(status))
                .ifPresent(operation -> write(line(operation, status)));
    }

    /** What all processes of this run have seen; empty if nothing was recorded. */
    public static Set<String> read() {
        Set<String> lines = new TreeSet<>();
        if (Files.exists(FOLDER)) {
            try (Stream<Path> files = Files.list(FOLDER)) {
                for (Path file : files.toList()) {
                    lines.addAll(Files.readAllLines(file));
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return lines;
    }

    /** Every documented response that was not seen, in the contract's order. */
    public static List<String> missing(Contract contract, Set<String> seen) {
        return contract.operations().stream()
                .flatMap(operation -> operation.responses().keySet().stream().map(status -> line(operation, status)))
                .filter(line -> !seen.contains(line))
                .toList();
    }

    private static String line(Operation operation, int status) {
        return operation + " " + status;
    }

    private static synchronized void write(String line) {
        if (SEEN.add(line)) {
            try {
                Files.createDirectories(FOLDER);
                Files.writeString(FILE, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        }
    }
}
