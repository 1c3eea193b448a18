package dev.docket.server.http.rest;

import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemMapper;
import dev.docket.server.http.problem.ProblemType;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/**
 * Rejects unreadable Content-Type and Accept headers, by which Jersey chooses an operation; it would respond with 400
 * without a body. Ignores an Accept that names only problems: generated clients send that where a success is no JSON.
 */
@PreMatching
public final class ReadableHeaders implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
        try {
            request.getMediaType();
            if (request.getAcceptableMediaTypes().stream().allMatch(ReadableHeaders::isProblem)) {
                request.getHeaders().remove(HttpHeaders.ACCEPT);
            }
        } catch (ProcessingException unreadable) {
            throw new ProblemException(
                    ProblemType.MALFORMED_REQUEST,
                    "Content-Type must be a media type, and Accept a list of media types");
        }
    }

    private static boolean isProblem(MediaType type) {
        return type.getType().equalsIgnoreCase(ProblemMapper.PROBLEM_JSON.getType())
                && type.getSubtype().equalsIgnoreCase(ProblemMapper.PROBLEM_JSON.getSubtype());
    }
}
