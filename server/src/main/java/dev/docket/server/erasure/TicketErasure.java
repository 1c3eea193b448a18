package dev.docket.server.erasure;

import dev.docket.persistence.accounts.TokenDao;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.erasure.ErasedTicketRow;
import dev.docket.persistence.erasure.ErasureDao;
import dev.docket.persistence.idempotency.IdempotencyKeyDao;
import dev.docket.persistence.tickets.FoundTicket;
import dev.docket.persistence.tickets.TicketDao;
import dev.docket.persistence.tickets.TicketKey;
import dev.docket.server.security.Actor;
import dev.docket.server.tickets.TicketChange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Erases personal data from one ticket, as a part of a transaction. First it erases the fields, because a
 * {@link TicketChange} stores the ticket as it finds it and records the former values; then it adds the history entry
 * of the erasure; last it erases the older history.
 */
final class TicketErasure {

    private static final String ACTION = "erased";

    private final Transaction transaction;
    private final ErasureDao dao;
    private final String account;
    private final Actor actor;
    private final Instant now;

    TicketErasure(Transaction transaction, String account, Actor actor, Instant now) {
        this.transaction = transaction;
        this.dao = transaction.dao(ErasureDao.class);
        this.account = account;
        this.actor = actor;
        this.now = now;
    }

    /**
     * Erases the requester's data, also where a merge moved it to another ticket; data of others stays.
     *
     * @param includeAgentTexts whether texts by others are erased, too
     */
    ErasedTicketRow ofRequester(long id, boolean includeAgentTexts) {
        List<Long> line = lockLine(id);
        transaction.dao(TokenDao.class).eraseRequester(account, id, now);
        eraseFields(id, includeAgentTexts);
        long comments = 0;
        long attachments = 0;
        for (long there : line) {
            ErasedTicketRow erased = dao.eraseTexts(account, id, there, includeAgentTexts, now, actor.row());
            boolean isConcerned =
                    there == id || erased.comments() + erased.attachments() > 0 || dao.namesFiles(account, id, there);
            if (isConcerned) {
                record(there, erased, there == id ? null : id);
                dao.eraseHistory(account, id, there, includeAgentTexts);
            }
            comments += erased.comments();
            attachments += erased.attachments();
        }
        return new ErasedTicketRow(comments, attachments);
    }

    /** Erases all personal data on the ticket, by every author and from every ticket merged into it. */
    void ofAll(long id) {
        eraseFields(id, true);
        ErasedTicketRow erased = dao.eraseTexts(account, null, id, true, now, actor.row());
        record(id, erased, null);
        dao.eraseHistory(account, null, id, true);
        dao.setErased(account, id);
    }

    /** Locks the ticket and those that it was merged into. Until they are locked, a further merge can happen. */
    private List<Long> lockLine(long id) {
        List<Long> locked;
        do {
            locked = dao.lock(account, dao.line(account, id));
        } while (!locked.equals(dao.line(account, id)));
        return locked;
    }

    private void eraseFields(long id, boolean includeReasons) {
        dao.eraseFields(account, id);
        transaction.dao(IdempotencyKeyDao.class).eraseTicket(account, id);
        TicketDao tickets = transaction.dao(TicketDao.class);
        tickets.lock(account, TicketKey.of(id)).map(FoundTicket::ticket).ifPresent(tickets::index);
        if (includeReasons) {
            dao.eraseReasons(account, id);
        }
    }

    /** @param origin the ticket from which the erased data came; null if that is this ticket */
    private void record(long id, ErasedTicketRow erased, @Nullable Long origin) {
        TicketChange change = TicketChange.ofEvery(transaction, account, id, actor, now)
                .noting("comments", erased.comments())
                .noting("attachments", erased.attachments());
        if (origin != null) {
            change.noting("mergedTicketId", origin);
        }
        change.store(ACTION);
    }
}
