package dev.docket.persistence.accounts;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.DatabaseUnavailableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does the due work of all accounts in turns: in each round, a batch of each account that has due work then. So an
 * account with much work delays the others by one batch at a time. Thread-safe.
 */
public final class AccountTurns {

    /** Rounds of a run, after which other jobs take their turn. */
    private static final int ROUNDS = 5;

    private final Database database;
    private final EveryAccount.Query<String> due;
    private final Function<String, AccountWork> work;

    /** Work that has begun and is to be continued. */
    private final Map<String, AccountWork> begun = new HashMap<>();

    /**
     * @param due finds the accounts that have due work
     * @param work begins the work of an account
     */
    public AccountTurns(Database database, EveryAccount.Query<String> due, Function<String, AccountWork> work) {
        this.database = database;
        this.due = due;
        this.work = work;
    }

    /**
     * Runs some rounds. The next run continues where this one ends.
     *
     * @return whether work is left that should be continued soon
     * @throws RuntimeException the failure of an account, after the turns of the others
     */
    public synchronized boolean run() {
        Run run = new Run();
        boolean hasMore = true;
        for (int round = 0; round < ROUNDS && hasMore; round++) {
            hasMore = runRound(run);
        }
        if (run.failure != null) {
            throw run.failure;
        }
        return hasMore;
    }

    private static final class Run {

        /** Accounts whose work has ended; what they have left waits for the next run. */
        private final Set<String> done = new HashSet<>();

        private @Nullable RuntimeException failure;
    }

    private boolean runRound(Run run) {
        List<String> accounts = new ArrayList<>();
        EveryAccount.forEach(database, due, accounts::add);
        begun.keySet().retainAll(accounts);
        for (String account : accounts) {
            if (!run.done.contains(account) && !runTurn(account, run)) {
                run.done.add(account);
            }
        }
        return !begun.isEmpty();
    }

    private boolean runTurn(String account, Run run) {
        // Work that fails is not continued, but begins again in a later run.
        AccountWork next = begun.remove(account);
        try {
            AccountWork turn = next == null ? work.apply(account) : next;
            boolean hasMore = turn.next();
            if (hasMore) {
                begun.put(account, turn);
            }
            return hasMore;
        } catch (DatabaseUnavailableException away) {
            throw away;
        } catch (RuntimeException failure) {
            run.failure = run.failure == null ? failure : run.failure;
            return false;
        }
    }
}
