package dev.docket.persistence.recalculation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.docket.persistence.servicelevels.SlaStamp;
import java.util.Map;

/**
 * The new values of a ticket's service level.
 *
 * @param before for the ticket's history, like {@code after}
 */
public record MovedTicket(
        long id, @JsonUnwrapped SlaStamp sla, Map<String, Object> before, Map<String, Object> after) {}
