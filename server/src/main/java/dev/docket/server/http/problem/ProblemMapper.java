package dev.docket.server.http.problem;

import dev.docket.api.model.Problem;
import dev.docket.persistence.database.DatabaseUnavailableException;
import dev.docket.server.http.RequestId;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Map;
import java.util.stream.Collectors;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps every failure to an error response of the contract; {@link ProblemType} is the catalogue of problems. */
public final class ProblemMapper implements ExceptionMapper<Throwable> {

    public static final MediaType PROBLEM_JSON = new MediaType("application", "problem+json");

    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    @Context
    private ExtendedUriInfo uriInfo;

    @Context
    private HttpHeaders requestHeaders;

    @Context
    private Request request;

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof ProblemException problem) {
            return respond(problem).build();
        }
        if (failure instanceof DatabaseUnavailableException) {
            LOG.warn("{} database unavailable", requestId(), failure);
            return respond(new ProblemException(
                            ProblemType.SERVICE_UNAVAILABLE, "the database is temporarily unavailable; retry"))
                    .build();
        }
        if (failure instanceof WebApplicationException known) {
            return respond(known);
        }
        LOG.error("{} failed", requestId(), failure);
        return respond(new ProblemException(
                        ProblemType.INTERNAL_ERROR, "the server failed; its log has details under the request id"))
                .build();
    }

    private Response respond(WebApplicationException known) {
        Response original = known.getResponse();
        ProblemException problem = switch (original.getStatus()) {
            case 401 -> new ProblemException(ProblemType.UNAUTHORIZED, known.getMessage());
            case 404 -> new ProblemException(ProblemType.NOT_FOUND, "no resource exists at this path");
            case 405 ->
                new ProblemException(
                        ProblemType.METHOD_NOT_ALLOWED, "the path does not support this method; see Allow");
            case 406 ->
                new ProblemException(ProblemType.NOT_ACCEPTABLE, "no response type of this operation matches Accept");
            case 415 -> unsupportedType();
            default ->
                known instanceof ClientErrorException
                        ? new ProblemException(ProblemType.MALFORMED_REQUEST, "the request cannot be understood")
                        : null;
        };
        if (problem == null) {
            LOG.error("{} failed", requestId(), known);
            problem = new ProblemException(ProblemType.INTERNAL_ERROR, "the server failed");
        }
        Response.ResponseBuilder response = respond(problem);
        if (known instanceof NotAllowedException) {
            response.header(HttpHeaders.ALLOW, original.getHeaderString(HttpHeaders.ALLOW));
        }
        if (known instanceof NotAuthorizedException) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, original.getHeaderString(HttpHeaders.WWW_AUTHENTICATE));
        }
        return response.build();
    }

    /** Names the types that the operation accepts, for a PATCH also as RFC 5789 requires. */
    private ProblemException unsupportedType() {
        String types = uriInfo.getMatchedRuntimeResources().stream()
                .limit(1)
                .flatMap(resource -> resource.getResourceMethods().stream())
                .filter(operation -> operation.getHttpMethod().equals(request.getMethod()))
                .flatMap(operation -> operation.getConsumedTypes().stream())
                .map(MediaType::toString)
                .distinct()
                .collect(Collectors.joining(", "));
        return new ProblemException(
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                "send the body with one of these as its Content-Type, in UTF-8: " + types,
                request.getMethod().equals(HttpMethod.PATCH) ? Map.of("Accept-Patch", types) : Map.of());
    }

    private Response.ResponseBuilder respond(ProblemException problem) {
        ProblemType type = problem.type();
        Response.ResponseBuilder response = Response.status(type.status())
                .type(PROBLEM_JSON)
                .entity(new Problem()
                        .type(type.urn())
                        .title(type.title())
                        .status(type.status())
                        .detail(problem.getMessage())
                        .instance(uriInfo.getRequestUri().getRawPath())
                        .requestId(requestId())
                        .permission(problem.permission())
                        .errors(problem.violations().isEmpty() ? null : problem.violations()));
        problem.headers().forEach(response::header);
        if (type == ProblemType.SERVICE_UNAVAILABLE) {
            response.header(HttpHeaders.RETRY_AFTER, 1);
        }
        return response;
    }

    private String requestId() {
        return requestHeaders.getHeaderString(RequestId.HEADER);
    }
}
