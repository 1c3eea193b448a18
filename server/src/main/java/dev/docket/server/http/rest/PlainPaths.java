package dev.docket.server.http.rest;

import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.regex.Pattern;

/**
 * Rejects paths that a proxy or a client may read as another path than this server. JAX-RS ignores matrix parameters
 * ({@code /me;a=b}), a slash at the end and empty segments, so a rule of a proxy for {@code /tokens} would not see
 * {@code /tokens;a}; and a client that normalises paths (RFC 3986, section 6.2.2.3) removes {@code .} and {@code ..}.
 */
@PreMatching
public final class PlainPaths implements ContainerRequestFilter {

    private static final Pattern EMPTY_SEGMENT = Pattern.compile("//|(?<=.)/$");
    private static final Pattern DOT_SEGMENT = Pattern.compile("/(\\.|%2[eE]){1,2}(?=/|$)");

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getRequestUri().getRawPath();
        if (path.indexOf(';') >= 0) {
            throw new ProblemException(
                    ProblemType.MALFORMED_REQUEST,
                    "no path has parameters after a semicolon; write a semicolon of an ID as %3B");
        }
        if (DOT_SEGMENT.matcher(path).find()) {
            throw new ProblemException(
                    ProblemType.MALFORMED_REQUEST,
                    "no segment of a path may be . or .., because clients and proxies remove such segments");
        }
        if (EMPTY_SEGMENT.matcher(path).find()) {
            throw new ProblemException(
                    ProblemType.NOT_FOUND,
                    "no resource exists at this path: a segment of it is empty, such as an ID that was not filled in,"
                            + " or it ends with a slash");
        }
    }
}
