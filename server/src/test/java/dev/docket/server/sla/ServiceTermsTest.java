package dev.docket.server.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.docket.api.model.TicketPriority;
import dev.docket.api.model.TicketStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceTermsTest {
    @Test
    void hasDefaults() {
        assertThat(ServiceTerms.DEFAULT)
                .isEqualTo(new ServiceTerms(
                        Map.of(
                                TicketPriority.URGENT, minutes(15, 4 * 60),
                                TicketPriority.HIGH, minutes(60, 8 * 60),
                                TicketPriority.MEDIUM, minutes(4 * 60, 24 * 60),
                                TicketPriority.LOW, minutes(8 * 60, 48 * 60)),
                        OpeningCalendar.ALWAYS,
                        Set.of(TicketStatus.WAITING_CUSTOMER),
                        80,
                        false));
    }

    @Test
    void promisesNothingForAPriorityItDoesNotMention() {
        assertThat(policy(Set.of(), 80).targetsFor(TicketPriority.LOW)).isEqualTo(new Targets(null, null));
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

    private static ServiceTerms policy(Set<TicketStatus> pausing, int atRiskPercent) {
        return new ServiceTerms(Map.of(), OpeningCalendar.ALWAYS, pausing, atRiskPercent, false);
    }

    private static Targets minutes(int firstResponse, int resolution) {
        return new Targets(Duration.ofMinutes(firstResponse), Duration.ofMinutes(resolution));
    }
}
