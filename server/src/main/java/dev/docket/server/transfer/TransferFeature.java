package dev.docket.server.transfer;

import dev.docket.persistence.database.Database;
import dev.docket.server.accounts.AccountRulesCache;
import dev.docket.server.features.Feature;
import dev.docket.server.tickets.TicketLists;
import java.time.Clock;

/** Import and export of tickets. */
public final class TransferFeature {

    private TransferFeature() {}

    public static Feature create(Database database, AccountRulesCache rules, TicketLists lists, Clock clock) {
        return Feature.of(
                new TicketTransferResource(new TicketImport(database, rules, clock), new TicketExport(lists)));
    }
}
