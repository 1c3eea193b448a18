package dev.docket.server.docs;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** What the pages at {@code /docs} load: style, script and index of the pages, and the packaged Swagger UI. */
@Path("/docs/assets")
public final class DocsAssets {

    private static final String SWAGGER_UI = "/META-INF/resources/webjars/swagger-ui/" + Build.swaggerUiVersion() + "/";

    private final Map<String, Asset> assets = Map.of(
            "swagger-ui.css", new Asset("text/css", Assets.read(SWAGGER_UI + "swagger-ui.css")),
            "swagger-ui-bundle.js", new Asset("text/javascript", Assets.read(SWAGGER_UI + "swagger-ui-bundle.js")),
            "favicon-32x32.png", new Asset("image/png", Assets.read(SWAGGER_UI + "favicon-32x32.png")),
            "docs.js", new Asset("text/javascript", Assets.read("/dev/docket/server/docs/docs.js")),
            "site.css", new Asset("text/css", Assets.read("/dev/docket/docs/assets/site.css")),
            "site.js", new Asset("text/javascript", Assets.read("/dev/docket/docs/assets/site.js")),
            "search.json", new Asset("application/json", Assets.read("/dev/docket/docs/site/search.json")));

    private record Asset(String type, byte[] content) {}

    @GET
    @Path("{name}")
    public Response get(@PathParam("name") String name) {
        Asset asset = assets.get(name);
        if (asset == null) {
            throw new NotFoundException();
        }
        return Response.ok(asset.content(), asset.type())
                .header("Cache-Control", "max-age=3600")
                .build();
    }
}
