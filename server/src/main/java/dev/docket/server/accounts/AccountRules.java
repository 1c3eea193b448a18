package dev.docket.server.accounts;

import dev.docket.server.sla.SlaAgreement;
import dev.docket.server.tickettypes.TicketTypeRules;
import java.util.Map;

/**
 * The part of an account's configuration that creating a ticket depends on. Immutable.
 *
 * @param version version of the account's configuration when this was read; the statement that stores a ticket compares
 *     it
 * @param ticketTypes by id
 * @param defaultSla for tickets whose type names no policy
 */
public record AccountRules(long version, Map<String, TicketTypeRules> ticketTypes, SlaAgreement defaultSla) {}
