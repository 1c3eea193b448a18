package dev.docket.server.http.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.docket.server.http.json.JsonBodyWriter;
import dev.docket.server.http.json.JsonMappers;
import dev.docket.server.text.Sha256;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Adds an entity tag computed from the body to responses without a version of their own, such as a page of a list, and
 * responds with 304 if the client has the same body already. This saves sending, not reading.
 */
public final class ListTags implements ContainerResponseFilter {

    private static final int TAG_BYTES = 12;

    private final ObjectMapper json;

    /** @param json how responses of the contract are written */
    public ListTags(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!request.getMethod().equals(HttpMethod.GET)
                || response.getStatus() != Response.Status.OK.getStatusCode()
                || response.getEntityTag() != null
                || request.getSecurityContext().getUserPrincipal() == null
                || !JsonBodyWriter.isOfTheContract(response.getEntityClass())) {
            return;
        }
        byte[] body = JsonMappers.bytes(json, response.getEntity());
        EntityTag tag = new EntityTag(
                HexFormat.of().formatHex(Arrays.copyOf(Sha256.digest().digest(body), TAG_BYTES)));
        response.getHeaders().putSingle(HttpHeaders.ETAG, tag);
        if (EntityTags.matches(request.getHeaderString(HttpHeaders.IF_NONE_MATCH), tag)) {
            response.setStatusInfo(Response.Status.NOT_MODIFIED);
            response.setEntity(null);
        } else {
            response.setEntity(body, response.getEntityAnnotations(), MediaType.APPLICATION_JSON_TYPE);
        }
    }
}
