package dev.docket.server.security;

import dev.docket.api.model.ActsAs;
import dev.docket.persistence.events.ActorRow;
import dev.docket.persistence.events.Cause;
import java.util.Collection;
import java.util.Set;

/**
 * Who changes a ticket, for its history.
 *
 * @param type {@code agent}, {@code requester} or {@code system}
 * @param depth how many automatic changes led to this one, one after the other; 0 for what somebody does
 * @param permissions of the caller; the system needs none
 */
public record Actor(String type, String id, String name, String requestId, int depth, Set<String> permissions) {

    private static final String SYSTEM = "system";

    public static Actor of(Caller caller, String requestId) {
        return new Actor(
                caller.actsAs().toString(),
                caller.tokenId().toString(),
                caller.name(),
                requestId,
                0,
                caller.permissions());
    }

    /**
     * What Docket does by itself.
     *
     * @param id of what does it, such as a rule
     */
    public static Actor system(String id, String name, String requestId, int depth) {
        return new Actor(SYSTEM, id, name, requestId, depth, Set.of());
    }

    /** As rows name it. */
    public ActorRow row() {
        return new ActorRow(type, id, name);
    }

    /** As the history names it. */
    public Cause cause() {
        return new Cause(row(), requestId, depth);
    }

    public boolean has(String permission) {
        return type.equals(SYSTEM) || permissions.contains(permission);
    }

    /** Whether internal notes are for it: for a requester they never are. */
    public boolean seesNotes() {
        return !type.equals(ActsAs.REQUESTER.toString()) && has("tickets:notes");
    }

    public boolean hasAll(Collection<String> wanted) {
        return wanted.stream().allMatch(this::has);
    }
}
