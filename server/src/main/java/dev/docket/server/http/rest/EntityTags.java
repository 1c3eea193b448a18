package dev.docket.server.http.rest;

import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import jakarta.ws.rs.core.EntityTag;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on the version of a resource (RFC 9110, section 13). An entity tag is the {@code revision} of the stored
 * resource, which grows with every change; if the representation also depends on something else, a dash and a hash
 * follow. A change compares only the revision, so that other influences do not prevent it.
 */
public final class EntityTags {

    /**
     * Ends the tag of a representation that is compressed with gzip: a strong tag must differ with the bytes (RFC 9110,
     * section 8.8.3.3). A change compares only the revision, so either tag names the version.
     */
    private static final String GZIP = "-gzip";

    private EntityTags() {}

    /** The tag of a representation that depends only on the stored resource. */
    public static EntityTag of(long revision) {
        return new EntityTag(Long.toString(revision));
    }

    /**
     * The tag of a representation that also depends on something other than the stored resource.
     *
     * @param body a DTO of the contract, whose {@code toString} contains all its values
     */
    public static EntityTag of(long revision, Object body) {
        return new EntityTag(
                revision + "-" + Integer.toHexString(body.toString().hashCode()));
    }

    /**
     * Rejects a change if the resource is no longer in the version that the caller saw.
     *
     * @param ifMatch the header {@code If-Match}; null if it was not sent. This applies to every parameter of this
     *     name.
     * @throws ProblemException 412 if none of its tags has this revision
     */
    public static void requireMatch(@Nullable String ifMatch, long revision) {
        if (ifMatch != null
                && tags(ifMatch)
                        .noneMatch(tag -> tag.equals("*") || revisionOf(tag).equals("" + revision))) {
            throw new ProblemException(
                    ProblemType.PRECONDITION_FAILED,
                    "If-Match does not name the current version; read the resource again");
        }
    }

    /**
     * Whether the caller has the present representation, compressed or not.
     *
     * @param ifNoneMatch the header {@code If-None-Match}; null if it was not sent
     */
    public static boolean matches(@Nullable String ifNoneMatch, EntityTag present) {
        return ifNoneMatch != null
                && (tags(ifNoneMatch).anyMatch("*"::equals)
                        || names(ifNoneMatch, present)
                        || names(ifNoneMatch, gzipped(present)));
    }

    /** Whether a list of tags has exactly this one, by the weak comparison. */
    public static boolean names(@Nullable String tags, EntityTag wanted) {
        String quoted = '"' + wanted.getValue() + '"';
        return tags != null && tags(tags).anyMatch(tag -> tag.equals(quoted) || tag.equals("W/" + quoted));
    }

    /** The tag of the same representation, compressed with gzip. */
    public static EntityTag gzipped(EntityTag tag) {
        return new EntityTag(tag.getValue() + GZIP);
    }

    private static Stream<String> tags(String header) {
        return Arrays.stream(header.split(",")).map(String::strip);
    }

    /** The revision in a tag; empty for a weak tag, since a change requires the strong comparison. */
    private static String revisionOf(String tag) {
        return tag.length() > 2 && tag.startsWith("\"") && tag.endsWith("\"")
                ? tag.substring(1, tag.length() - 1).split("-", 2)[0]
                : "";
    }
}
