package dev.docket.server.accounts;

import dev.docket.server.sla.SlaAgreement;
import dev.docket.server.tickettypes.TicketTypeRules;
import java.util.Map;

/**
 * What creating a ticket of an account depends on. Immutable.
 *
 * @param version the account's configuration had it when this was read; the statement that stores a ticket compares it
 * @param ticketTypes by id
 * @param defaultSla for tickets whose type names no policy
 */
public record AccountRules(long version, Map<String, TicketTypeRules> ticketTypes, SlaAgreement defaultSla) {}
