package dev.docket.server.http.rest;

import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import jakarta.ws.rs.core.EntityTag;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on the version of a resource (RFC 9110, section 13). An entity tag is the {@code revision} of what is stored,
 * which grows with every change, and a dash and more where the representation also depends on something else. Only the
 * revision matters to a change: what happened besides does not stand in its way.
 */
public final class EntityTags {

    private EntityTags() {}

    /** The tag of a representation that depends on nothing but what is stored. */
    public static EntityTag of(long revision) {
        return new EntityTag(Long.toString(revision));
    }

    /**
     * The tag of a representation that also depends on something else than what is stored.
     *
     * @param body a DTO of the contract, which says in text all that it holds
     */
    public static EntityTag of(long revision, Object body) {
        return new EntityTag(
                revision + "-" + Integer.toHexString(body.toString().hashCode()));
    }

    /**
     * Refuses a change to another version than the one that the caller saw.
     *
     * @param ifMatch the header {@code If-Match}; null if it was not sent. The same is meant wherever a parameter has this name.
     * @throws ProblemException 412 if none of its tags has this revision
     */
    public static void requireMatch(@Nullable String ifMatch, long revision) {
        if (ifMatch != null
                && tags(ifMatch)
                        .noneMatch(tag -> tag.equals("*") || revisionOf(tag).equals("" + revision))) {
            throw new ProblemException(
                    ProblemType.PRECONDITION_FAILED,
                    "If-Match names another version than the present one; read it again");
        }
    }

    /** @param ifNoneMatch the header {@code If-None-Match}; null if it was not sent */
    public static boolean matches(@Nullable String ifNoneMatch, EntityTag present) {
        String quoted = '"' + present.getValue() + '"';
        return ifNoneMatch != null
                && tags(ifNoneMatch)
                        .anyMatch(tag -> tag.equals("*") || tag.equals(quoted) || tag.equals("W/" + quoted));
    }

    private static Stream<String> tags(String header) {
        return Arrays.stream(header.split(",")).map(String::strip);
    }

    /** A weak tag has none: a change asks for the strong comparison. */
    private static String revisionOf(String tag) {
        return tag.length() > 2 && tag.startsWith("\"") && tag.endsWith("\"")
                ? tag.substring(1, tag.length() - 1).split("-", 2)[0]
                : "";
    }
}
