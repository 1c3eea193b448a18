package dev.docket.persistence.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.testing.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AccountTurnsTest {

    private static Database database;

    /** The batches that each account has to do. */
    private final Map<String, Integer> due = new HashMap<>();

    /** The accounts of the batches that were done, in that order. */
    private final List<String> turns = new ArrayList<>();

    private final List<String> begun = new ArrayList<>();
    private final AccountTurns accounts = new AccountTurns(
            database,
            (transaction, page) ->
                    page.stream().filter(due::containsKey).sorted().toList(),
            account -> {
                begun.add(account);
                return () -> doBatch(account);
            });

    @BeforeAll
    static void create() {
        database = TestDatabase.create().open();
        for (String account : List.of("a", "b", "c")) {
            database.write(
                    account,
                    transaction -> transaction
                            .dao(AccountDao.class)
                            .insert(new AccountRow(account, account, "TKT", Instant.EPOCH)));
        }
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private boolean doBatch(String account) {
        turns.add(account);
        if (account.equals("b") && due.get(account) < 0) {
            throw new IllegalStateException("b cannot work");
        }
        due.computeIfPresent(account, (same, left) -> left == 1 ? null : Integer.valueOf(left - 1));
        return due.containsKey(account);
    }

    @Test
    void doABatchOfEachAccountInTurn() {
        due.putAll(Map.of("a", 4, "b", 1, "c", 2));
        assertThat(accounts.run()).isFalse();
        assertThat(turns).containsExactly("a", "b", "c", "a", "c", "a", "a");
        assertThat(begun).as("the work of each account is continued").containsExactly("a", "b", "c");
    }

    @Test
    void endARunAfterFiveRoundsAndContinueInTheNext() {
        due.put("a", 7);
        assertThat(accounts.run()).as("has more").isTrue();
        assertThat(turns).hasSize(5);
        assertThat(accounts.run()).isFalse();
        assertThat(turns).hasSize(7);
        assertThat(begun).containsExactly("a");
    }

    @Test
    void letAnAccountJoinThatBecomesDueMeanwhile() {
        due.put("b", 3);
        AccountTurns turning = new AccountTurns(
                database,
                (transaction, page) ->
                        page.stream().filter(due::containsKey).sorted().toList(),
                account -> () -> {
                    if (turns.isEmpty()) {
                        due.put("a", 1);
                    }
                    return doBatch(account);
                });
        assertThat(turning.run()).isFalse();
        assertThat(turns).containsExactly("b", "a", "b", "b");
    }

    @Test
    void doNotBeginAgainInTheSameRunWhatHasEnded() {
        due.putAll(Map.of("a", 2, "b", 2));
        AccountTurns turning = new AccountTurns(
                database,
                (transaction, page) ->
                        page.stream().filter(due::containsKey).sorted().toList(),
                account -> () -> doBatch(account) && account.equals("b"));
        assertThat(turning.run()).isFalse();
        assertThat(turns).containsExactly("a", "b", "b");
    }

    @Test
    void doTheOthersWhenOneFailsAndThenFail() {
        due.putAll(Map.of("a", 2, "b", -1, "c", 2));
        assertThatThrownBy(accounts::run).hasMessage("b cannot work");
        assertThat(turns).containsExactly("a", "b", "c", "a", "c");
    }

    @Test
    void doOneKindOfWorkAfterAnother() {
        List<String> done = new ArrayList<>();
        AccountWork first = AccountWork.on(0, last -> rowsAfter(last, 3), row -> done.add("first " + row));
        AccountWork second = AccountWork.on(1, last -> rowsAfter(last, 2), row -> done.add("second " + row));
        first.then(second).finish();
        assertThat(done).containsExactly("first 1", "first 2", "first 3", "second 2");
    }

    private static List<Integer> rowsAfter(int last, int end) {
        return last < end ? List.of(last + 1) : List.of();
    }
}
