package dev.docket.persistence.tickets;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.docket.persistence.directory.IntegerIds;
import dev.docket.persistence.events.Cause;
import dev.docket.persistence.servicelevels.PauseRow;
import dev.docket.persistence.servicelevels.SlaStamp;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A ticket to store: the values of the request and those that the server computed. The statement that stores it adds
 * the rest: requester, linked names, number, assignee. As JSON it is flat: the columns of that statement's record set.
 *
 * @param configurationVersion of the account when the server computed this
 * @param checkOnly check the related entities and report what is wrong with them, but store nothing
 * @param requester name, email and phone are null unless it is external
 * @param sla null without an SLA
 * @param keyHash the SHA-256 of the request's idempotency key; null without one
 */
@RecordBuilder
@RecordBuilder.Options(builderMode = RecordBuilder.BuilderMode.STAGED)
public record NewTicket(
        String accountId,
        long configurationVersion,
        boolean checkOnly,
        UUID uniqueId,
        @JsonUnwrapped TicketBasics basics,
        @JsonUnwrapped(prefix = "requester_") Requester requester,
        @Nullable String assignedTo,
        @Nullable Long assignedTeamId,
        @JsonUnwrapped Turn turn,
        @JsonUnwrapped Links links,
        Instant createdAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant closedAt,
        @JsonUnwrapped(prefix = "sla_") @Nullable SlaStamp sla,
        List<PauseRow> slaPauses,
        Map<String, Object> customFields,
        List<String> tags,
        @JsonUnwrapped Cause cause,
        byte @Nullable [] keyHash) {

    /** Returns the words of its own texts that it is found by. */
    @JsonProperty
    String words() {
        return TicketWords.of(this);
    }

    /** Returns the requester's id as an integer; null if it is not an integer. */
    @JsonProperty
    @Nullable
    Long requesterNumber() {
        return IntegerIds.parse(requester.id());
    }

    /** Returns the application's id as an integer; null if it is not an integer. */
    @JsonProperty
    @Nullable
    Long applicationNumber() {
        return IntegerIds.parse(links.applicationId());
    }
}
