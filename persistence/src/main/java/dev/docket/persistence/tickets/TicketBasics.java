package dev.docket.persistence.tickets;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What a ticket is about. Enums have the spelling of the contract.
 *
 * @param ticketTypeVersion of the type's fields that its custom fields were checked by; null without a type
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
