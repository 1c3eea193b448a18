package dev.docket.server.http.rest;

import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;

/**
 * Rejects unreadable Content-Type and Accept headers, by which Jersey chooses an operation; it would respond with 400
 * without a body.
 */
@PreMatching
public final class ReadableHeaders implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
        try {
            request.getMediaType();
            request.getAcceptableMediaTypes();
        } catch (ProcessingException unreadable) {
            throw new ProblemException(
                    ProblemType.MALFORMED_REQUEST,
                    "Content-Type must be a media type, and Accept a list of media types");
        }
    }
}
