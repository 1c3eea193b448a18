package dev.docket.server.transfer;

import dev.docket.api.model.TicketImportResult;
import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.DatabaseUnavailableException;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.tickets.TicketCreation;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.persistence.transfer.ConversationRow;
import dev.docket.persistence.transfer.ImportedTicketRow;
import dev.docket.persistence.transfer.TicketImportDao;
import dev.docket.server.accounts.AccountRules;
import dev.docket.server.accounts.AccountRulesCache;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.tickets.TicketDraft;
import dev.docket.server.tickets.TicketWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the tickets of an import, each once. It stores many in one transaction, and one by one those that cannot be
 * stored with others. Every transaction locks the account before it looks for tickets, so that no other import adds
 * them in the meantime. Thread-safe.
 */
final class ImportedTickets {

    private static final Logger LOG = LoggerFactory.getLogger(ImportedTickets.class);

    private final Database database;
    private final AccountRulesCache configurations;
    private final Clock clock;

    ImportedTickets(Database database, AccountRulesCache configurations, Clock clock) {
        this.database = database;
        this.configurations = configurations;
        this.clock = clock;
    }

    private record Drafted(ImportedTicket ticket, TicketDraft draft) {}

    /**
     * Returns the result of each ticket, in the given order; the created tickets are committed.
     *
     * @throws DatabaseUnavailableException some tickets may have been committed before
     */
    List<TicketImportResult> store(List<ImportedTicket> tickets, ImportContext context) {
        // A second ticket with the same external id is stored after the first one.
        Map<String, ImportedTicket> together = new LinkedHashMap<>();
        tickets.stream()
                .filter(ticket -> ticket.isValid() && mayBring(ticket, context))
                .forEach(ticket -> together.putIfAbsent(ticket.externalId(), ticket));
        Map<Long, TicketImportResult> results = storeTogether(together.values(), context).stream()
                .collect(Collectors.toMap(TicketImportResult::getLine, Function.identity()));
        List<TicketImportResult> all = new ArrayList<>();
        for (ImportedTicket ticket : tickets) {
            if (!ticket.isValid()) {
                all.add(ticket.refused());
            } else if (!mayBring(ticket, context)) {
                all.add(ticket.refused(ProblemException.forbidden(
                        "tickets:notes", "importing internal notes needs the permission tickets:notes")));
            } else {
                TicketImportResult result = results.get(ticket.number());
                all.add(result == null ? storeAlone(ticket, context) : result);
            }
        }
        return all;
    }

    private static boolean mayBring(ImportedTicket ticket, ImportContext context) {
        return context.caller().seesNotes() || !ticket.conversation().hasNotes();
    }

    /** @return the results of the tickets that need not be stored alone; empty if any ticket cannot be stored */
    private List<TicketImportResult> storeTogether(Collection<ImportedTicket> tickets, ImportContext context) {
        if (tickets.isEmpty()) {
            return List.of();
        }
        try {
            AccountRules configuration = configurations.get(context.account());
            Instant now = clock.instant();
            List<Drafted> drafted = tickets.stream()
                    .map(ticket -> new Drafted(ticket, draft(ticket, context, configuration, now)))
                    .filter(ticket -> !ticket.draft().asksWhoIsThere())
                    .toList();
            return database.write(context.account(), transaction -> {
                transaction.dao(AccountDao.class).lock(context.account());
                return store(transaction, drafted, context);
            });
        } catch (DatabaseUnavailableException away) {
            throw away;
        } catch (RuntimeException failure) {
            LOG.warn("request {} imports one by one the tickets that failed together", context.requestId(), failure);
            return List.of();
        }
    }

    private TicketImportResult storeAlone(ImportedTicket ticket, ImportContext context) {
        try {
            return configurations.locked(context.account(), (transaction, configuration) -> {
                // One instant for the whole transaction, so that no user leaves between the lookup and the pick.
                Instant now = clock.instant();
                TicketDraft draft = draft(ticket, context, configuration, now);
                if (find(transaction, List.of(new Drafted(ticket, draft)), context)
                        .isEmpty()) {
                    draft = draft.certain(transaction, configurations, changed -> draft(ticket, context, changed, now));
                }
                return store(transaction, List.of(new Drafted(ticket, draft)), context)
                        .get(0);
            });
        } catch (DatabaseUnavailableException away) {
            throw away;
        } catch (ProblemException refusal) {
            return ticket.refused(refusal);
        } catch (RuntimeException failure) {
            // The result is that of a request for this ticket alone; the next lines do not depend on it.
            LOG.error("line {} of request {} failed", ticket.number(), context.requestId(), failure);
            return ticket.refused(new ProblemException(
                    ProblemType.INTERNAL_ERROR, "the server failed; its log has details under the request id"));
        }
    }

    private static TicketDraft draft(
            ImportedTicket ticket, ImportContext context, AccountRules configuration, Instant now) {
        return TicketDraft.of(
                context.account(),
                ticket.input(),
                ticket.beginning(now),
                configuration,
                context.caller(),
                context.requestId(),
                null,
                now);
    }

    /**
     * Stores tickets in {@code transaction}, which has the account locked, except those whose configuration is
     * outdated.
     */
    private static List<TicketImportResult> store(
            Transaction transaction, List<Drafted> tickets, ImportContext context) {
        Map<String, ImportedTicketRow> known = find(transaction, tickets, context);
        List<Drafted> unknown = tickets.stream()
                .filter(drafted -> !known.containsKey(drafted.ticket().externalId()))
                .toList();
        Map<Long, TicketCreation> creations = create(transaction, unknown, context);
        List<TicketImportResult> results = new ArrayList<>();
        for (Drafted drafted : tickets) {
            ImportedTicketRow row = known.get(drafted.ticket().externalId());
            TicketCreation creation = creations.get(drafted.ticket().number());
            if (row != null) {
                results.add(unchanged(drafted.ticket(), row, context));
            } else if (!creation.isStale()) {
                results.add(created(drafted, creation));
            }
        }
        return results;
    }

    private static Map<String, ImportedTicketRow> find(
            Transaction transaction, List<Drafted> tickets, ImportContext context) {
        List<String> externalIds =
                tickets.stream().map(drafted -> drafted.ticket().externalId()).toList();
        return transaction.dao(TicketImportDao.class).find(context.account(), externalIds).stream()
                .collect(Collectors.toMap(ImportedTicketRow::externalId, Function.identity()));
    }

    /** @return by line number */
    private static Map<Long, TicketCreation> create(
            Transaction transaction, List<Drafted> tickets, ImportContext context) {
        if (tickets.isEmpty()) {
            return Map.of();
        }
        List<TicketCreation> creations = TicketWriter.write(
                transaction,
                tickets.stream().map(drafted -> drafted.draft().ticket()).toList());
        Map<Long, TicketCreation> byLine = new HashMap<>();
        List<String> externalIds = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        List<ConversationRow> conversations = new ArrayList<>();
        for (int at = 0; at < tickets.size(); at++) {
            Drafted drafted = tickets.get(at);
            TicketRow row = creations.get(at).ticket();
            byLine.put(drafted.ticket().number(), creations.get(at));
            if (row != null) {
                externalIds.add(drafted.ticket().externalId());
                ids.add(row.id());
                Conversation conversation = drafted.ticket().conversation();
                if (!conversation.isEmpty()) {
                    conversations.add(conversation.row(row.id()));
                }
            }
        }
        if (!ids.isEmpty()) {
            TicketImportDao imports = transaction.dao(TicketImportDao.class);
            imports.insert(context.account(), externalIds, ids);
            if (!conversations.isEmpty()) {
                imports.addComments(context.account(), context.requestId(), conversations);
            }
            imports.leaveToNoRule(context.account(), ids);
        }
        return byLine;
    }

    private static TicketImportResult unchanged(ImportedTicket ticket, ImportedTicketRow row, ImportContext context) {
        return context.caller().permissions().containsAll(row.requiredPermissions())
                ? ticket.unchanged(row.id(), row.uniqueId(), row.ticketNumber())
                : ticket.refused(new ProblemException(
                        ProblemType.FORBIDDEN, "the ticket was imported before, and the caller may not read it"));
    }

    private static TicketImportResult created(Drafted drafted, TicketCreation creation) {
        try {
            drafted.draft().requireStored(creation);
        } catch (ProblemException refusal) {
            return drafted.ticket().refused(refusal.within("/ticket"));
        }
        TicketRow row = creation.ticket();
        return drafted.ticket().created(row.id(), row.uniqueId(), row.ticketNumber());
    }
}
