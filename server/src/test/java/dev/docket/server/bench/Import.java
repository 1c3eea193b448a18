package dev.docket.server.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** An import of tickets of one account in one request; the response is read meanwhile. */
record Import(Stage stage, Results results) {

    static final String PER_SECOND = "import, tickets per second";

    private static final int NOT_THERE = 404;
    private static final int NO_SUCH_METHOD = 405;
    private static final int OK = 200;
    private static final int BLOCK = 200;

    /**
     * Java's client reads no part of a response before it has sent the whole request: the response must fit into the
     * buffers between.
     */
    private static final int AT_ONCE = 20_000;

    private static final int ACCOUNT = 1;
    private static final Pattern CREATED = Pattern.compile("\"created\"\\s*:\\s*(\\d+)");

    void run(int tickets) throws IOException, InterruptedException {
        Cpu before = stage.cpu().now();
        long start = System.nanoTime();
        if (!send(tickets, "rate")) {
            results.fact("import", "not measured: this server has no POST /tickets/import");
            return;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Cpu used = stage.cpu().now().since(before);
        results.figure(PER_SECOND, tickets / seconds);
        results.figure("import, CPU ms per ticket, server", used.server() * 1e3 / tickets);
        results.figure("import, CPU ms per ticket, database", used.database() * 1e3 / tickets);
        // The memory used must not grow with the size of the import.
        watchHeap(tickets / 4);
        watchHeap(tickets);
    }

    private void watchHeap(int tickets) throws IOException, InterruptedException {
        HeapWatch heap = new HeapWatch(stage.server());
        send(tickets, "heap-" + tickets);
        results.figure("most live heap in an import of %,d tickets, MiB".formatted(tickets), heap.end());
    }

    /** Returns whether the operation exists. */
    private boolean send(int tickets, String name) throws IOException, InterruptedException {
        for (int sent = 0; sent < tickets; sent += AT_ONCE) {
            if (!sendPart(Math.min(AT_ONCE, tickets - sent), name + "-" + sent)) {
                return false;
            }
        }
        return true;
    }

    private boolean sendPart(int tickets, String name) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(stage.server().uri().resolve("/tickets/import"))
                .header("Authorization", "Bearer " + stage.accounts().token())
                .header("x-account-id", Accounts.id(ACCOUNT))
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> lines(tickets, name)))
                .build();
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() == NOT_THERE || answer.statusCode() == NO_SUCH_METHOD) {
            return false;
        }
        String summary = lastLine(answer.body());
        Matcher created = CREATED.matcher(summary);
        if (answer.statusCode() != OK || !created.find() || Integer.parseInt(created.group(1)) != tickets) {
            throw new IllegalStateException(
                    "an import of %d ended with %d %s".formatted(tickets, answer.statusCode(), summary));
        }
        results.generated(tickets);
        return true;
    }

    private static String lastLine(InputStream answer) throws IOException {
        String last = "";
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer, UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
            }
        }
        return last;
    }

    /** Generates some hundred lines at a time, so that only those are in memory. */
    private static InputStream lines(int tickets, String name) {
        SplittableRandom random = new SplittableRandom(tickets);
        Iterator<byte[]> blocks = IntStream.iterate(0, from -> from < tickets, from -> from + BLOCK)
                .mapToObj(from -> {
                    StringBuilder block = new StringBuilder();
                    for (int line = from; line < Math.min(tickets, from + BLOCK); line++) {
                        block.append("{\"externalId\": \"")
                                .append(name)
                                .append('-')
                                .append(line)
                                .append("\", \"assign\": \"rotation\", \"ticket\": ")
                                .append(Requests.ticket(random))
                                .append("}\n");
                    }
                    return block.toString().getBytes(UTF_8);
                })
                .iterator();
        return new SequenceInputStream(new Enumeration<InputStream>() {
            @Override
            public boolean hasMoreElements() {
                return blocks.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return new ByteArrayInputStream(blocks.next());
            }
        });
    }
}
