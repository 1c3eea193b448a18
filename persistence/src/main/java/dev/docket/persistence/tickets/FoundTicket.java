package dev.docket.persistence.tickets;

import dev.docket.persistence.policies.SlaPolicyRow;
import java.util.List;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * A ticket with what is needed to show it.
 *
 * @param requiredPermissions what its ticket type asks for
 * @param policy the SLA policy in the version that the ticket was made under; null if it has none of the account's
 */
public record FoundTicket(
        @Nested TicketRow ticket,
        List<String> requiredPermissions,
        @Nested("policy_") @Nullable SlaPolicyRow policy) {}
