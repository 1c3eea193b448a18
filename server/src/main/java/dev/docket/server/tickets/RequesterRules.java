package dev.docket.server.tickets;

import dev.docket.api.model.ActsAs;
import dev.docket.api.model.Ticket;
import dev.docket.api.model.TicketInput;
import dev.docket.api.model.TicketStatus;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.security.Actor;
import dev.docket.server.security.Caller;
import dev.docket.server.security.CallerRequester;
import dev.docket.server.text.EmailAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a caller that is bound to a requester sees of a ticket, and which tickets it creates. Which tickets it sees at
 * all, the database decides.
 */
public final class RequesterRules {

    /** What history entries show a requester, by name. */
    public static final List<String> SEEN_IN_HISTORY = Stream.concat(
                    TicketField.of(TicketField.Use.HISTORY).stream()
                            .filter(field -> !field.isFor(TicketField.Use.INTERNAL))
                            .map(TicketField::wireName),
                    NoteRules.DETAILS.stream())
            .toList();

    private RequesterRules() {}

    /** Returns the ticket as the caller sees it. */
    static Ticket shown(Ticket ticket, Caller caller) {
        return shown(ticket, caller.actsAs().toString(), caller.seesNotes());
    }

    /** Returns the ticket as the actor sees it. */
    static Ticket shown(Ticket ticket, Actor actor) {
        return shown(ticket, actor.type(), actor.seesNotes());
    }

    private static Ticket shown(Ticket ticket, String actsAs, boolean seesNotes) {
        Ticket shown = seesNotes ? ticket : NoteRules.withoutCounts(ticket);
        return actsAs.equals(ActsAs.REQUESTER.toString()) ? shown.escalationCount(null) : shown;
    }

    /** Returns what a requester sees of the values of a history entry. */
    public static Map<String, Object> shown(Map<String, Object> values) {
        Map<String, Object> seen = new LinkedHashMap<>(values);
        seen.keySet().retainAll(SEEN_IN_HISTORY);
        return seen;
    }

    /** @throws ProblemException 403 if the caller is a requester, and the ticket another's or set up as by an agent */
    static void requireMayCreate(TicketInput input, Caller caller) {
        CallerRequester requester = caller.requester();
        if (requester == null) {
            return;
        }
        if (!isOf(requester, input)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "a token that acts as a requester creates only its own tickets: those of the %s '%s'"
                            .formatted(
                                    requester.named().type(), requester.named().id()));
        }
        Map<String, @Nullable Object> ofAgents = new LinkedHashMap<>();
        ofAgents.put("status", input.getStatus() == TicketStatus.OPEN ? null : input.getStatus());
        ofAgents.put("assignedTo", input.getAssignedTo());
        ofAgents.put("assignedTeamId", input.getAssignedTeamId());
        ofAgents.put("merchantId", input.getMerchantId());
        ofAgents.put("leadId", input.getLeadId());
        ofAgents.put("applicationId", input.getApplicationId());
        ofAgents.put("midId", input.getMidId());
        ofAgents.values().removeIf(Objects::isNull);
        if (!ofAgents.isEmpty()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "a token that acts as a requester cannot set " + String.join(", ", ofAgents.keySet()));
        }
    }

    private static boolean isOf(CallerRequester requester, TicketInput input) {
        List<String> ids = requester.bound().ids();
        return requester.named().type().equals(input.getRequesterType().toString())
                && switch (input.getRequesterType()) {
                    case EXTERNAL ->
                        input.getRequesterEmail() != null
                                && ids.contains(lower(EmailAddress.kept(input.getRequesterEmail())));
                    case USER -> ids.contains(lower(input.getRequesterId()));
                    default -> ids.contains(input.getRequesterId());
                };
    }

    private static String lower(String email) {
        return email.toLowerCase(Locale.ROOT);
    }
}
