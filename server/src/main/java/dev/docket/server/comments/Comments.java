package dev.docket.server.comments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.docket.api.model.Comment;
import dev.docket.api.model.CommentInput;
import dev.docket.api.model.CommentUpdateInput;
import dev.docket.api.model.CommentVersion;
import dev.docket.api.model.TicketActorType;
import dev.docket.api.model.TicketStatus;
import dev.docket.api.model.Violation;
import dev.docket.persistence.comments.CommentDao;
import dev.docket.persistence.comments.CommentRow;
import dev.docket.persistence.comments.CommentRowBuilder;
import dev.docket.persistence.comments.CommentVersionRow;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.directory.UserDao;
import dev.docket.persistence.events.ActorRow;
import dev.docket.persistence.idempotency.IdempotencyKeyDao;
import dev.docket.persistence.pages.PageRow;
import dev.docket.persistence.tickets.Counters;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.server.http.json.MergePatch;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.http.rest.EntityTags;
import dev.docket.server.http.rest.Page;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.security.Actor;
import dev.docket.server.security.Caller;
import dev.docket.server.tickets.TicketChange;
import dev.docket.server.tickets.Tickets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Adds, reads and changes comments on tickets. Thread-safe. */
public final class Comments {

    private static final CommentMapper MAPPER = CommentMapper.INSTANCE;
    private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();
    private static final Set<TicketStatus> WAITING_FOR_THE_REQUESTER =
            Set.of(TicketStatus.WAITING_CUSTOMER, TicketStatus.RESOLVED);

    private final Database database;
    private final Clock clock;

    public Comments(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param ticketId the ticket's uniqueId */
    public static Comment shown(CommentRow comment, UUID ticketId) {
        return MAPPER.toComment(comment, ticketId);
    }

    /**
     * Adds a comment.
     *
     * @throws ProblemException 400 if a mentioned user does not exist; 403 if it is an internal note and the actor may
     *     not use those; 404; 409 if the ticket is closed or merged
     */
    public Versioned<Comment> add(String account, String ticketId, CommentInput input, Actor actor) {
        if (input.getIsInternal() && !actor.seesNotes()) {
            throw ProblemException.forbidden(
                    "tickets:notes",
                    "internal notes need the permission tickets:notes and are not available to requesters");
        }
        return show(database.write(account, transaction -> {
            TicketChange change = TicketChange.of(transaction, account, ticketId, actor, clock.instant())
                    .requireTakesComments();
            requireKnown(transaction, account, input.getMentions(), Set.of());
            CommentRow added = add(transaction, change, input.getContent(), input.getIsInternal(), input.getMentions());
            change.store("commented");
            return new CommentOn(change.ticket().uniqueId(), added);
        }));
    }

    /**
     * Adds a comment by the actor of {@code change} as a part of {@code transaction}, and notes its effects on the
     * ticket in {@code change}. The caller stores the change under its own action name and must have checked that the
     * ticket accepts comments and that all mentioned users exist. At most one comment for each history entry, which
     * names it.
     *
     * @param content 1 to 65,536 characters of Markdown
     * @param mentions ids of users
     */
    public static CommentRow add(
            Transaction transaction,
            TicketChange change,
            String content,
            boolean isInternal,
            Collection<String> mentions) {
        TicketRow ticket = change.ticket();
        Counters counters = ticket.counters();
        ActorRow author = change.actor().row();
        CommentRow comment = CommentRowBuilder.builder()
                .id(IDS.generate())
                .number(Math.toIntExact(counters.commentCount() + 1))
                .isInternal(isInternal)
                .author(author)
                .createdAt(change.now())
                .version(1)
                .content(content)
                .mentions(distinct(mentions))
                .editedAt(change.now())
                .editor(author)
                .build();
        transaction.dao(CommentDao.class).insert(ticket.accountId(), ticket.id(), comment);
        if (isInternal) {
            change.with(fields -> fields.counters(counters.withInternalNoteCount(counters.internalNoteCount() + 1)));
        } else {
            change.with(fields -> fields.counters(counters.withResponseCount(counters.responseCount() + 1)));
            respond(change);
        }
        note(change, comment);
        return comment;
    }

    private static void respond(TicketChange change) {
        TicketRow ticket = change.ticket();
        Instant now = change.now();
        switch (TicketActorType.fromValue(change.actor().type())) {
            case AGENT ->
                change.with(fields -> fields.lastResponseAt(now)
                        .firstResponseAt(Objects.requireNonNullElse(ticket.firstResponseAt(), now)));
            case REQUESTER -> {
                change.with(fields -> fields.lastCustomerResponseAt(now));
                if (WAITING_FOR_THE_REQUESTER.contains(
                        TicketStatus.fromValue(ticket.basics().status()))) {
                    change.moveTo(TicketStatus.OPEN);
                }
            }
            case SYSTEM -> {}
        }
    }

    /** Notes the comment without its text, because a history entry is permanent. */
    private static void note(TicketChange change, CommentRow comment) {
        change.noting("commentId", comment.id().toString()).noting("isInternal", comment.isInternal());
    }

    /**
     * Lists the comments that the caller may see, the oldest first, also those of tickets that were merged into this
     * one.
     *
     * @throws ProblemException 404
     */
    public Page<Comment> list(
            String account,
            String ticketId,
            Caller caller,
            @Nullable String cursor,
            int pageSize,
            boolean includeTotal) {
        Place after = Page.after(
                cursor, Place.FIRST, key -> new Place(Instant.parse(key.get(0)), Integer.parseInt(key.get(1))));
        return database.read(account, transaction -> {
                    TicketRow ticket =
                            Tickets.find(transaction, account, ticketId, caller).ticket();
                    List<PageRow<CommentRow>> rows = transaction
                            .dao(CommentDao.class)
                            .list(account, ticket.id(), caller.seesNotes(), after.at(), after.number(), pageSize + 1);
                    Counters counters = ticket.counters();
                    long total = caller.seesNotes() ? counters.commentCount() : counters.responseCount();
                    return Page.of(
                                    rows,
                                    pageSize,
                                    row -> List.of(row.createdAt().toString(), Integer.toString(row.number())),
                                    includeTotal ? Long.valueOf(total) : null)
                            .map(row -> new CommentOn(ticket.uniqueId(), row));
                })
                .map(found -> show(found).body());
    }

    /** @throws ProblemException 404, also for an internal note that the caller may not see */
    public Versioned<Comment> read(String account, String ticketId, UUID id, Caller caller) {
        return show(database.read(account, transaction -> {
            TicketRow ticket =
                    Tickets.find(transaction, account, ticketId, caller).ticket();
            return new CommentOn(ticket.uniqueId(), find(transaction, ticket, id, caller.seesNotes()));
        }));
    }

    /**
     * Lists the current and the former versions of a comment, the newest first.
     *
     * @throws ProblemException 404, also for an internal note that the caller may not see
     */
    public Page<CommentVersion> listVersions(
            String account,
            String ticketId,
            UUID id,
            Caller caller,
            @Nullable String cursor,
            int pageSize,
            boolean includeTotal) {
        int before = Page.after(cursor, Integer.MAX_VALUE, key -> Integer.valueOf(key.get(0)));
        return database.read(account, transaction -> {
                    TicketRow ticket =
                            Tickets.find(transaction, account, ticketId, caller).ticket();
                    CommentRow comment = find(transaction, ticket, id, caller.seesNotes());
                    List<PageRow<CommentVersionRow>> rows = transaction
                            .dao(CommentDao.class)
                            .listVersions(account, ticket.id(), id, before, pageSize + 1);
                    // Versions are numbered from 1 without a gap.
                    Long total = includeTotal ? Long.valueOf(comment.version()) : null;
                    return Page.of(rows, pageSize, row -> List.of(Integer.toString(row.version())), total);
                })
                .map(MAPPER::toVersion);
    }

    /**
     * Changes a comment.
     *
     * @throws ProblemException 400 with everything that would be wrong afterwards; 403 if the author is another one and
     *     the actor may not moderate; 404, also for an internal note that the actor may not see; 409 if the comment was
     *     redacted or the ticket is closed or merged; 412
     */
    public Versioned<Comment> update(
            String account, String ticketId, UUID id, @Nullable String ifMatch, ObjectNode patch, Actor actor) {
        return show(database.write(account, transaction -> {
            TicketChange change = TicketChange.of(transaction, account, ticketId, actor, clock.instant());
            CommentRow comment = find(transaction, change.ticket(), id, actor.seesNotes());
            if (!isBy(actor, comment) && !actor.moderates()) {
                throw ProblemException.forbidden(
                        "tickets:moderate",
                        "changing the comment of another author needs the permission tickets:moderate");
            }
            EntityTags.requireMatch(ifMatch, revision(comment));
            change.requireTakesComments();
            requireNotRedacted(comment);
            CommentUpdateInput wanted = MergePatch.apply(patch, MAPPER.toUpdate(comment), CommentUpdateInput.class);
            requireKnown(transaction, account, wanted.getMentions(), comment.mentions());
            List<String> mentions = distinct(wanted.getMentions());
            if (!wanted.getContent().equals(comment.content()) || !mentions.equals(comment.mentions())) {
                transaction
                        .dao(CommentDao.class)
                        .edit(
                                account,
                                change.ticket().id(),
                                CommentRowBuilder.builder(comment)
                                        .content(wanted.getContent())
                                        .mentions(mentions)
                                        .editedAt(change.now())
                                        .editor(actor.row())
                                        .build());
                note(change, comment);
                change.noting("version", comment.version() + 1).store("comment_edited");
            }
            return new CommentOn(change.ticket().uniqueId(), find(transaction, change.ticket(), id, true));
        }));
    }

    /**
     * Wipes the text of all versions of a comment, also from stored responses.
     *
     * @throws ProblemException 404, also for an internal note that the actor may not see; 409 if the comment was
     *     redacted before; 412
     */
    public Versioned<Comment> redact(
            String account, String ticketId, UUID id, @Nullable String ifMatch, String reason, Actor actor) {
        return show(database.write(account, transaction -> {
            TicketChange change = TicketChange.of(transaction, account, ticketId, actor, clock.instant());
            CommentRow comment = find(transaction, change.ticket(), id, actor.seesNotes());
            EntityTags.requireMatch(ifMatch, revision(comment));
            requireNotRedacted(comment);
            transaction
                    .dao(CommentDao.class)
                    .redact(account, change.ticket().id(), id, reason, change.now(), actor.row());
            transaction.dao(IdempotencyKeyDao.class).eraseComment(account, id);
            note(change, comment);
            change.store("comment_redacted");
            return new CommentOn(change.ticket().uniqueId(), find(transaction, change.ticket(), id, true));
        }));
    }

    private static CommentRow find(Transaction transaction, TicketRow ticket, UUID id, boolean seesNotes) {
        return transaction
                .dao(CommentDao.class)
                .find(ticket.accountId(), ticket.id(), id, seesNotes)
                .orElseThrow(() ->
                        new ProblemException(ProblemType.NOT_FOUND, "there is no comment '" + id + "' on this ticket"));
    }

    private static void requireNotRedacted(CommentRow comment) {
        if (comment.redactedAt() != null) {
            throw new ProblemException(ProblemType.CONFLICT, "the comment was redacted");
        }
    }

    /** @param before users that the comment mentions already: they may have been deleted since */
    private static void requireKnown(
            Transaction transaction, String account, List<String> mentions, Collection<String> before) {
        Set<String> known = transaction.dao(UserDao.class).existing(account, mentions);
        List<Violation> violations = new ArrayList<>();
        for (int at = 0; at < mentions.size(); at++) {
            String user = mentions.get(at);
            if (!known.contains(user) && !before.contains(user)) {
                violations.add(Violations.unknown("/mentions/" + at, "user", user));
            }
        }
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
    }

    private static boolean isBy(Actor actor, CommentRow comment) {
        return comment.author().type().equals(actor.type())
                && comment.author().id().equals(actor.id());
    }

    /** Where a comment is in the list: a merge gives comments new numbers, but no new times. */
    private record Place(Instant at, int number) {

        static final Place FIRST = new Place(Instant.EPOCH, 0);
    }

    private record CommentOn(UUID ticketId, CommentRow comment) {}

    /** Runs after the transaction: rendering may take longer than the whole transaction. */
    private static Versioned<Comment> show(CommentOn found) {
        return Versioned.of(shown(found.comment(), found.ticketId()), revision(found.comment()));
    }

    /** Redaction is the last change of a comment. */
    private static long revision(CommentRow comment) {
        return comment.version() + (comment.redactedAt() == null ? 0 : 1);
    }

    private static List<String> distinct(Collection<String> mentions) {
        return mentions.stream().distinct().toList();
    }
}
