package dev.docket.server.tickets;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.model.LineProblem;
import dev.docket.api.model.Ticket;
import dev.docket.api.model.TicketBulkItem;
import dev.docket.api.model.TicketBulkOutcome;
import dev.docket.api.model.TicketBulkResult;
import dev.docket.api.model.TicketBulkUpdateInput;
import dev.docket.api.model.ViolationCode;
import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.DatabaseUnavailableException;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.rotations.TurnDao;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.server.accounts.AccountRulesCache;
import dev.docket.server.http.body.LineProblems;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.security.Actor;
import dev.docket.server.text.Composed;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Changes tickets. Thread-safe. */
public final class TicketUpdates {

    /** The characters of the JSON of the changes, times the number of tickets. */
    private static final int MAX_CHANGED = 16 * 1024 * 1024;

    /** Errors that a result lists in all; one ticket more may begin before. */
    private static final int MAX_ERRORS = 1_000;

    private final Database database;
    private final AccountRulesCache configurations;
    private final Consumer<String> capacityFreed;
    private final Clock clock;

    /**
     * @param capacityFreed receives the account when a user for whom tickets wait has fewer open tickets than before
     */
    public TicketUpdates(
            Database database, AccountRulesCache configurations, Consumer<String> capacityFreed, Clock clock) {
        this.database = database;
        this.configurations = configurations;
        this.capacityFreed = capacityFreed;
        this.clock = clock;
    }

    /**
     * @throws ProblemException 400 with everything that would be wrong afterwards; 403 if the patch requires
     *     permissions that the actor does not have; 404; 409 if the ticket is closed; 412
     */
    public Versioned<Ticket> update(
            String account, String ticketId, @Nullable String ifMatch, ObjectNode patch, Actor actor) {
        return Tickets.show(
                change(account, ticketId, TicketEdit.needsLockedAccount(patch), actor, (transaction, change) -> {
                    change.requireMatch(ifMatch);
                    TicketEdit.apply(transaction, configurations, change, patch);
                    change.store("updated");
                }));
    }

    /**
     * Makes the same changes to each of many tickets, each in a transaction of its own.
     *
     * @throws ProblemException 400 if the request changes nothing, or more than {@link #MAX_CHANGED} in all
     */
    public TicketBulkResult update(String account, TicketBulkUpdateInput update, Actor actor) {
        if (update.getChanges() == null && update.getAddTags() == null && update.getRemoveTags() == null) {
            throw ProblemException.invalid(
                    List.of(Violations.inBody("", ViolationCode.REQUIRED, "must have changes, addTags or removeTags")));
        }
        requireNotTooMuch(update);
        ErrorsOfItems errors = new ErrorsOfItems();
        List<TicketBulkItem> items = update.getTicketIds().stream()
                .map(ticketId -> item(account, ticketId, update, actor, errors))
                .toList();
        Map<TicketBulkOutcome, Long> counts =
                items.stream().collect(Collectors.groupingBy(TicketBulkItem::getOutcome, Collectors.counting()));
        return new TicketBulkResult()
                .updated(counts.getOrDefault(TicketBulkOutcome.UPDATED, 0L))
                .unchanged(counts.getOrDefault(TicketBulkOutcome.UNCHANGED, 0L))
                .refused(counts.getOrDefault(TicketBulkOutcome.REFUSED, 0L))
                .results(items);
    }

    private static void requireNotTooMuch(TicketBulkUpdateInput update) {
        int size =
                update.getChanges() == null ? 0 : update.getChanges().toString().length();
        if ((long) size * update.getTicketIds().size() > MAX_CHANGED) {
            throw ProblemException.invalid(List.of(Violations.inBody(
                    "/ticketIds",
                    ViolationCode.TOO_MANY,
                    "are too many for changes of this size; change at most %d tickets at a time"
                            .formatted(MAX_CHANGED / size))));
        }
    }

    private TicketBulkItem item(
            String account, String ticketId, TicketBulkUpdateInput update, Actor actor, ErrorsOfItems errors) {
        TicketBulkItem item = new TicketBulkItem().ticketId(ticketId);
        ObjectNode changes = update.getChanges() == null ? JsonNodeFactory.instance.objectNode() : update.getChanges();
        try {
            TicketChange change =
                    change(account, ticketId, TicketEdit.needsLockedAccount(changes), actor, (transaction, ticket) -> {
                        TicketEdit.apply(
                                transaction, configurations, ticket, withTags(ticket.ticket(), changes, update));
                        ticket.store("updated");
                    });
            return item.outcome(change.hasStored() ? TicketBulkOutcome.UPDATED : TicketBulkOutcome.UNCHANGED)
                    .version(change.ticket().version());
        } catch (ProblemException refusal) {
            return item.outcome(TicketBulkOutcome.REFUSED).problem(errors.describe(refusal));
        } catch (DatabaseUnavailableException away) {
            // Other tickets are changed already, and their outcomes must not be lost.
            ProblemException refusal = new ProblemException(
                    ProblemType.SERVICE_UNAVAILABLE, "the database is temporarily unavailable; retry this ticket");
            return item.outcome(TicketBulkOutcome.REFUSED).problem(errors.describe(refusal));
        }
    }

    /** Lists the errors of the first tickets only, since all of a thousand may have a hundred. */
    private static final class ErrorsOfItems {

        private int listed;

        LineProblem describe(ProblemException refusal) {
            if (listed >= MAX_ERRORS) {
                return LineProblems.withoutErrors(refusal);
            }
            listed += refusal.violations().size();
            return LineProblems.of(refusal);
        }
    }

    /** Returns the patch with the resulting tags of the ticket. */
    private static ObjectNode withTags(TicketRow ticket, ObjectNode changes, TicketBulkUpdateInput update) {
        ObjectNode patch = changes.deepCopy();
        List<String> remove = Composed.of(update.getRemoveTags());
        List<String> add = Composed.of(update.getAddTags());
        if (!add.isEmpty() || !remove.isEmpty()) {
            Set<String> tags = new LinkedHashSet<>(ticket.tags());
            if (changes.path("tags").isArray()) {
                tags.clear();
                changes.path("tags").forEach(tag -> tags.add(Composed.of(tag.asText())));
            }
            remove.forEach(tags::remove);
            tags.addAll(add);
            ArrayNode all = patch.putArray("tags");
            tags.forEach(all::add);
        }
        return patch;
    }

    /** @throws ProblemException 404; 412 */
    public void delete(String account, String ticketId, @Nullable String ifMatch, Actor actor) {
        change(
                account,
                ticketId,
                false,
                actor,
                (transaction, change) -> change.requireMatch(ifMatch)
                        .with(fields -> fields.deletedAt(change.now()))
                        .store("deleted"));
    }

    /** @throws ProblemException 404; 412 */
    public Versioned<Ticket> restore(String account, String ticketId, @Nullable String ifMatch, Actor actor) {
        return Tickets.show(database.write(account, transaction -> {
            TicketChange change = TicketChange.ofAny(transaction, account, ticketId, actor, clock.instant());
            change.requireMatch(ifMatch);
            change.with(fields -> fields.deletedAt(null)).store("restored");
            return change;
        }));
    }

    /** @throws ProblemException 404; 409 if the SLA is already paused manually, or is not running; 412 */
    public Versioned<Ticket> pauseSla(
            String account, String ticketId, @Nullable String ifMatch, String reason, Actor actor) {
        return Tickets.show(change(
                account,
                ticketId,
                false,
                actor,
                (transaction, change) -> change.requireMatch(ifMatch)
                        .pause(reason)
                        .noting("reason", reason)
                        .store("sla_paused")));
    }

    /** @throws ProblemException 404; 409 if the SLA is not paused manually, or is not running; 412 */
    public Versioned<Ticket> resumeSla(
            String account, String ticketId, @Nullable String ifMatch, String reason, Actor actor) {
        return Tickets.show(change(
                account,
                ticketId,
                false,
                actor,
                (transaction, change) -> change.requireMatch(ifMatch)
                        .resume()
                        .noting("reason", reason)
                        .store("sla_resumed")));
    }

    /** Does {@code work} on a locked ticket, and reports freed capacity after the commit. */
    private TicketChange change(
            String account,
            String ticketId,
            boolean locksAccount,
            Actor actor,
            BiConsumer<Transaction, TicketChange> work) {
        Function<Transaction, TicketChange> changing = transaction -> {
            TicketChange change = TicketChange.of(transaction, account, ticketId, actor, clock.instant());
            work.accept(transaction, change);
            return change;
        };
        TicketChange change = locksAccount
                ? ConfigurationLock.change(database, account, changing)
                : database.write(account, changing);
        committed(account, change);
        return change;
    }

    /** Reports freed capacity if tickets wait for the former assignee. To be called after the commit of any change. */
    public void committed(String account, TicketChange change) {
        String freed = change.freedAssignee();
        if (freed != null
                && database.read(
                        account, transaction -> transaction.dao(TurnDao.class).isAwaited(account, freed))) {
            capacityFreed.accept(account);
        }
    }
}
