package dev.docket.server.tickets;

import static dev.docket.server.testing.TicketJson.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.docket.server.demo.DemoData;
import dev.docket.server.security.Actor;
import dev.docket.server.testing.RunningServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The assignment of a ticket to a rotation, for code that changes tickets. */
class TicketChangeTest {

    private static final AssignmentTarget ROTATION = new AssignmentTarget(null, null, "terminal-support");
    private static final Actor ACTOR = Actor.system("test", "Test", "request", 0);

    private static RunningServer server;
    private static String id;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        id = server.client()
                .post("/tickets", ticket())
                .expect(201)
                .json()
                .get("uniqueId")
                .asText();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void refusesARotationThatWasNotPrepared() {
        server.database.write(DemoData.ACCOUNT, transaction -> {
            TicketChange change = TicketChange.of(transaction, DemoData.ACCOUNT, id, ACTOR, server.clock.instant());
            assertThatThrownBy(() -> change.giveTo(ROTATION)).isInstanceOf(IllegalStateException.class);
            return null;
        });
    }

    @Test
    void takesTheTurnWhenItIsStored() {
        String assignee = server.database.write(DemoData.ACCOUNT, transaction -> {
            TicketChange.assigning(transaction, List.of(ROTATION), DemoData.ACCOUNT, id, ACTOR, server.clock.instant())
                    .giveTo(ROTATION)
                    .store("assigned");
            return TicketChange.of(transaction, DemoData.ACCOUNT, id, ACTOR, server.clock.instant())
                    .ticket()
                    .assignedTo();
        });

        assertThat(assignee).isNotNull();
    }
}
