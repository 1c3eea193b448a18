package dev.docket.server.attachments;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.docket.api.model.Attachment;
import dev.docket.api.model.QuotaName;
import dev.docket.api.model.TicketStatus;
import dev.docket.persistence.attachments.AttachmentDao;
import dev.docket.persistence.attachments.AttachmentRow;
import dev.docket.persistence.attachments.PendingAttachment;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.DatabaseUnavailableException;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.EntityTags;
import dev.docket.server.http.rest.Page;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.quotas.Quotas;
import dev.docket.server.security.Actor;
import dev.docket.server.security.Caller;
import dev.docket.server.tickets.TicketChange;
import dev.docket.server.tickets.TicketLifecycle;
import dev.docket.server.tickets.Tickets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds, reads and deletes attachments. Thread-safe. */
public final class Attachments {

    private static final Logger LOG = LoggerFactory.getLogger(Attachments.class);

    private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Database database;
    private final AttachmentStores stores;
    private final FileTypes types;
    private final long maxBytes;
    private final Quotas quotas;
    private final Clock clock;

    public Attachments(
            Database database, AttachmentStores stores, AttachmentSettings settings, Quotas quotas, Clock clock) {
        this.database = database;
        this.stores = stores;
        this.types = new FileTypes(settings);
        this.maxBytes = settings.maxBytes();
        this.quotas = quotas;
        this.clock = clock;
    }

    /**
     * Receives the file of a form for a ticket, after early checks of the ticket and the caller. The content is stored
     * as it arrives, without a lock; {@link #attach(ReceivedFile)} locks the ticket.
     *
     * @param boundary between the parts of the form; empty if the request names none
     * @param length of the form in bytes; 0 if unknown
     * @return the file, which the caller must close, attached or not
     * @throws ProblemException 400 if the body is not a form with one accepted file; 403 if the file is internal and
     *     the caller sees no internal files; 404; 408; 409 if the ticket is closed; 413
     */
    public ReceivedFile receive(
            String account,
            String ticketId,
            String boundary,
            long length,
            InputStream form,
            Caller caller,
            String requestId) {
        // Checked first, so that no client sends a large file in vain.
        TicketRow ticket = database.read(account, transaction -> {
            quotas.requireRoom(transaction, account, QuotaName.ATTACHMENT_BYTES);
            return Tickets.find(transaction, account, ticketId, caller).ticket();
        });
        if (ticket.basics().status().equals(TicketStatus.CLOSED.toString())) {
            throw TicketLifecycle.closed();
        }
        UUID id = IDS.generate();
        String store = stores.current();
        Actor actor = Actor.of(caller, requestId);
        Upload upload = new Upload(types, maxBytes, (name, contentType, detectedType, content) -> {
            PendingAttachment pending = new PendingAttachment(
                    id, ticket.id(), store, name.text(), contentType, detectedType, actor.row(), clock.instant());
            database.write(account, transaction -> {
                transaction.dao(AttachmentDao.class).begin(account, pending);
                return null;
            });
            stores.get(store).write(account, id, content);
        });
        ReceivedFile received =
                new ReceivedFile(account, ticketId, id, upload, actor, () -> discard(account, id, store));
        try {
            upload.receive(boundary, length, form);
            requireMaySee(upload.isInternal(), caller);
            return received;
        } catch (IOException broken) {
            received.close();
            throw new UncheckedIOException(broken);
        } catch (RuntimeException refusal) {
            received.close();
            throw refusal;
        }
    }

    /**
     * @throws ProblemException 404; 408 if the attachment is no longer pending; 409 if the ticket is closed, or a quota
     *     is used up
     */
    public Versioned<Attachment> attach(ReceivedFile file) {
        AttachmentRow attached = database.write(file.account(), transaction -> {
            TicketChange change = TicketChange.of(
                            transaction, file.account(), file.ticketId(), file.actor(), clock.instant())
                    .requireNotClosed();
            Upload upload = file.upload();
            return quotas.within(
                    transaction,
                    file.account(),
                    () -> attach(
                            transaction, change, file.id(), upload.size(), upload.sha256Hex(), upload.isInternal()));
        });
        file.setAttached();
        return show(attached);
    }

    private static void requireMaySee(boolean isInternal, Caller caller) {
        if (isInternal && !caller.seesNotes()) {
            throw ProblemException.forbidden(
                    "tickets:notes",
                    "internal attachments need the permission tickets:notes and are not available to requesters");
        }
    }

    /**
     * Attaches a pending attachment, whose whole content is stored, to its ticket.
     *
     * @throws ProblemException 408 if it is no longer pending
     */
    public static AttachmentRow attach(
            Transaction transaction, TicketChange change, UUID id, long size, String sha256, boolean isInternal) {
        AttachmentDao dao = transaction.dao(AttachmentDao.class);
        TicketRow ticket = change.ticket();
        if (dao.attach(ticket.accountId(), id, size, sha256, isInternal, change.now()) == 0) {
            throw tooSlow();
        }
        AttachmentRow attached =
                dao.find(ticket.accountId(), ticket.id(), id, true).orElseThrow();
        note(change, attached)
                .with(fields -> fields.counters(fields.counters().plusAttachments(1)))
                .store("attached");
        return attached;
    }

    static ProblemException tooSlow() {
        return new ProblemException(
                ProblemType.REQUEST_TIMEOUT,
                "the file did not arrive within %d minutes".formatted(AttachmentSweep.PATIENCE.toMinutes()));
    }

    static ProblemException gone() {
        return new ProblemException(ProblemType.NOT_FOUND, "the attachment has been deleted");
    }

    /** Notes an internal attachment without its name: a name can be confidential, and more people see the history. */
    private static TicketChange note(TicketChange change, AttachmentRow attachment) {
        change.noting("attachmentId", attachment.id())
                .noting("size", attachment.size())
                .noting("sha256", attachment.sha256())
                .noting("isInternal", attachment.isInternal());
        return attachment.isInternal() ? change : change.noting("fileName", attachment.fileName());
    }

    /** Removes the content; after a failure, the job removes it later. */
    private void discard(String account, UUID id, String store) {
        try {
            if (database.write(
                            account,
                            transaction -> transaction.dao(AttachmentDao.class).discard(account, id))
                    > 0) {
                AttachmentSweep.remove(database, stores.get(store), account, id);
            }
        } catch (DatabaseUnavailableException | ProblemException later) {
            LOG.debug("the content of {} could not be removed yet", id, later);
        }
    }

    /** @throws ProblemException 404 */
    public Versioned<Attachment> read(String account, String ticketId, UUID id, Caller caller) {
        return show(find(account, ticketId, id, caller));
    }

    /** @throws ProblemException 404 */
    StoredFile open(String account, String ticketId, UUID id, Caller caller) {
        AttachmentRow row = find(account, ticketId, id, caller);
        if (!row.hasContent()) {
            throw new ProblemException(ProblemType.NOT_FOUND, "the content of the attachment has been erased");
        }
        return new StoredFile(account, row, stores.get(row.store()));
    }

    private AttachmentRow find(String account, String ticketId, UUID id, Caller caller) {
        return database.read(account, transaction -> {
            long ticket = Tickets.find(transaction, account, ticketId, caller)
                    .ticket()
                    .id();
            return find(transaction, account, ticket, id, caller);
        });
    }

    private static AttachmentRow find(Transaction transaction, String account, long ticket, UUID id, Caller caller) {
        return transaction
                .dao(AttachmentDao.class)
                .find(account, ticket, id, caller.seesNotes())
                .orElseThrow(
                        () -> new ProblemException(ProblemType.NOT_FOUND, "the ticket has no attachment '" + id + "'"));
    }

    /**
     * Lists the attachments of a ticket in the order in which their uploads began.
     *
     * @throws ProblemException 404
     */
    public Page<Attachment> list(
            String account,
            String ticketId,
            Caller caller,
            @Nullable String cursor,
            int pageSize,
            boolean includeTotal) {
        UUID after = Page.after(cursor, BEFORE_ALL, key -> UUID.fromString(key.get(0)));
        boolean seesInternal = caller.seesNotes();
        return database.read(account, transaction -> {
                    long ticket = Tickets.find(transaction, account, ticketId, caller)
                            .ticket()
                            .id();
                    AttachmentDao dao = transaction.dao(AttachmentDao.class);
                    return Page.of(
                            dao.list(account, ticket, after, seesInternal, pageSize + 1),
                            pageSize,
                            row -> List.of(row.id().toString()),
                            includeTotal ? dao.count(account, ticket, seesInternal) : null);
                })
                .map(AttachmentMapper.INSTANCE::toAttachment);
    }

    /** @throws ProblemException 404; 409 if the ticket is closed; 412 */
    public void delete(
            String account, String ticketId, UUID id, @Nullable String ifMatch, Caller caller, String requestId) {
        database.write(account, transaction -> {
            TicketChange change =
                    TicketChange.of(transaction, account, ticketId, Actor.of(caller, requestId), clock.instant());
            AttachmentRow attachment =
                    find(transaction, account, change.ticket().id(), id, caller);
            EntityTags.requireMatch(ifMatch, attachment.revision());
            change.requireNotClosed();
            transaction.dao(AttachmentDao.class).delete(account, id);
            return note(change, attachment)
                    .with(fields -> fields.counters(fields.counters().plusAttachments(-1)))
                    .store("attachment_deleted");
        });
    }

    private static Versioned<Attachment> show(AttachmentRow row) {
        return Versioned.of(AttachmentMapper.INSTANCE.toAttachment(row), row.revision());
    }
}
