package dev.docket.server.docs;

import dev.docket.api.DocsApi;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** The contract as a file, and the first page of the documentation. */
final class DocsResource implements DocsApi {

    private static final byte[] CONTRACT = Assets.read("/META-INF/docket/swagger.yaml");

    @Override
    public Response getContract() {
        return Response.ok(CONTRACT)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }

    @Override
    public Response getDocs() {
        return DocsPages.page("index");
    }
}
