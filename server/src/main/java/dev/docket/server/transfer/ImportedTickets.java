package dev.docket.server.transfer;

import dev.docket.api.model.TicketImportResult;
import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.DatabaseUnavailableException;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.tickets.TicketCreation;
import dev.docket.persistence.tickets.TicketRow;
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
 * Stores tickets of an import, each once: many in one transaction, and one by one those that cannot go with others. Every
 * transaction locks the account first, so that nobody else imports what it has looked for and not found. Thread-safe.
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
     * What became of each, in the order given; what was created is committed.
     *
     * @throws DatabaseUnavailableException whatever was committed before
     */
    List<TicketImportResult> store(List<ImportedTicket> tickets, Importer importer) {
        // A second one of the same external id comes after what became of the first is certain.
        Map<String, ImportedTicket> together = new LinkedHashMap<>();
        tickets.stream()
                .filter(ImportedTicket::isValid)
                .forEach(ticket -> together.putIfAbsent(ticket.externalId(), ticket));
        Map<Long, TicketImportResult> results = storeTogether(together.values(), importer).stream()
                .collect(Collectors.toMap(TicketImportResult::getLine, Function.identity()));
        List<TicketImportResult> all = new ArrayList<>();
        for (ImportedTicket ticket : tickets) {
            TicketImportResult result = ticket.isValid() ? results.get(ticket.number()) : ticket.refused();
            all.add(result == null ? storeAlone(ticket, importer) : result);
        }
        return all;
    }

    /** @return without those that must go alone: all of them if one of them, whichever it is, cannot be stored */
    private List<TicketImportResult> storeTogether(Collection<ImportedTicket> tickets, Importer importer) {
        if (tickets.isEmpty()) {
            return List.of();
        }
        try {
            AccountRules configuration = configurations.get(importer.account());
            Instant now = clock.instant();
            List<Drafted> drafted = tickets.stream()
                    .map(ticket -> new Drafted(ticket, draft(ticket, importer, configuration, now)))
                    .filter(ticket -> !ticket.draft().asksWhoIsThere())
                    .toList();
            return database.write(importer.account(), transaction -> {
                transaction.dao(AccountDao.class).lock(importer.account());
                return store(transaction, drafted, importer);
            });
        } catch (DatabaseUnavailableException away) {
            throw away;
        } catch (RuntimeException failure) {
            LOG.warn("request {} imports one by one what failed together", importer.requestId(), failure);
            return List.of();
        }
    }

    private TicketImportResult storeAlone(ImportedTicket ticket, Importer importer) {
        try {
            return configurations.locked(importer.account(), (transaction, configuration) -> {
                // One instant for all of it: nobody leaves between being looked for and being picked.
                Instant now = clock.instant();
                TicketDraft draft = draft(ticket, importer, configuration, now);
                if (find(transaction, List.of(new Drafted(ticket, draft)), importer)
                        .isEmpty()) {
                    draft = draft.certain(
                            transaction, configurations, changed -> draft(ticket, importer, changed, now));
                }
                return store(transaction, List.of(new Drafted(ticket, draft)), importer)
                        .get(0);
            });
        } catch (DatabaseUnavailableException away) {
            throw away;
        } catch (ProblemException refusal) {
            return ticket.refused(refusal);
        } catch (RuntimeException failure) {
            // As it would be answered alone; the lines behind it are nothing to it.
            LOG.error("line {} of request {} failed", ticket.number(), importer.requestId(), failure);
            return ticket.refused(new ProblemException(ProblemType.INTERNAL_ERROR, "something went wrong here"));
        }
    }

    private static TicketDraft draft(
            ImportedTicket ticket, Importer importer, AccountRules configuration, Instant now) {
        return TicketDraft.of(
                importer.account(),
                ticket.input(),
                ticket.beginning(now),
                configuration,
                importer.caller(),
                importer.requestId(),
                null,
                now);
    }

    /** As a part of {@code transaction}, in which the account is locked; without those whose configuration is not in force. */
    private static List<TicketImportResult> store(Transaction transaction, List<Drafted> tickets, Importer importer) {
        Map<String, ImportedTicketRow> known = find(transaction, tickets, importer);
        List<Drafted> unknown = tickets.stream()
                .filter(drafted -> !known.containsKey(drafted.ticket().externalId()))
                .toList();
        Map<Long, TicketCreation> creations = create(transaction, unknown, importer);
        List<TicketImportResult> results = new ArrayList<>();
        for (Drafted drafted : tickets) {
            ImportedTicketRow row = known.get(drafted.ticket().externalId());
            TicketCreation creation = creations.get(drafted.ticket().number());
            if (row != null) {
                results.add(unchanged(drafted.ticket(), row, importer));
            } else if (!creation.isStale()) {
                results.add(created(drafted, creation));
            }
        }
        return results;
    }

    private static Map<String, ImportedTicketRow> find(
            Transaction transaction, List<Drafted> tickets, Importer importer) {
        List<String> externalIds =
                tickets.stream().map(drafted -> drafted.ticket().externalId()).toList();
        return transaction.dao(TicketImportDao.class).find(importer.account(), externalIds).stream()
                .collect(Collectors.toMap(ImportedTicketRow::externalId, Function.identity()));
    }

    /** @return by the numbers of the lines */
    private static Map<Long, TicketCreation> create(Transaction transaction, List<Drafted> tickets, Importer importer) {
        if (tickets.isEmpty()) {
            return Map.of();
        }
        List<TicketCreation> creations = TicketWriter.write(
                transaction,
                tickets.stream().map(drafted -> drafted.draft().ticket()).toList());
        Map<Long, TicketCreation> byLine = new HashMap<>();
        List<String> externalIds = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        for (int at = 0; at < tickets.size(); at++) {
            Drafted drafted = tickets.get(at);
            TicketRow row = creations.get(at).ticket();
            byLine.put(drafted.ticket().number(), creations.get(at));
            if (row != null) {
                externalIds.add(drafted.ticket().externalId());
                ids.add(row.id());
            }
        }
        if (!ids.isEmpty()) {
            TicketImportDao imports = transaction.dao(TicketImportDao.class);
            imports.insert(importer.account(), externalIds, ids);
            imports.leaveToNoRule(importer.account(), ids);
        }
        return byLine;
    }

    private static TicketImportResult unchanged(ImportedTicket ticket, ImportedTicketRow row, Importer importer) {
        return importer.caller().permissions().containsAll(row.requiredPermissions())
                ? ticket.unchanged(row.id(), row.uniqueId(), row.ticketNumber())
                : ticket.refused(new ProblemException(
                        ProblemType.FORBIDDEN, "it was imported before, as a ticket that the caller may not see"));
    }

    private static TicketImportResult created(Drafted drafted, TicketCreation creation) {
        try {
            drafted.draft().requireStored(creation, drafted.ticket().input());
        } catch (ProblemException refusal) {
            return drafted.ticket().refused(refusal.within("/ticket"));
        }
        TicketRow row = creation.ticket();
        return drafted.ticket().created(row.id(), row.uniqueId(), row.ticketNumber());
    }
}
