package dev.docket.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {

    /** Three at a time, up to 7. */
    private static List<Integer> after(int last) {
        return IntStream.rangeClosed(last + 1, Math.min(last + 3, 7)).boxed().toList();
    }

    @Test
    void workOnEachRowOnceAndInOrder() {
        List<Integer> rows = new ArrayList<>();

        Batches.forEachBatch(0, BatchesTest::after, rows::addAll);

        assertThat(rows).containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void findTheNextBatchWhenTheWorkOnTheLastIsDone() {
        List<String> events = new ArrayList<>();

        Batches.forEachBatch(
                3,
                last -> {
                    events.add("after " + last);
                    return after(last);
                },
                batch -> events.add("work on " + batch));

        assertThat(events).containsExactly("after 3", "work on [4, 5, 6]", "after 6", "work on [7]", "after 7");
    }

    @Test
    void doNothingWithoutRows() {
        List<Integer> rows = new ArrayList<>();

        Batches.forEachBatch(7, BatchesTest::after, rows::addAll);

        assertThat(rows).isEmpty();
    }
}
