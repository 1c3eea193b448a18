package dev.docket.persistence.tickets;

import dev.docket.persistence.policies.SlaPolicyRow;
import java.util.List;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * A ticket with the data needed to show it.
 *
 * @param requiredPermissions required by its ticket type
 * @param policy the SLA policy in the version that applied at its creation; null if no policy of the account applies
 */
public record FoundTicket(
        @Nested TicketRow ticket,
        List<String> requiredPermissions,
        @Nested("policy_") @Nullable SlaPolicyRow policy) {}
