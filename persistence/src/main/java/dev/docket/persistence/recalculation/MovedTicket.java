package dev.docket.persistence.recalculation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.docket.persistence.servicelevels.SlaStamp;
import java.util.Map;

/**
 * What is stored of a ticket's service level from now on.
 *
 * @param before for the ticket's history, like {@code after}
 */
public record MovedTicket(
        long id, @JsonUnwrapped SlaStamp sla, Map<String, Object> before, Map<String, Object> after) {}
