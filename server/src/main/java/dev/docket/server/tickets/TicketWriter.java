package dev.docket.server.tickets;

import dev.docket.api.model.Ticket;
import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.tickets.NewTicket;
import dev.docket.persistence.tickets.TicketCreation;
import dev.docket.persistence.tickets.TicketDao;
import dev.docket.server.concurrent.Batcher;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.idempotency.IdempotencyKeys;
import dev.docket.server.idempotency.KeyUsedException;
import dev.docket.server.idempotency.KeyedRequest;
import dev.docket.server.idempotency.RenderedResponse;
import io.micrometer.core.instrument.DistributionSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stores new tickets. Tickets that arrive while others are being stored go together, as one statement in one
 * transaction, which is committed when {@link #write} returns (server ADR 13). Thread-safe.
 */
public final class TicketWriter {

    /** Metric: number of changes of tickets, by the action name of their history entries. */
    static final String CHANGES = "docket.ticket.changes";

    /**
     * One statement computes while the commit of another is on its way to the disk; with more, each would be smaller.
     */
    private static final int STATEMENTS = 2;

    private static final int TICKETS_OF_A_STATEMENT = 128;

    /**
     * The size of the transport's queue: every waiting request holds a worker, and there are fewer workers than that.
     */
    private static final int WAITING = 256;

    /**
     * Limits for tickets of accounts whose counter another transaction has locked: a few at a time, each in a
     * transaction of its own. They may wait for seconds, so they must not occupy all workers.
     */
    private static final Batcher.Limits BUSY = new Batcher.Limits(4, TICKETS_OF_A_STATEMENT, 1, 24);

    private final Database database;
    private final IdempotencyKeys keys;
    private final DistributionSummary gathered;
    private final Batcher<Entry, Written> batcher;
    private final Batcher<Entry, Written> busyAccounts;

    public TicketWriter(Database database, IdempotencyKeys keys) {
        this.database = database;
        this.keys = keys;
        this.gathered = database.meters().summary("docket.tickets.gathered");
        this.batcher = new Batcher<>(
                new Batcher.Limits(STATEMENTS, TICKETS_OF_A_STATEMENT, TICKETS_OF_A_STATEMENT, WAITING),
                Entry::account,
                this::store);
        this.busyAccounts = new Batcher<>(BUSY, Entry::account, this::storeWhenFree);
    }

    /** @param key the key under which the response is stored; null if the request has none */
    private record Entry(TicketDraft draft, @Nullable KeyedRequest key) {

        String account() {
            return draft.ticket().accountId();
        }
    }

    /** @param response the response stored under the key; null without a key, or if no ticket was stored */
    record Written(TicketCreation creation, @Nullable RenderedResponse response) {}

    /**
     * @param key the key under which the response is stored; null if the request has none
     * @return a result that is not busy
     */
    Written write(TicketDraft draft, @Nullable KeyedRequest key) {
        Entry entry = new Entry(draft, key);
        try {
            Written written = batcher.submit(entry);
            return written.creation().isBusy() ? busyAccounts.submit(entry) : written;
        } catch (KeyUsedException late) {
            return new Written(TicketCreation.STALE, null);
        }
    }

    /**
     * Renders the response to a creation.
     *
     * @throws ProblemException 400 and 403 if the ticket was not stored
     */
    RenderedResponse render(TicketDraft draft, TicketCreation creation) {
        Versioned<Ticket> ticket = Tickets.show(draft, creation);
        return keys.render(ticket, "/tickets/" + ticket.body().getUniqueId());
    }

    /** Stores one ticket as a part of {@code transaction}. */
    static TicketCreation write(Transaction transaction, NewTicket ticket) {
        return write(transaction, List.of(ticket)).get(0);
    }

    /** Stores tickets as a part of {@code transaction}, and returns one result for each, in the given order. */
    public static List<TicketCreation> write(Transaction transaction, List<NewTicket> tickets) {
        List<TicketCreation> stored = transaction.dao(TicketDao.class).create(tickets);
        int created = 0;
        int turns = 0;
        for (int i = 0; i < stored.size(); i++) {
            if (stored.get(i).ticket() != null) {
                created++;
                turns += tickets.get(i).turn().takesTurn() ? 1 : 0;
            }
        }
        transaction.count(CHANGES, "action", "created", created);
        transaction.count("docket.rotation.turns", "taken", "at_creation", turns);
        return stored;
    }

    private List<Written> store(List<Entry> entries) {
        gathered.record(entries.size());
        Set<String> accounts = entries.stream().map(Entry::account).collect(Collectors.toSet());
        return database.write(accounts, transaction -> store(transaction, entries));
    }

    private List<Written> storeWhenFree(List<Entry> entries) {
        String account = entries.get(0).account();
        return database.write(account, transaction -> {
            transaction.dao(AccountDao.class).lock(account);
            return store(transaction, entries);
        });
    }

    private List<Written> store(Transaction transaction, List<Entry> entries) {
        List<TicketCreation> stored = write(
                transaction,
                entries.stream().map(entry -> entry.draft().ticket()).toList());
        List<Written> written = new ArrayList<>(entries.size());
        Map<KeyedRequest, RenderedResponse> responses = new HashMap<>();
        for (int i = 0; i < stored.size(); i++) {
            Entry entry = entries.get(i);
            RenderedResponse response = null;
            if (entry.key() != null && stored.get(i).ticket() != null) {
                response = render(entry.draft(), stored.get(i));
                responses.put(entry.key(), response);
            }
            written.add(new Written(stored.get(i), response));
        }
        if (!responses.isEmpty()) {
            keys.store(transaction, responses);
        }
        return written;
    }
}
