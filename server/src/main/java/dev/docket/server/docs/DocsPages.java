package dev.docket.server.docs;

import dev.docket.server.http.compression.Precompressed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/**
 * The pages of the documentation, which the build made from the contract and the guides; {@code try} is Swagger UI. The
 * {@code type} of a problem leads to its page.
 */
@Path("/docs/{page: [a-z-]+(/[a-z-]+)?|urn:docket:problem:[a-z-]+}")
public final class DocsPages {

    /** Nothing from other hosts and nothing inline, except Swagger UI's icons, which are data URLs. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String PROBLEM = "urn:docket:problem:";

    @GET
    public Response get(@PathParam("page") String page) {
        if (page.startsWith(PROBLEM)) {
            return Response.status(Response.Status.PERMANENT_REDIRECT)
                    .location(URI.create("problems/" + page.substring(PROBLEM.length())))
                    .build();
        }
        return page(page);
    }

    /** @throws NotFoundException if there is no such page */
    static Response page(String name) {
        Precompressed content = BuiltFiles.find("site/" + name + ".html").orElseThrow(NotFoundException::new);
        return Response.ok(content, MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header("Content-Security-Policy", POLICY)
                .build();
    }
}
