package dev.docket.server.tickets;

import dev.docket.api.model.TicketInput;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.problem.Violations;

/** Explains why the statement that stores tickets rejected one. */
final class Refusals {

    private Refusals() {}

    /** @param refusal a JSON pointer and a code, as in {@link dev.docket.persistence.tickets.TicketCreation} */
    static Violation explain(String refusal, TicketInput input) {
        int space = refusal.indexOf(' ');
        String pointer = refusal.substring(0, space);
        ViolationCode code = ViolationCode.fromValue(refusal.substring(space + 1));
        String detail = switch (code) {
            case CONTRADICTION -> contradiction(pointer);
            case INACTIVE_REFERENCE -> "the user '%s' is not active".formatted(input.getAssignedTo());
            default -> unknown(pointer, input);
        };
        return Violations.inBody(pointer, code, detail);
    }

    private static String unknown(String pointer, TicketInput input) {
        return switch (pointer) {
            case "/requesterId" -> unknownRequester(input);
            case "/assignedTo" -> unknown("user", "ID", input.getAssignedTo());
            case "/assignedTeamId" -> unknown("team", "ID", input.getAssignedTeamId());
            case "/merchantId" -> unknown("merchant", "ID", input.getMerchantId());
            case "/leadId" -> unknown("lead", "ID", input.getLeadId());
            case "/applicationId" -> unknown("application", "unique ID or ID", input.getApplicationId());
            case "/midId" -> unknown("MID", "ID", input.getMidId());
            default -> throw new IllegalStateException("the statement rejects nothing at " + pointer);
        };
    }

    private static String unknownRequester(TicketInput input) {
        String id = input.getRequesterId();
        return switch (input.getRequesterType()) {
            case APPLICATION -> unknown("application", "unique ID or ID", id);
            case LEAD -> unknown("lead", "unique ID or ID", id);
            case USER -> unknown("user", "email address", id);
            case MERCHANT, MERCHANT_INTERNAL -> unknown("merchant", "unique ID or ID", id);
            case MID -> unknown("MID", "unique ID or ID", id);
            case EXTERNAL -> throw new IllegalStateException("an external requester needs no entity");
        };
    }

    private static String unknown(String entity, String key, Object value) {
        return "no %s of this account has the %s '%s'".formatted(entity, key, value);
    }

    private static String contradiction(String pointer) {
        return switch (pointer) {
            case "/merchantId" -> "is not the merchant of the requester or of the MID; leave it out";
            case "/midId" -> "is not the requester's MID, or belongs to another merchant; leave it out";
            default -> "is not the requester; leave it out";
        };
    }
}
