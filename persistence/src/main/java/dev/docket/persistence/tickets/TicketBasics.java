package dev.docket.persistence.tickets;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The subject matter of a ticket. Enums have the spelling of the contract.
 *
 * @param ticketTypeVersion the version of the type's fields against which the custom fields were checked; null without
 *     a type
 */
@RecordBuilder
public record TicketBasics(
        @Nullable String ticketTypeId,
        @Nullable Integer ticketTypeVersion,
        String subject,
        String description,
        String status,
        String priority,
        String category,
        String source) {}
