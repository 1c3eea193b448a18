package dev.docket.server.docs;

import dev.docket.api.DocsApi;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** The contract as files, and the first page of the documentation. */
final class DocsResource implements DocsApi {

    private static final byte[] YAML = Assets.read("/META-INF/docket/swagger.yaml");
    private static final byte[] JSON = Assets.read("/dev/docket/docs/contract/openapi.json");

    @Override
    public Response getContract() {
        return file(YAML);
    }

    @Override
    public Response getContractAsJson() {
        return file(JSON);
    }

    private static Response file(byte[] content) {
        return Response.ok(content)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }

    @Override
    public Response getDocs() {
        return DocsPages.page("index");
    }
}
