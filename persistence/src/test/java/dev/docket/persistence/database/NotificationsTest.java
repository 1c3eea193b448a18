package dev.docket.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.accounts.AccountRow;
import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.testing.TestDatabase;
import dev.docket.persistence.testing.Wait;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotificationsTest {

    private static final String MISSED = "(missed)";

    private static TestDatabase testDatabase;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private Database database;
    private Notifications notifications;
    private Notifications other;

    @BeforeAll
    static void create() {
        testDatabase = TestDatabase.create();
    }

    @BeforeEach
    void listen() {
        // The session of the test before may still be ending.
        Wait.until(() -> sessions() == 0);
        database = testDatabase.open(TestDatabase.IMPATIENCE);
        notifications = database.listen("news", heard::add, () -> heard.add(MISSED));
        assertThat(next()).isEqualTo(MISSED);
    }

    @AfterEach
    void close() {
        notifications.close();
        if (other != null) {
            other.close();
        }
        database.close();
    }

    @Test
    void areHeardInTheirOrder() {
        say("one");
        say("two");
        assertThat(List.of(next(), next())).containsExactly("one", "two");
    }

    @Test
    void areHeardWhenTheyAreCommittedAndNotBefore() {
        testDatabase.executeAsSuperuser("BEGIN; NOTIFY news, 'rolled back'; ROLLBACK");
        say("committed");
        assertThat(next()).isEqualTo("committed");
    }

    @Test
    void comeOnAConnectionThatIsNoneOfThePoolsAndActsAsItsSessionsDo() {
        assertThat(sessions()).isEqualTo(1);
        assertThat(database.<Integer>read(
                        "a", transaction -> transaction.dao(SystemDao.class).answers() ? 1 : 0))
                .isEqualTo(1);
    }

    /** By an error: an exception only makes it connect again. */
    @Test
    void haveAProblemWhenTheirThreadHasEnded() {
        assertThat(notifications.problem()).isEmpty();
        other = database.listen(
                "news",
                message -> {
                    throw new StackOverflowError("of this test");
                },
                () -> heard.add(MISSED));
        assertThat(next()).isEqualTo(MISSED);
        say("the end");
        Wait.until(() -> other.problem().isPresent());
        assertThat(other.problem()).contains("this node does not listen for news");
        assertThat(notifications.problem()).isEmpty();
    }

    @Test
    void goOnWhenTheConnectionIsKilledAndSayThatSomeMayBeMissed() {
        for (int time = 0; time < 2; time++) {
            killListener();
            assertThat(next()).isEqualTo(MISSED);
            say("back");
            assertThat(next()).isEqualTo("back");
        }
    }

    @Test
    void goOnWhenTheDatabaseComesBack() {
        testDatabase.leave();
        Wait.until(() -> !database.isAvailable());
        testDatabase.comeBack();
        assertThat(next()).isEqualTo(MISSED);
        say("back");
        assertThat(next()).isEqualTo("back");
    }

    @Test
    void goOnWhereTheHandlerFails() {
        other = database.listen(
                "accidents",
                message -> {
                    if (message.equals("accident")) {
                        throw new IllegalStateException("not that one");
                    }
                    heard.add(message);
                },
                () -> heard.add(MISSED));
        assertThat(next()).isEqualTo(MISSED);
        testDatabase.executeAsSuperuser("NOTIFY accidents, 'accident'");
        assertThat(next()).isEqualTo(MISSED);
        testDatabase.executeAsSuperuser("NOTIFY accidents, 'luck'");
        assertThat(next()).isEqualTo("luck");
    }

    @Test
    void endTheirThreadAndTheirSessionWhenClosed() {
        assertThat(listeners()).hasSize(1);
        notifications.close();
        Wait.until(() -> listeners().isEmpty());
        Wait.until(() -> sessions() == 0);
        notifications.close();
    }

    @Test
    void endTheirThreadWhenClosedWhileTheDatabaseIsAway() {
        testDatabase.leave();
        try {
            Wait.until(() -> !database.isAvailable());
            notifications.close();
            Wait.until(() -> listeners().isEmpty());
        } finally {
            testDatabase.comeBack();
        }
    }

    @Test
    void tellOfChangesOfConfigurations() {
        other = ConfigurationLock.watch(database, heard::add, () -> heard.add(MISSED));
        assertThat(next()).isEqualTo(MISSED);
        for (String account : List.of("left", "right")) {
            database.write(
                    account,
                    transaction -> transaction
                            .dao(AccountDao.class)
                            .insert(new AccountRow(account, account, "TKT", Instant.EPOCH)));
        }
        testDatabase.executeAsSuperuser("UPDATE docket.accounts SET name = 'Right' WHERE account_id = 'right'");
        assertThat(next()).isEqualTo("right");
    }

    private static int sessions() {
        return Integer.parseInt(testDatabase.queryAsSuperuser("""
                        SELECT count(*) FROM pg_stat_activity
                         WHERE application_name = 'docket-listener' AND datname = current_database()
                        """).get(0).get(0));
    }

    private void say(String message) {
        testDatabase.executeAsSuperuser("NOTIFY news, '%s'".formatted(message));
    }

    private void killListener() {
        assertThat(testDatabase.queryAsSuperuser("""
                        SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
                         WHERE application_name = 'docket-listener' AND datname = current_database()
                        """)).containsExactly(List.of("t"));
    }

    private String next() {
        return Wait.next(heard);
    }

    private static List<Thread> listeners() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("docket-listener-news"))
                .toList();
    }
}
