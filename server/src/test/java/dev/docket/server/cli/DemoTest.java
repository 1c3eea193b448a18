package dev.docket.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.DatabaseSettings;
import dev.docket.persistence.testing.TestDatabase;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.security.Tokens;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.ServerProcess;
import dev.docket.server.testing.TestClock;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The token of {@code docket serve --demo}, which is printed on a terminal. */
class DemoTest {

    private final TestDatabase testDatabase = TestDatabase.create();
    private final Database database = testDatabase.open();
    private final TestClock clock = new TestClock(RunningServer.START);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void isReplacedAtEachStart() {
        String first = new Demo(database, clock).prepare(null).token();
        assertThat(isValid(first)).isTrue();
        String second = new Demo(database, clock).prepare(null).token();

        assertThat(isValid(first)).isFalse();
        assertThat(isValid(second)).isTrue();
    }

    @Test
    void expiresInADay() {
        String token = new Demo(database, clock).prepare(null).token();

        clock.advance(Duration.ofDays(1).minusSeconds(1));
        assertThat(isValid(token)).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(isValid(token)).isFalse();
    }

    @Test
    void isValidForAnotherDayAtTheNextStart() {
        String given = "dkt_" + "demo-".repeat(8) + "key";
        new Demo(database, clock).prepare(given);
        clock.advance(Duration.ofDays(2));
        assertThat(isValid(given)).isFalse();

        new Demo(database, clock).prepare(given);
        assertThat(isValid(given)).isTrue();
    }

    /** Also of a token that has nearly the same name. */
    @Test
    void isTheOnlyTokenThatIsRevoked() {
        new Demo(database, clock).prepare(null);
        String other = new Tokens(database, clock)
                .create("demo", Operations.permissions(), List.of(DemoData.ACCOUNT), null)
                .secret();

        new Demo(database, clock).prepare(null);
        new Demo(database, clock).revokeToken();

        assertThat(isValid(other)).isTrue();
    }

    @Test
    void isNotValidOnAServerWithoutTheDemo() {
        String token = new Demo(database, Clock.systemUTC()).prepare(null).token();
        String other = new Tokens(database, clock)
                .create("other", Operations.permissions(), List.of(DemoData.ACCOUNT), null)
                .secret();
        DatabaseSettings settings = testDatabase.settings(2);
        ServerProcess server = ServerProcess.start(
                "Docket listens ",
                Map.of(
                        "DOCKET_DATABASE_URL", settings.url(),
                        "DOCKET_DATABASE_USER", settings.user(),
                        "DOCKET_DATABASE_PASSWORD", settings.password()));
        try {
            ContractClient client = new ContractClient(server.uri());
            client.with("Authorization", "Bearer " + other).get("/me").expect(200);
            client.with("Authorization", "Bearer " + token).get("/me").expect(401);
        } finally {
            server.stop();
        }
    }

    /** Asks the database, without what a server has cached. */
    private boolean isValid(String token) {
        return new Tokens(database, clock).authenticate(token).isPresent();
    }
}
