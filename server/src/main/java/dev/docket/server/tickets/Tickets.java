package dev.docket.server.tickets;

import dev.docket.api.model.Ticket;
import dev.docket.api.model.TicketAssignment;
import dev.docket.api.model.TicketInput;
import dev.docket.api.model.TicketSla;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.tickets.FoundTicket;
import dev.docket.persistence.tickets.TicketCreation;
import dev.docket.persistence.tickets.TicketDao;
import dev.docket.persistence.tickets.TicketKey;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.server.accounts.AccountRules;
import dev.docket.server.accounts.AccountRulesCache;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.EntityTags;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.idempotency.IdempotencyKeys;
import dev.docket.server.idempotency.KeyedRequest;
import dev.docket.server.idempotency.RenderedResponse;
import dev.docket.server.rotations.Assignments;
import dev.docket.server.security.Actor;
import dev.docket.server.security.Caller;
import dev.docket.server.sla.SlaAgreement;
import dev.docket.server.sla.SlaExplanation;
import dev.docket.server.sla.SlaState;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Creates and reads tickets. Thread-safe. */
public final class Tickets {

    /** Key in the {@code metaData} of a ticket: the uniqueId of the ticket that it was merged into. */
    public static final String MERGED_INTO = "mergedInto";

    private final Database database;
    private final AccountRulesCache configurations;
    private final IdempotencyKeys keys;
    private final TicketWriter writer;
    private final Clock clock;

    public Tickets(Database database, AccountRulesCache configurations, IdempotencyKeys keys, Clock clock) {
        this.database = database;
        this.configurations = configurations;
        this.keys = keys;
        this.writer = new TicketWriter(database, keys);
        this.clock = clock;
    }

    /**
     * Creates a ticket: all of it or nothing.
     *
     * @param key the idempotency key of the request; null if it has none
     * @return the response; for a repeated request, its first response
     * @throws ProblemException 400 with everything that is wrong with {@code input}; 403 if its ticket type requires
     *     permissions that the caller does not have, or the ticket is not one that a requester may create; 409 and 422
     *     for {@code key}
     */
    public RenderedResponse create(
            String account, TicketInput input, Caller caller, String requestId, @Nullable KeyedRequest key) {
        RequesterRules.requireMayCreate(input, caller);
        byte[] keyHash = key == null ? null : key.keyHash();
        BiFunction<AccountRules, Instant, TicketDraft> drafting =
                (configuration, now) -> TicketDraft.of(account, input, configuration, caller, requestId, keyHash, now);
        // A turn depends on the tickets of every requester.
        return database.unbound(() -> create(account, drafting, key));
    }

    private RenderedResponse create(
            String account, BiFunction<AccountRules, Instant, TicketDraft> drafting, @Nullable KeyedRequest key) {
        TicketDraft draft = drafting.apply(configurations.get(account), clock.instant());
        if (!draft.asksWhoIsThere()) {
            TicketWriter.Written written = writer.write(draft, key);
            if (!written.creation().isStale()) {
                return written.response() != null ? written.response() : writer.render(draft, written.creation());
            }
        }
        return keys.once(key, () -> createLocked(account, drafting));
    }

    /** Creates a ticket by the current configuration and availability, with the account locked. */
    private RenderedResponse createLocked(String account, BiFunction<AccountRules, Instant, TicketDraft> drafting) {
        return configurations.locked(account, (transaction, configuration) -> {
            // One instant for all steps: no agent's availability ends between the search and the pick.
            Instant now = clock.instant();
            TicketDraft certain = drafting.apply(configuration, now)
                    .certain(transaction, configurations, changed -> drafting.apply(changed, now));
            return writer.render(certain, TicketWriter.write(transaction, certain.ticket()));
        });
    }

    /**
     * Reads a ticket in its current state.
     *
     * @throws ProblemException 404 if the ticket does not exist, or has a type that the caller may not see
     */
    public Versioned<Ticket> read(String account, String ticketId, Caller caller) {
        FoundTicket found = database.read(account, transaction -> find(transaction, account, ticketId, caller));
        return tagged(
                found.ticket(),
                RequesterRules.shown(toTicket(found.ticket(), ServiceLevel.at(found, clock.instant())), caller));
    }

    /**
     * Explains why the ticket has its assignee.
     *
     * @throws ProblemException 404 if the ticket does not exist, or has a type that the caller may not see
     */
    public Versioned<TicketAssignment> explainAssignment(String account, String ticketId, Caller caller) {
        return database.read(account, transaction -> {
            FoundTicket found = find(transaction, account, ticketId, caller);
            return Assignments.explain(transaction, found.ticket());
        });
    }

    /**
     * Finds a ticket, as a part of {@code transaction}.
     *
     * @throws ProblemException 404 if the ticket does not exist, or has a type that the caller may not see
     */
    public static FoundTicket find(Transaction transaction, String account, String ticketId, Caller caller) {
        return look(transaction, account, ticketId, caller.permissions()::containsAll)
                .orElseThrow(() -> missing(ticketId));
    }

    /**
     * Returns the id of a ticket, also if it was deleted.
     *
     * @throws ProblemException 404 if the ticket does not exist, or has a type that the caller may not see
     */
    public static long findAnyId(Transaction transaction, String account, String ticketId, Caller caller) {
        return transaction
                .dao(TicketDao.class)
                .findAny(account, TicketKey.of(ticketId))
                .filter(found -> caller.permissions().containsAll(found.requiredPermissions()))
                .map(found -> found.ticket().id())
                .orElseThrow(() -> missing(ticketId));
    }

    static ProblemException missing(String ticketId) {
        return new ProblemException(ProblemType.NOT_FOUND, "there is no ticket '" + ticketId + "' in this account");
    }

    /** Returns the id of a ticket; empty if the ticket does not exist, or has a type that the actor may not see. */
    public static Optional<Long> findId(Transaction transaction, String account, String ticketId, Actor actor) {
        return look(transaction, account, ticketId, actor::hasAll)
                .map(found -> found.ticket().id());
    }

    private static Optional<FoundTicket> look(
            Transaction transaction, String account, String ticketId, Predicate<List<String>> hasAll) {
        return transaction
                .dao(TicketDao.class)
                .find(account, TicketKey.of(ticketId))
                .filter(ticket -> hasAll.test(ticket.requiredPermissions()));
    }

    /** Shows a ticket that was just created. */
    static Versioned<Ticket> show(TicketDraft draft, TicketCreation creation) {
        draft.requireStored(creation);
        TicketRow row = creation.ticket();
        return tagged(row, RequesterRules.shown(toTicket(row, draft.sla().orElse(null)), draft.caller()));
    }

    /** Shows a changed ticket in its new state. */
    public static Versioned<Ticket> show(TicketChange change) {
        return tagged(change.ticket(), RequesterRules.shown(toTicket(change.ticket(), change.sla()), change.actor()));
    }

    /** Shows a ticket as it was at an instant. */
    public static Ticket shownAt(FoundTicket found, Instant then, Caller caller) {
        return RequesterRules.shown(toTicket(found.ticket(), ServiceLevel.at(found, then)), caller);
    }

    /** @param sla the current state; null without an SLA */
    private static Ticket toTicket(TicketRow row, @Nullable SlaState sla) {
        return TicketMapper.INSTANCE.toTicket(row, sla);
    }

    /** The SLA of a ticket changes with time although the stored row does not, so the entity tag covers the SLA. */
    private static Versioned<Ticket> tagged(TicketRow row, Ticket shown) {
        return new Versioned<>(shown, EntityTags.of(row.version(), shown));
    }

    /**
     * Explains the state of a ticket's service level.
     *
     * @throws ProblemException 404 if the ticket does not exist, has no SLA, or has a type that the caller may not see
     */
    public Versioned<TicketSla> explainSla(String account, String ticketId, Caller caller) {
        FoundTicket found = database.read(account, transaction -> find(transaction, account, ticketId, caller));
        SlaAgreement agreement = ServiceLevel.agreement(found);
        if (agreement == null) {
            throw new ProblemException(ProblemType.NOT_FOUND, "the ticket '" + ticketId + "' has no SLA");
        }
        TicketSla sla = new SlaExplanation(agreement, found.ticket())
                .at(ServiceLevel.notBefore(found.ticket(), clock.instant()));
        return new Versioned<>(sla, EntityTags.of(found.ticket().version(), sla));
    }
}
