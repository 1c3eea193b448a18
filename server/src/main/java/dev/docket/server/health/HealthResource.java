package dev.docket.server.health;

import dev.docket.api.HealthApi;
import dev.docket.api.model.Health;
import dev.docket.api.model.HealthStatus;
import dev.docket.persistence.database.Database;
import dev.docket.server.http.ProblemException;
import dev.docket.server.http.ProblemType;
import jakarta.ws.rs.core.Response;

/** Whether the service runs, and whether it can work. */
public final class HealthResource implements HealthApi {

    private final Database database;

    public HealthResource(Database database) {
        this.database = database;
    }

    @Override
    public Response getLiveness() {
        return up();
    }

    @Override
    public Response getReadiness() {
        if (!database.isAvailable()) {
            throw new ProblemException(ProblemType.SERVICE_UNAVAILABLE, "the database does not answer");
        }
        return up();
    }

    private static Response up() {
        return Response.ok(new Health().status(HealthStatus.UP)).build();
    }
}
