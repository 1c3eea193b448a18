package dev.docket.server.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Bodies of {@code POST /tickets}: a test states only the properties it is about. */
public final class TicketJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private TicketJson() {}

    /** A ticket that is accepted in every account: its requester is external. */
    public static String ticket() {
        return """
                {
                  "subject": "Card reader shows error 42",
                  "description": "It stops after the tip screen.",
                  "category": "technical",
                  "source": "phone",
                  "requesterId": "visitor-77",
                  "requesterType": "external",
                  "requesterName": "Sam Reed",
                  "requesterEmail": "sam.reed@example.com"
                }""";
    }

    /** {@link #ticket()} with the properties of this JSON object replaced or added. */
    public static String ticket(String changes) {
        ObjectNode ticket = read(ticket());
        ticket.setAll(read(changes));
        return ticket.toString();
    }

    /** {@link #ticket()} with one property replaced or added. */
    public static String ticketWith(String property, Object value) {
        ObjectNode ticket = read(ticket());
        ticket.set(property, JSON.valueToTree(value));
        return ticket.toString();
    }

    public static String ticketWithout(String... properties) {
        return read(ticket()).remove(List.of(properties)).toString();
    }

    /** {@link #ticket()} whose requester is {@code requesterId} of the CRM. */
    public static String ticketOf(String requesterType, String requesterId) {
        ObjectNode ticket = read(ticketWithout("requesterName", "requesterEmail"));
        return ticket.put("requesterType", requesterType)
                .put("requesterId", requesterId)
                .toString();
    }

    private static ObjectNode read(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(json, malformed);
        }
    }
}
