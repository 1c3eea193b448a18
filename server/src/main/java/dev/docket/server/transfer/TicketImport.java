package dev.docket.server.transfer;

import dev.docket.api.model.TicketImportLine;
import dev.docket.api.model.TicketImportResult;
import dev.docket.api.model.TicketImportSummary;
import dev.docket.persistence.database.Database;
import dev.docket.server.accounts.AccountRulesCache;
import dev.docket.server.http.body.NdjsonReader;
import dev.docket.server.http.body.NdjsonReader.Line;
import dev.docket.server.http.body.NdjsonWriter;
import dev.docket.server.security.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Creates tickets line by line. Lines that are there together are stored together, and answered before more are awaited, so
 * that a client can wait for each answer. Thread-safe.
 */
public final class TicketImport {

    /** Lines that share a transaction at most: commits hardly count, and other tickets of the account do not wait for long. */
    private static final int TOGETHER = 128;

    /** Bytes that are read ahead: as many lines of the usual length, and of long ones fewer. */
    private static final int AHEAD = 128 * 1024;

    private final ImportedTickets tickets;
    private final Clock clock;

    public TicketImport(Database database, AccountRulesCache configurations, Clock clock) {
        this.tickets = new ImportedTickets(database, configurations, clock);
        this.clock = clock;
    }

    /**
     * @param body lines as the contract has them
     * @param answer gets the result of each, and the summary
     * @throws IOException if the client is gone, or does not read
     */
    public void run(String account, InputStream body, OutputStream answer, Caller caller, String requestId)
            throws IOException {
        Importer importer = new Importer(account, caller, requestId);
        NdjsonReader<TicketImportLine> reader = new NdjsonReader<>(body, TicketImportLine.class, AHEAD);
        NdjsonWriter results = new NdjsonWriter(answer);
        TicketImportSummary summary =
                new TicketImportSummary().lines(0L).created(0L).unchanged(0L).refused(0L);
        List<ImportedTicket> batch = new ArrayList<>();
        for (Line<TicketImportLine> line = reader.next(); line != null; line = reader.next()) {
            batch.add(ImportedTicket.of(line, clock.instant()));
            boolean mayWait = reader.mayWait();
            if (mayWait || batch.size() == TOGETHER) {
                for (TicketImportResult result : tickets.store(batch, importer)) {
                    count(result, summary);
                    results.write(result);
                }
                batch.clear();
            }
            if (mayWait) {
                results.flush();
            }
        }
        results.write(summary);
        results.close();
    }

    private static void count(TicketImportResult result, TicketImportSummary summary) {
        summary.setLines(summary.getLines() + 1);
        switch (result.getOutcome()) {
            case CREATED -> summary.setCreated(summary.getCreated() + 1);
            case UNCHANGED -> summary.setUnchanged(summary.getUnchanged() + 1);
            case REFUSED -> summary.setRefused(summary.getRefused() + 1);
        }
    }
}
