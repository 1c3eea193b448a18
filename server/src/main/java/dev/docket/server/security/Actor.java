package dev.docket.server.security;

import dev.docket.api.model.ActsAs;
import dev.docket.persistence.events.ActorRow;
import dev.docket.persistence.events.Cause;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The author of a change of a ticket, for its history.
 *
 * @param type {@code agent}, {@code requester} or {@code system}
 * @param depth number of automatic changes in the chain that led to this one; 0 for a change by a caller
 * @param permissions of the caller, or of the author of a rule; null: Docket itself, which needs none
 */
public record Actor(
        String type,
        String id,
        String name,
        String requestId,
        int depth,
        @Nullable Set<String> permissions) {

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
     * Docket itself as the author of a change.
     *
     * @param id of the part that makes the change, such as a rule
     */
    public static Actor system(String id, String name, String requestId, int depth) {
        return new Actor(SYSTEM, id, name, requestId, depth, null);
    }

    /**
     * A rule as the author of a change: it may do what its own author may.
     *
     * @param id of the rule
     */
    public static Actor rule(String id, String name, Collection<String> permissions, String requestId, int depth) {
        return new Actor(SYSTEM, id, name, requestId, depth, Set.copyOf(permissions));
    }

    /** The actor as rows contain it. */
    public ActorRow row() {
        return new ActorRow(type, id, name);
    }

    /** The actor as the history contains it. */
    public Cause cause() {
        return new Cause(row(), requestId, depth);
    }

    public boolean has(String permission) {
        return permissions == null || permissions.contains(permission);
    }

    /** Whether the actor may see internal notes; a requester never may. */
    public boolean seesNotes() {
        return !isRequester() && has("tickets:notes");
    }

    /** Whether the actor may change what others wrote; a requester never may. */
    public boolean moderates() {
        return !isRequester() && has("tickets:moderate");
    }

    private boolean isRequester() {
        return type.equals(ActsAs.REQUESTER.toString());
    }

    public boolean hasAll(Collection<String> wanted) {
        return wanted.stream().allMatch(this::has);
    }
}
