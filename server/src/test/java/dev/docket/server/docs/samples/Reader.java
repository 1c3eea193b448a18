package dev.docket.server.docs.samples;

import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.Folders;
import dev.docket.server.testing.Programs;
import dev.docket.server.testing.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A reader of the documentation, who tries its code: with an account of the demo that has {@value #TICKETS} open
 * tickets, {@code TKT-1} and so on, and with an empty folder.
 */
final class Reader {

    static final int TICKETS = 60;

    final String account;
    final Path folder;
    final URI address;
    final String token;
    private final RunningServer server;
    private final Map<String, String> variables = new HashMap<>();

    /** @param name of the folder in {@code target/docs-samples} */
    Reader(RunningServer server, String name) {
        this.server = server;
        this.address = server.uri();
        this.account = server.nextDemo();
        this.token = server.tokens
                .create("reader", Operations.permissions(), List.of(account), null)
                .secret();
        this.folder = Folders.module().resolve("target/docs-samples/" + name);
        try {
            Folders.delete(folder);
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        importTickets(tickets());
    }

    private static String tickets() {
        return IntStream.rangeClosed(1, TICKETS).mapToObj("""
                        {"externalId": "old-%1$d", "ticket": {"subject": "Old ticket %1$d", "description": "Imported.", \
                        "category": "technical", "source": "email", "requesterId": "1001", "requesterType": "merchant"}}
                        """::formatted).collect(Collectors.joining());
    }

    /** The results of an import. */
    String importTickets(String lines) {
        return server.bearer(token)
                .with("x-account-id", account)
                .post("/tickets/import", "application/x-ndjson", lines)
                .expect(200)
                .body();
    }

    /** Copies the files of a folder. */
    Reader with(Path files) {
        try (Stream<Path> paths = Files.list(files)) {
            for (Path file : paths.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sets variables of the environment. */
    Reader with(Map<String, String> more) {
        variables.putAll(more);
        return this;
    }

    /** What a program prints that succeeds. */
    String run(String... command) {
        Map<String, String> all = new HashMap<>(
                Map.of("DOCKET_URL", address.toString(), "DOCKET_TOKEN", token, "DOCKET_ACCOUNT", account));
        all.putAll(variables);
        return Programs.run(folder, all, List.of(command));
    }

    /** A Python that has the library requests. */
    static String python() {
        List<String> found = Stream.of("python3", "/usr/bin/python3")
                .filter(python -> Programs.find(python).isPresent() && succeeds(python, "-c", "import requests"))
                .toList();
        return found.isEmpty()
                ? Programs.require("python3 with the library requests").toString()
                : found.get(0);
    }

    private static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
