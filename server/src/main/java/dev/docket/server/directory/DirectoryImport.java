package dev.docket.server.directory;

import static dev.docket.api.model.DirectoryImportOutcome.CREATED;
import static dev.docket.api.model.DirectoryImportOutcome.REFUSED;
import static dev.docket.api.model.DirectoryImportOutcome.UNCHANGED;
import static dev.docket.api.model.DirectoryImportOutcome.UPDATED;

import dev.docket.api.model.DirectoryImportLine;
import dev.docket.api.model.DirectoryImportResult;
import dev.docket.api.model.DirectoryImportSummary;
import dev.docket.server.directory.EntityStore.Item;
import dev.docket.server.directory.EntityStore.Put;
import dev.docket.server.http.body.LineImport;
import dev.docket.server.http.body.NdjsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Puts entities line by line. Thread-safe. */
final class DirectoryImport {

    /** No limit: what the reader holds bounds the number of lines that are stored together. */
    private static final int BATCH = Integer.MAX_VALUE;

    private final List<EntityStore<?, ?, ?, ?>> stores;

    public DirectoryImport(Directory directory) {
        stores = directory.all();
    }

    /**
     * @param body lines as the contract has them
     * @param answer gets the result of each, and the summary
     * @throws IOException if the client is gone, or does not read
     */
    public void run(String account, InputStream body, OutputStream answer) throws IOException {
        new LineImport<DirectoryImportLine, DirectoryImportResult>(
                        new NdjsonReader<>(body, DirectoryImportLine.class),
                        BATCH,
                        batch -> store(
                                account,
                                batch.stream()
                                        .map(line -> ImportedLine.of(line, stores))
                                        .toList()))
                .run(
                        answer,
                        DirectoryImportResult::getOutcome,
                        counts -> new DirectoryImportSummary()
                                .lines(counts.all())
                                .created(counts.of(CREATED))
                                .updated(counts.of(UPDATED))
                                .unchanged(counts.of(UNCHANGED))
                                .refused(counts.of(REFUSED)));
    }

    /** Lines of a type that follow each other share a transaction. */
    private static List<DirectoryImportResult> store(String account, List<ImportedLine> batch) {
        List<DirectoryImportResult> results = new ArrayList<>();
        int from = 0;
        for (int until = 1; until <= batch.size(); until++) {
            EntityStore<?, ?, ?, ?> store = batch.get(from).store();
            if (until == batch.size() || batch.get(until).store() != store) {
                List<ImportedLine> alike = batch.subList(from, until);
                results.addAll(
                        store == null
                                ? alike.stream().map(ImportedLine::refused).toList()
                                : put(account, store, alike));
                from = until;
            }
        }
        return results;
    }

    private static <K, I> List<DirectoryImportResult> put(
            String account, EntityStore<K, I, ?, ?> store, List<ImportedLine> lines) {
        List<Item<K, I>> items =
                lines.stream().map(line -> store.type().item(line.content())).toList();
        List<? extends Put<?>> puts = store.putAll(account, items);
        return IntStream.range(0, lines.size())
                .mapToObj(at -> lines.get(at).result(puts.get(at)))
                .toList();
    }
}
