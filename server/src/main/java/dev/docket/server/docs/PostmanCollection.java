package dev.docket.server.docs;

import dev.docket.server.http.compression.Precompressed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The contract as a collection for Postman, which the build made. Browsers save it as a file. */
@Path("/docs/" + PostmanCollection.NAME)
public final class PostmanCollection {

    static final String NAME = "docket.postman_collection.json";

    private static final Precompressed COLLECTION = BuiltFiles.get("contract/" + NAME);

    @GET
    public Response get() {
        return Response.ok(COLLECTION, MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + NAME + "\"")
                .build();
    }
}
