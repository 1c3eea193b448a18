package dev.docket.server.health;

import dev.docket.api.HealthApi;
import dev.docket.api.model.Health;
import dev.docket.api.model.HealthStatus;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reports liveness (the process runs) and readiness (it can serve requests). */
final class HealthResource implements HealthApi {

    private final List<Supplier<Optional<String>>> checks;

    /** @param checks each returns what is wrong, in words safe for the public; empty if nothing is */
    HealthResource(List<Supplier<Optional<String>>> checks) {
        this.checks = checks;
    }

    @Override
    public Response getLiveness() {
        return up();
    }

    @Override
    public Response getReadiness() {
        String problems =
                checks.stream().map(Supplier::get).flatMap(Optional::stream).collect(Collectors.joining("; "));
        if (!problems.isEmpty()) {
            throw new ProblemException(ProblemType.SERVICE_UNAVAILABLE, problems);
        }
        return up();
    }

    private static Response up() {
        return Response.ok(new Health().status(HealthStatus.UP)).build();
    }
}
