package dev.docket.server.docs;

import dev.docket.api.DocsApi;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** The contract, as a file and as a page. */
final class DocsResource implements DocsApi {

    private static final byte[] CONTRACT = Assets.read("/META-INF/docket/swagger.yaml");
    private static final byte[] PAGE = Assets.read("/dev/docket/server/docs/docs.html");

    /** Nothing from other hosts and nothing inline, except Swagger UI's icons, which are data URLs. */
    private static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @Override
    public Response getContract() {
        return Response.ok(CONTRACT)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }

    @Override
    public Response getDocs() {
        return Response.ok(PAGE)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header("Content-Security-Policy", PAGE_POLICY)
                .build();
    }
}
