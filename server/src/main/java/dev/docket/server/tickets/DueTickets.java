package dev.docket.server.tickets;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.servicelevels.DueTicketRow;
import java.util.List;
import java.util.function.Consumer;

/** The tickets of some accounts at which there is something to do, each once, however many there are. */
public final class DueTickets {

    private static final int BATCH = 500;
    private static final DueTicketRow BEFORE_ALL = new DueTicketRow("", 0);

    private DueTickets() {}

    /** Finds those behind {@code last}, by account and id. */
    @FunctionalInterface
    public interface Query {
        List<DueTicketRow> behind(Transaction transaction, DueTicketRow last, int limit);
    }

    /** @param work opens transactions as it needs them */
    public static void forEach(Database database, List<String> accounts, Query query, Consumer<DueTicketRow> work) {
        List<DueTicketRow> due = behind(database, accounts, query, BEFORE_ALL);
        while (!due.isEmpty()) {
            due.forEach(work);
            due = behind(database, accounts, query, due.get(due.size() - 1));
        }
    }

    private static List<DueTicketRow> behind(Database database, List<String> accounts, Query query, DueTicketRow last) {
        return database.read(accounts, transaction -> query.behind(transaction, last, BATCH));
    }
}
