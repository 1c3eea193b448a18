package dev.docket.server.recalculation;

import dev.docket.api.model.TicketPriority;
import dev.docket.persistence.accounts.AccountTurns;
import dev.docket.persistence.accounts.AccountWork;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.policies.SlaDao;
import dev.docket.persistence.recalculation.MovedTicket;
import dev.docket.persistence.recalculation.OpenTicketRow;
import dev.docket.persistence.recalculation.RecalculationDao;
import dev.docket.persistence.recalculation.RecalculationRow;
import dev.docket.persistence.servicelevels.SlaStamp;
import dev.docket.server.sla.SlaAgreement;
import dev.docket.server.sla.SlaState;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves open tickets to a new version of their policy, after the edit that requested it was committed. The remaining
 * work is stored in the database, so it can continue at any time and on any node. Thread-safe.
 */
public final class OpenTicketRecalculation {

    private static final Logger LOG = LoggerFactory.getLogger(OpenTicketRecalculation.class);
    private static final int BATCH = 200;

    private final Database database;
    private final Clock clock;
    private final AccountTurns turns;

    public OpenTicketRecalculation(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.turns = new AccountTurns(
                database,
                (transaction, accounts) ->
                        transaction.dao(RecalculationDao.class).accounts(),
                this::work);
    }

    /** @return whether work is left that should be continued soon */
    public boolean run() {
        return turns.run();
    }

    /** Does all remaining work of an account. If it fails, the work remains pending, and the edit remains in force. */
    public void start(String account) {
        work(account).finish();
    }

    private AccountWork work(String account) {
        return () -> tryNext(account);
    }

    private boolean tryNext(String account) {
        try {
            return next(account);
        } catch (RuntimeException failure) {
            LOG.warn("open tickets of {} are still to be moved to another version of their policy", account, failure);
            return false;
        }
    }

    /**
     * Moves some tickets of an account, in a transaction of its own.
     *
     * @return whether there may be more; false if no work is left, or another thread or node is doing it
     */
    public boolean next(String account) {
        Instant now = clock.instant();
        return database.write(account, transaction -> {
            RecalculationDao dao = transaction.dao(RecalculationDao.class);
            Optional<RecalculationRow> asked = dao.lockNext(account);
            asked.ifPresent(recalculation -> {
                List<OpenTicketRow> tickets =
                        dao.lockTickets(account, recalculation.slaPolicyId(), recalculation.version(), BATCH);
                dao.move(account, recalculation, moved(transaction, account, recalculation, tickets, now), now);
                if (tickets.size() < BATCH) {
                    dao.finish(account, recalculation.slaPolicyId());
                }
            });
            return asked.isPresent();
        });
    }

    private static List<MovedTicket> moved(
            Transaction transaction,
            String account,
            RecalculationRow recalculation,
            List<OpenTicketRow> tickets,
            Instant now) {
        SlaDao policies = transaction.dao(SlaDao.class);
        Map<Integer, SlaAgreement> agreements = new HashMap<>();
        List<MovedTicket> moved = new ArrayList<>();
        for (OpenTicketRow ticket : tickets) {
            SlaAgreement from = agreements.computeIfAbsent(
                    ticket.sla().policyVersion(),
                    version -> SlaAgreement.of(policies.getVersion(account, recalculation.slaPolicyId(), version)));
            SlaAgreement to = agreements.computeIfAbsent(
                    recalculation.version(),
                    version -> SlaAgreement.of(policies.getVersion(account, recalculation.slaPolicyId(), version)));
            moved.add(move(ticket, from, to, now));
        }
        return moved;
    }

    /** A breach under the old version counts even if it is not stored yet. */
    private static MovedTicket move(OpenTicketRow ticket, SlaAgreement from, SlaAgreement to, Instant now) {
        Instant breachedAt = state(ticket, from, ticket.sla().breachedAt(), now).breachedAt();
        SlaState state = state(ticket, to, breachedAt, now);
        SlaStamp stamp = to.stamp(state);
        return new MovedTicket(
                ticket.id(),
                // If there are events, the watch must check now whether all of them are recorded.
                state.events().isEmpty() ? stamp : stamp.withNextEventAt(now),
                figures(ticket.sla()),
                figures(stamp));
    }

    private static SlaState state(
            OpenTicketRow ticket, SlaAgreement agreement, @Nullable Instant breachedAt, Instant now) {
        return agreement
                .clock(
                        TicketPriority.fromValue(ticket.priority()),
                        ticket.createdAt(),
                        ticket.slaPauses(),
                        ticket.firstResponseAt(),
                        null,
                        breachedAt)
                .at(now);
    }

    /** Returns the values for the history, without those that are null. */
    private static Map<String, Object> figures(SlaStamp sla) {
        Map<String, Object> figures = new HashMap<>();
        figures.put("slaPolicyVersion", sla.policyVersion());
        figures.put("slaFirstResponseDue", sla.firstResponseDue());
        figures.put("slaResolutionDue", sla.resolutionDue());
        figures.values().removeIf(value -> value == null);
        return figures;
    }
}
