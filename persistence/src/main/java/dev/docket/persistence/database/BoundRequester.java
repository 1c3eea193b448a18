package dev.docket.persistence.database;

import java.util.List;

/**
 * The requester that a thread is bound to: its transactions see the tickets of this requester and of no other.
 *
 * @param type its type, as tickets have it
 * @param ids every id by which tickets may name it; of a user and an external requester, its email address in lower
 *     case. Without any, no ticket is seen.
 */
public record BoundRequester(String type, List<String> ids) {

    public BoundRequester {
        ids = List.copyOf(ids);
    }
}
