package dev.docket.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.jobs.Jobs;
import dev.docket.persistence.testing.TestDatabase;
import dev.docket.persistence.testing.Wait;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class WorkersTest {

    /** The thread ends by an error; an exception would only make it connect again. */
    @Test
    void haveTheProblemOfTheirListener() {
        try (Database database = TestDatabase.create().open();
                Workers workers = new Workers(
                        database.listen("news", message -> {}, () -> {
                            throw new StackOverflowError("of this test");
                        }),
                        new Jobs(database, Clock.systemUTC()))) {
            Wait.until(() -> workers.problem().isPresent());
            assertThat(workers.problem()).contains("this node does not listen for news");
        }
    }
}
