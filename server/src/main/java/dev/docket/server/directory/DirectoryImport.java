package dev.docket.server.directory;

import dev.docket.api.model.DirectoryEntityType;
import dev.docket.api.model.DirectoryImportLine;
import dev.docket.api.model.DirectoryImportResult;
import dev.docket.api.model.DirectoryImportSummary;
import dev.docket.server.http.body.NdjsonReader;
import dev.docket.server.http.body.NdjsonReader.Line;
import dev.docket.server.http.body.NdjsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts entities line by line. Lines that are there together are stored together, and answered before more are awaited: their
 * number is bounded by what the reader holds, and a client can wait for each answer. Thread-safe.
 */
public final class DirectoryImport {

    private final List<ImportedKind<?, ?>> kinds;

    public DirectoryImport(Directory directory) {
        kinds = List.of(
                new ImportedKind<>(DirectoryEntityType.USER, DirectoryImportLine::getUser, directory.users()),
                new ImportedKind<>(DirectoryEntityType.TEAM, DirectoryImportLine::getTeam, directory.teams()),
                new ImportedKind<>(
                        DirectoryEntityType.MERCHANT, DirectoryImportLine::getMerchant, directory.merchants()),
                new ImportedKind<>(DirectoryEntityType.MID, DirectoryImportLine::getMid, directory.mids()),
                new ImportedKind<>(DirectoryEntityType.LEAD, DirectoryImportLine::getLead, directory.leads()),
                new ImportedKind<>(
                        DirectoryEntityType.APPLICATION,
                        DirectoryImportLine::getApplication,
                        directory.applications()));
    }

    /**
     * @param body lines as the contract has them
     * @param answer gets the result of each, and the summary
     * @throws IOException if the client is gone, or does not read
     */
    public void run(String account, InputStream body, OutputStream answer) throws IOException {
        NdjsonReader<DirectoryImportLine> reader = new NdjsonReader<>(body, DirectoryImportLine.class);
        NdjsonWriter results = new NdjsonWriter(answer);
        DirectoryImportSummary summary = new DirectoryImportSummary()
                .lines(0L)
                .created(0L)
                .updated(0L)
                .unchanged(0L)
                .refused(0L);
        List<ImportedLine> batch = new ArrayList<>();
        for (Line<DirectoryImportLine> line = reader.next(); line != null; line = reader.next()) {
            batch.add(ImportedLine.of(line, kinds));
            if (reader.mayWait()) {
                for (DirectoryImportResult result : store(account, batch)) {
                    count(result, summary);
                    results.write(result);
                }
                results.flush();
                batch.clear();
            }
        }
        results.write(summary);
        results.close();
    }

    /** Lines of a kind that follow each other share a transaction. */
    private static List<DirectoryImportResult> store(String account, List<ImportedLine> batch) {
        List<DirectoryImportResult> results = new ArrayList<>();
        int from = 0;
        for (int until = 1; until <= batch.size(); until++) {
            ImportedKind<?, ?> kind = batch.get(from).kind();
            if (until == batch.size() || batch.get(until).kind() != kind) {
                List<ImportedLine> alike = batch.subList(from, until);
                results.addAll(
                        kind == null ? alike.stream().map(ImportedLine::refused).toList() : kind.put(account, alike));
                from = until;
            }
        }
        return results;
    }

    private static void count(DirectoryImportResult result, DirectoryImportSummary summary) {
        summary.setLines(summary.getLines() + 1);
        switch (result.getOutcome()) {
            case CREATED -> summary.setCreated(summary.getCreated() + 1);
            case UPDATED -> summary.setUpdated(summary.getUpdated() + 1);
            case UNCHANGED -> summary.setUnchanged(summary.getUnchanged() + 1);
            case REFUSED -> summary.setRefused(summary.getRefused() + 1);
        }
    }
}
