package dev.docket.server.transfer;

import dev.docket.api.model.TicketImportAssignment;
import dev.docket.api.model.TicketImportLine;
import dev.docket.api.model.TicketImportOutcome;
import dev.docket.api.model.TicketImportResult;
import dev.docket.api.model.TicketInput;
import dev.docket.api.model.TicketStatus;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.body.LineProblems;
import dev.docket.server.http.body.NdjsonReader.Line;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.tickets.TicketLifecycle;
import dev.docket.server.tickets.TicketTimes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A line of an import of tickets.
 *
 * @param number in the body, from 1
 * @param externalId null if the line has no valid external id
 * @param content to be used only if there are no violations, like {@code conversation}
 */
record ImportedTicket(
        long number,
        @Nullable String externalId,
        @Nullable TicketImportLine content,
        Conversation conversation,
        List<Violation> violations) {

    /** @param now the instants of the line must not be after it */
    static ImportedTicket of(Line<TicketImportLine> line, Instant now) {
        TicketImportLine content = line.value();
        boolean isNamed = content != null
                && line.violations().stream()
                        .noneMatch(violation -> violation.getPointer().equals("/externalId"));
        return new ImportedTicket(
                line.number(),
                isNamed ? content.getExternalId() : null,
                content,
                new Conversation(line.isValid() ? content.getComments() : List.of()),
                line.isValid() ? checkTimes(content, now) : line.violations());
    }

    boolean isValid() {
        return violations.isEmpty();
    }

    TicketInput input() {
        return content.getTicket();
    }

    /** A ticket that ended in the other system has no SLA and takes no turn of a rotation. */
    TicketTimes beginning(Instant now) {
        Instant createdAt = Objects.requireNonNullElse(content.getCreatedAt(), now);
        boolean isResolved = TicketLifecycle.isResolved(input().getStatus());
        return new TicketTimes(
                createdAt,
                isResolved ? first(content.getResolvedAt(), content.getClosedAt(), createdAt) : null,
                input().getStatus() == TicketStatus.CLOSED
                        ? first(content.getClosedAt(), content.getResolvedAt(), createdAt)
                        : null,
                conversation.firstResponseAt(),
                isResolved ? null : slaFrom(createdAt, now),
                !isResolved && content.getAssign() == TicketImportAssignment.ROTATION);
    }

    private @Nullable Instant slaFrom(Instant createdAt, Instant now) {
        return switch (content.getSla()) {
            case NONE -> null;
            case FROM_IMPORT -> now;
            case FROM_CREATION -> createdAt;
        };
    }

    private static Instant first(@Nullable Instant... instants) {
        return Stream.of(instants).filter(Objects::nonNull).findFirst().orElseThrow();
    }

    private static List<Violation> checkTimes(TicketImportLine line, Instant now) {
        List<Violation> violations = new ArrayList<>();
        TicketStatus status = line.getTicket().getStatus();
        Instant createdAt = Objects.requireNonNullElse(line.getCreatedAt(), now);
        Instant resolvedAt = Objects.requireNonNullElse(line.getResolvedAt(), createdAt);
        checkTime("/createdAt", line.getCreatedAt(), true, Instant.EPOCH, now, violations);
        checkTime("/resolvedAt", line.getResolvedAt(), TicketLifecycle.isResolved(status), createdAt, now, violations);
        checkTime("/closedAt", line.getClosedAt(), status == TicketStatus.CLOSED, resolvedAt, now, violations);
        for (int at = 0; at < line.getComments().size(); at++) {
            Instant time = line.getComments().get(at).getCreatedAt();
            checkTime("/comments/" + at + "/createdAt", time, true, createdAt, now, violations);
        }
        return violations;
    }

    private static void checkTime(
            String pointer,
            @Nullable Instant time,
            boolean isOfStatus,
            Instant from,
            Instant until,
            List<Violation> violations) {
        if (time != null && !isOfStatus) {
            violations.add(Violations.inBody(
                    pointer,
                    ViolationCode.CONTRADICTION,
                    "the ticket's status does not have this property; leave it out"));
        } else if (time != null && (time.isBefore(from) || time.isAfter(until))) {
            violations.add(Violations.inBody(
                    pointer, ViolationCode.OUT_OF_RANGE, "must be from %s to %s".formatted(from, until)));
        }
    }

    TicketImportResult created(long id, UUID uniqueId, String ticketNumber) {
        return stored(TicketImportOutcome.CREATED, id, uniqueId, ticketNumber);
    }

    TicketImportResult unchanged(long id, UUID uniqueId, String ticketNumber) {
        return stored(TicketImportOutcome.UNCHANGED, id, uniqueId, ticketNumber);
    }

    /** Rejects the line for its own violations. */
    TicketImportResult refused() {
        return refused(ProblemException.invalid(violations));
    }

    TicketImportResult refused(ProblemException refusal) {
        return result(TicketImportOutcome.REFUSED).problem(LineProblems.of(refusal));
    }

    private TicketImportResult stored(TicketImportOutcome outcome, long id, UUID uniqueId, String ticketNumber) {
        return result(outcome).id(id).uniqueId(uniqueId.toString()).ticketNumber(ticketNumber);
    }

    private TicketImportResult result(TicketImportOutcome outcome) {
        return new TicketImportResult().line(number).externalId(externalId).outcome(outcome);
    }
}
