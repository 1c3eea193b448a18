package dev.docket.persistence.transfer;

import java.util.List;
import java.util.UUID;

/**
 * A ticket that was imported.
 *
 * @param externalId its key in the system that it comes from
 * @param requiredPermissions permissions that its ticket type requires
 */
public record ImportedTicketRow(
        String externalId, long id, UUID uniqueId, String ticketNumber, List<String> requiredPermissions) {}
