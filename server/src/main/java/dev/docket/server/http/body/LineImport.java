package dev.docket.server.http.body;

import dev.docket.server.http.body.NdjsonReader.Line;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Stores the lines of a request, and writes a result for each line, then a summary. Lines that arrive together are
 * stored together, and their results are sent before more lines are awaited, so that a client can wait for each result.
 *
 * @param <L> the DTO of a line
 * @param <R> the DTO of a result
 */
public final class LineImport<L, R> {

    private final NdjsonReader<L> lines;
    private final int batchSize;
    private final Function<List<Line<L>>, List<R>> store;

    /**
     * @param batchSize maximum number of lines that are stored together
     * @param store returns the result of each line, in the given order
     */
    public LineImport(NdjsonReader<L> lines, int batchSize, Function<List<Line<L>>, List<R>> store) {
        this.lines = lines;
        this.batchSize = batchSize;
        this.store = store;
    }

    /** How many results there are of each outcome. */
    public record Counts<O>(Map<O, Long> byOutcome) {

        public long of(O outcome) {
            return byOutcome.getOrDefault(outcome, 0L);
        }

        public long all() {
            return byOutcome.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Reads and stores all lines.
     *
     * @param answer receives the results and the summary
     * @param summary makes the DTO of the summary
     * @throws IOException if the client has disconnected or does not read
     */
    public <O> void run(OutputStream answer, Function<R, O> outcome, Function<Counts<O>, Object> summary)
            throws IOException {
        NdjsonWriter results = new NdjsonWriter(answer);
        Counts<O> counts = new Counts<>(new HashMap<>());
        List<Line<L>> batch = new ArrayList<>();
        for (Line<L> line = lines.next(); line != null; line = lines.next()) {
            batch.add(line);
            boolean mayWait = lines.mayWait();
            if (mayWait || batch.size() == batchSize) {
                for (R result : store.apply(batch)) {
                    counts.byOutcome().merge(outcome.apply(result), 1L, Long::sum);
                    results.write(result);
                }
                batch.clear();
            }
            if (mayWait) {
                results.flush();
            }
        }
        results.write(summary.apply(counts));
        results.close();
    }
}
