package dev.docket.server.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.docket.api.model.TicketPriority;
import dev.docket.api.model.TicketStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlaPolicyTest {
    @Test
    void hasDefaults() {
        assertThat(SlaPolicy.DEFAULT)
                .isEqualTo(new SlaPolicy(
                        Map.of(
                                TicketPriority.URGENT, minutes(15, 4 * 60),
                                TicketPriority.HIGH, minutes(60, 8 * 60),
                                TicketPriority.MEDIUM, minutes(4 * 60, 24 * 60),
                                TicketPriority.LOW, minutes(8 * 60, 48 * 60)),
                        BusinessCalendar.ALWAYS,
                        Set.of(TicketStatus.WAITING_CUSTOMER),
                        80,
                        false));
    }

    @Test
    void promisesNothingForAPriorityItDoesNotMention() {
        assertThat(policy(Set.of(), 80).targetsFor(TicketPriority.LOW)).isEqualTo(new SlaTargets(null, null));
    }

    @Test
    void refusesAThresholdOutOfRangeAStatusThatEndsTheClockAndATargetOfNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> policy(Set.of(), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> policy(Set.of(), 101));
        assertThatIllegalArgumentException().isThrownBy(() -> policy(Set.of(TicketStatus.RESOLVED), 80));
        assertThatIllegalArgumentException().isThrownBy(() -> policy(Set.of(TicketStatus.CLOSED), 80));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> minutes(1, 0))
                .withMessage("resolution must be positive, not PT0S");
        assertThatIllegalArgumentException().isThrownBy(() -> minutes(-1, 1));
    }

    private static SlaPolicy policy(Set<TicketStatus> pausing, int atRiskPercent) {
        return new SlaPolicy(Map.of(), BusinessCalendar.ALWAYS, pausing, atRiskPercent, false);
    }

    private static SlaTargets minutes(int firstResponse, int resolution) {
        return new SlaTargets(Duration.ofMinutes(firstResponse), Duration.ofMinutes(resolution));
    }
}
