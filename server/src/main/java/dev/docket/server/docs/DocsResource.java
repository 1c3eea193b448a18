package dev.docket.server.docs;

import dev.docket.api.DocsApi;
import dev.docket.server.http.compression.Precompressed;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** The contract as files, and the first page of the documentation. */
final class DocsResource implements DocsApi {

    private static final Precompressed YAML = BuiltFiles.get("contract/openapi.yaml");
    private static final Precompressed JSON = BuiltFiles.get("contract/openapi.json");

    @Override
    public Response getContract() {
        return file(YAML);
    }

    @Override
    public Response getContractAsJson() {
        return file(JSON);
    }

    private static Response file(Precompressed content) {
        return Response.ok(content)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }

    @Override
    public Response getDocs() {
        return DocsPages.page("index");
    }
}
