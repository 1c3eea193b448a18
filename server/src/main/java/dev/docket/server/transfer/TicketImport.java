package dev.docket.server.transfer;

import static dev.docket.api.model.TicketImportOutcome.CREATED;
import static dev.docket.api.model.TicketImportOutcome.REFUSED;
import static dev.docket.api.model.TicketImportOutcome.UNCHANGED;

import dev.docket.api.model.TicketImportLine;
import dev.docket.api.model.TicketImportResult;
import dev.docket.api.model.TicketImportSummary;
import dev.docket.persistence.database.Database;
import dev.docket.server.accounts.AccountRulesCache;
import dev.docket.server.http.body.LineImport;
import dev.docket.server.http.body.NdjsonReader;
import dev.docket.server.security.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;

/** Creates tickets line by line. Thread-safe. */
final class TicketImport {

    /** Lines in a transaction at most: commits hardly count, and other tickets of the account do not wait for long. */
    private static final int BATCH = 128;

    /** Bytes that are read ahead: as many lines of the usual length, and fewer long ones. */
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
        ImportContext context = new ImportContext(account, caller, requestId);
        NdjsonReader<TicketImportLine> lines = new NdjsonReader<>(body, TicketImportLine.class, AHEAD);
        new LineImport<TicketImportLine, TicketImportResult>(
                        lines,
                        BATCH,
                        batch -> tickets.store(
                                batch.stream()
                                        .map(line -> ImportedTicket.of(line, clock.instant()))
                                        .toList(),
                                context))
                .run(
                        answer,
                        TicketImportResult::getOutcome,
                        counts -> new TicketImportSummary()
                                .lines(counts.all())
                                .created(counts.of(CREATED))
                                .unchanged(counts.of(UNCHANGED))
                                .refused(counts.of(REFUSED)));
    }
}
