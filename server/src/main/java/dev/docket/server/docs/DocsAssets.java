package dev.docket.server.docs;

import dev.docket.server.http.compression.Precompressed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What the pages at {@code /docs} load: their style and scripts, those of Swagger UI, and the index of the pages. */
@Path("/docs/assets")
public final class DocsAssets {

    private static final String FOLDER = "site/assets/";
    private static final String VERSION =
            new String(BuiltFiles.get(FOLDER + "version").content(), StandardCharsets.US_ASCII);

    /** A URL that names the version always has the same content. */
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private static final String NOT_WITHOUT_ASKING = "no-cache";

    private static final Map<String, String> TYPES =
            Map.of("css", "text/css", "js", "text/javascript", "png", "image/png");

    /**
     * While a new release is started on one node after the other, a page of one may ask another for its assets: this
     * node's are better than none, but are not to be kept.
     */
    @GET
    @Path("{version: [0-9a-f]{12}}/{name: [a-z0-9-]+}.{ending}")
    public Response get(
            @PathParam("version") String version, @PathParam("name") String name, @PathParam("ending") String ending) {
        String type = TYPES.get(ending);
        if (type == null) {
            throw new NotFoundException();
        }
        Precompressed asset = BuiltFiles.find(FOLDER + name + "." + ending).orElseThrow(NotFoundException::new);
        return Response.ok(asset, type)
                .header(HttpHeaders.CACHE_CONTROL, version.equals(VERSION) ? FOR_EVER : NOT_WITHOUT_ASKING)
                .build();
    }

    @GET
    @Path("search.json")
    public Response index() {
        return Response.ok(BuiltFiles.get(FOLDER + "search.json"), MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, NOT_WITHOUT_ASKING)
                .build();
    }
}
