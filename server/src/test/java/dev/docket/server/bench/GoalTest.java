package dev.docket.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class GoalTest {

    @Test
    void comparesWhatWasMeasured() {
        Results results = new Results();
        results.add(run(Results.SPREAD, 7_000, 0.2, 0.1));
        results.add(run(Results.BARE_SPREAD, 10_000, 0, 0.2));

        assertThat(Goal.of(results))
                .filteredOn(goal ->
                        goal.what().endsWith(": pgbench bare") || goal.what().endsWith(": pgbench bare, database"))
                .extracting(Goal::line)
                .containsExactly(
                        "| 1 CPU of a create, server and database : pgbench bare, database | ≤ 1.00× | 1.50× | not met |",
                        "| 1 creates per second : pgbench bare | ≥ 0.700× | 0.700× | met |");
    }

    @Test
    void saysWhatWasNotMeasured() {
        assertThat(Goal.of(new Results()))
                .isNotEmpty()
                .allSatisfy(goal -> assertThat(goal.line()).endsWith(" | not measured |  |"));
    }

    /** @param server milliseconds of CPU per request; likewise {@code database} */
    private static Run run(String name, long perSecond, double server, double database) {
        Cpu cpu = new Cpu(server * perSecond / 1e3, 0, database * perSecond / 1e3, 0);
        return RunBuilder.builder()
                .name(name)
                .clients(32)
                .count(perSecond)
                .seconds(1)
                .latency(new Histogram(3))
                .cpu(cpu)
                .refused(Map.of())
                .firstRefusal("")
                .build();
    }
}
