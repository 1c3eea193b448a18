package dev.docket.server.watch;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/** The page that Prometheus reads. It is not part of the contract, and on the management port only. */
@Path("/metrics")
public final class MetricsPage {

    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Meters meters;

    public MetricsPage(Meters meters) {
        this.meters = meters;
    }

    @GET
    public Response get() {
        return Response.ok(meters.text().getBytes(StandardCharsets.UTF_8), TYPE).build();
    }
}
