package dev.docket.server.tickets;

import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.tickets.NewTicket;
import dev.docket.persistence.tickets.TicketCreation;
import dev.docket.persistence.tickets.TicketDao;
import dev.docket.server.concurrent.Batcher;
import dev.docket.server.idempotency.IdempotencyKeys;
import dev.docket.server.idempotency.KeyUsedException;
import dev.docket.server.idempotency.KeyedRequest;
import io.micrometer.core.instrument.DistributionSummary;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stores new tickets: those that come while others are being stored go together, as one statement in one transaction, which
 * is committed when {@link #write} returns (ADR 0013). Thread-safe.
 */
public final class TicketWriter {

    /** Counts what happens to tickets by the names that their history has for it. */
    static final String CHANGES = "docket.ticket.changes";

    /** One statement computes while the commit of another is on its way to the disk; more would only be smaller. */
    private static final int STATEMENTS = 2;

    private static final int TICKETS_OF_A_STATEMENT = 128;

    /** As many as may wait in the queue of the transport: every one holds a worker, of which there are fewer. */
    private static final int WAITING = 256;

    /**
     * For accounts whose counter another transaction has: some at a time, each in a transaction of its own. They may wait for
     * seconds, so they must not be all of the workers.
     */
    private static final Batcher.Limits BUSY = new Batcher.Limits(4, TICKETS_OF_A_STATEMENT, 1, 24);

    private final Database database;
    private final IdempotencyKeys keys;
    private final DistributionSummary gathered;
    private final Batcher<Creation, TicketCreation> gatherer;
    private final Batcher<Creation, TicketCreation> busyAccounts;

    public TicketWriter(Database database, IdempotencyKeys keys) {
        this.database = database;
        this.keys = keys;
        this.gathered = database.meters().summary("docket.tickets.gathered");
        this.gatherer = new Batcher<>(
                new Batcher.Limits(STATEMENTS, TICKETS_OF_A_STATEMENT, TICKETS_OF_A_STATEMENT, WAITING),
                Creation::account,
                this::store);
        this.busyAccounts = new Batcher<>(BUSY, Creation::account, this::storeWhenFree);
    }

    /**
     * A ticket, and the answer to its request if it is stored.
     *
     * @param key that the answer is to be stored under; null if the request has none
     */
    record Creation(NewTicket ticket, @Nullable KeyedRequest key, Function<TicketCreation, Response> answer) {

        String account() {
            return ticket.accountId();
        }
    }

    /** @return not busy */
    TicketCreation write(Creation creation) {
        try {
            TicketCreation stored = gatherer.submit(creation);
            return stored.isBusy() ? busyAccounts.submit(creation) : stored;
        } catch (KeyUsedException late) {
            return TicketCreation.STALE;
        }
    }

    /** As a part of {@code transaction}. */
    static TicketCreation write(Transaction transaction, NewTicket ticket) {
        return write(transaction, List.of(ticket)).get(0);
    }

    /** As a part of {@code transaction}: what became of each, in the order given. */
    public static List<TicketCreation> write(Transaction transaction, List<NewTicket> tickets) {
        List<TicketCreation> stored = transaction.dao(TicketDao.class).create(tickets);
        int created = 0;
        int turns = 0;
        for (int i = 0; i < stored.size(); i++) {
            if (stored.get(i).ticket() != null) {
                created++;
                turns += tickets.get(i).takesTurn() ? 1 : 0;
            }
        }
        transaction.count(CHANGES, "action", "created", created);
        transaction.count("docket.rotation.turns", "taken", "at_creation", turns);
        return stored;
    }

    private List<TicketCreation> store(List<Creation> creations) {
        gathered.record(creations.size());
        Set<String> accounts = creations.stream().map(Creation::account).collect(Collectors.toSet());
        return database.write(accounts, transaction -> store(transaction, creations));
    }

    private List<TicketCreation> storeWhenFree(List<Creation> creations) {
        String account = creations.get(0).account();
        return database.write(account, transaction -> {
            transaction.dao(AccountDao.class).lock(account);
            return store(transaction, creations);
        });
    }

    private List<TicketCreation> store(Transaction transaction, List<Creation> creations) {
        List<TicketCreation> stored =
                write(transaction, creations.stream().map(Creation::ticket).toList());
        Map<KeyedRequest, Response> answers = new HashMap<>();
        for (int i = 0; i < stored.size(); i++) {
            Creation creation = creations.get(i);
            if (creation.key() != null && stored.get(i).ticket() != null) {
                answers.put(creation.key(), creation.answer().apply(stored.get(i)));
            }
        }
        if (!answers.isEmpty()) {
            keys.store(transaction, answers);
        }
        return stored;
    }
}
