package dev.docket.server.tickets;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.tickets.NewTicket;
import dev.docket.persistence.tickets.TicketCreation;
import dev.docket.persistence.tickets.TicketDao;
import java.util.List;

/**
 * Stores new tickets: one statement in one transaction, committed when {@link #write} returns. The statement takes any
 * number of tickets, so those of several requests could be gathered here. Thread-safe.
 */
public final class TicketWriter {

    /** Counts what happens to tickets by the names that their history has for it. */
    static final String CHANGES = "docket.ticket.changes";

    private final Database database;

    public TicketWriter(Database database) {
        this.database = database;
    }

    public TicketCreation write(NewTicket ticket) {
        return database.write(ticket.accountId(), transaction -> write(transaction, ticket));
    }

    /** As a part of {@code transaction}. */
    static TicketCreation write(Transaction transaction, NewTicket ticket) {
        TicketCreation creation =
                transaction.dao(TicketDao.class).create(List.of(ticket)).get(0);
        if (creation.ticket() != null) {
            transaction.count(CHANGES, "action", "created", 1);
            if (ticket.takesTurn()) {
                transaction.count("docket.rotation.turns", "taken", "at_creation", 1);
            }
        }
        return creation;
    }
}
