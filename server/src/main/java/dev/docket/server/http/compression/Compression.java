package dev.docket.server.http.compression;

import dev.docket.server.http.rest.EntityTags;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compresses responses of text with gzip for clients that accept it. A compressed representation has an entity tag of
 * its own ({@link EntityTags#gzipped}).
 */
@Priority(Priorities.ENTITY_CODER)
public final class Compression implements ContainerResponseFilter, WriterInterceptor {

    /** Smaller responses are sent in one packet anyway. */
    static final int LEAST_BYTES = 1024;

    private static final Pattern TEXT = Pattern.compile(
            "text/.+|application/(?:.+\\+)?(?:json|xml|yaml)|application/x-ndjson|image/svg\\+xml",
            Pattern.CASE_INSENSITIVE);
    private static final MediaType STREAMED = new MediaType("application", "x-ndjson");

    /** A response that has one of these already is sent as it is. */
    private static final Set<String> FINAL = Set.of(HttpHeaders.CONTENT_LENGTH, HttpHeaders.CONTENT_ENCODING);

    @Context
    private HttpHeaders request;

    @Override
    public void filter(ContainerRequestContext received, ContainerResponseContext response) {
        String ifNoneMatch = received.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        if (response.getEntity() instanceof Precompressed stored) {
            respond(stored, ifNoneMatch, response);
        }
        if (response.getStatus() == Response.Status.NOT_MODIFIED.getStatusCode()) {
            nameKnownTag(ifNoneMatch, response);
        }
    }

    private void respond(Precompressed stored, @Nullable String ifNoneMatch, ContainerResponseContext response) {
        response.getHeaders().putSingle(HttpHeaders.ETAG, stored.tag());
        if (EntityTags.matches(ifNoneMatch, stored.tag())) {
            response.setStatusInfo(Response.Status.NOT_MODIFIED);
            response.setEntity(null);
        } else if (acceptsGzip()) {
            response.setEntity(stored.gzip());
            varies(response.getHeaders());
            mark(response.getHeaders());
        } else {
            response.setEntity(stored.content());
            varies(response.getHeaders());
        }
    }

    /** Names the representation that the client has already, as a response with it would. */
    private static void nameKnownTag(@Nullable String ifNoneMatch, ContainerResponseContext response) {
        EntityTag tag = response.getEntityTag();
        varies(response.getHeaders());
        if (tag != null && EntityTags.names(ifNoneMatch, EntityTags.gzipped(tag))) {
            response.getHeaders().putSingle(HttpHeaders.ETAG, EntityTags.gzipped(tag));
        }
    }

    @Override
    public void aroundWriteTo(WriterInterceptorContext response) throws IOException {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        if (!isText(response.getMediaType()) || FINAL.stream().anyMatch(headers::containsKey)) {
            response.proceed();
            return;
        }
        varies(headers);
        if (!acceptsGzip()) {
            response.proceed();
            return;
        }
        OutputStream target = response.getOutputStream();
        boolean isStream = STREAMED.isCompatible(response.getMediaType());
        try (GzipStream stream = new GzipStream(target, LEAST_BYTES, isStream, () -> mark(headers))) {
            response.setOutputStream(stream);
            response.proceed();
            stream.finish();
        } finally {
            response.setOutputStream(target);
        }
    }

    private boolean acceptsGzip() {
        return AcceptEncoding.prefersGzip(request.getHeaderString(HttpHeaders.ACCEPT_ENCODING));
    }

    private static boolean isText(@Nullable MediaType type) {
        return type != null
                && TEXT.matcher(type.getType() + "/" + type.getSubtype()).matches();
    }

    private static void varies(MultivaluedMap<String, Object> headers) {
        List<Object> vary = headers.computeIfAbsent(HttpHeaders.VARY, any -> new ArrayList<>());
        if (!vary.contains(HttpHeaders.ACCEPT_ENCODING)) {
            vary.add(HttpHeaders.ACCEPT_ENCODING);
        }
    }

    private static void mark(MultivaluedMap<String, Object> headers) {
        headers.putSingle(HttpHeaders.CONTENT_ENCODING, "gzip");
        if (headers.getFirst(HttpHeaders.ETAG) instanceof EntityTag tag) {
            headers.putSingle(HttpHeaders.ETAG, EntityTags.gzipped(tag));
        }
    }
}
