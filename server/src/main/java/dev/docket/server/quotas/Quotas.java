package dev.docket.server.quotas;

import dev.docket.api.model.Quota;
import dev.docket.api.model.QuotaName;
import dev.docket.persistence.accounts.TokenDao;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.quotas.QuotaDao;
import dev.docket.persistence.quotas.QuotaUseRow;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Holds accounts to their quotas. Thread-safe. */
public final class Quotas {

    private final QuotaSettings settings;
    private final Database database;
    private final Clock clock;

    public Quotas(QuotaSettings settings, Database database, Clock clock) {
        this.settings = settings;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Does work that may add to any quota but that of tokens, and requires that it exceeds none by what it adds. The
     * database counts while it locks the count, so that two transactions cannot use the same room.
     *
     * @throws ProblemException 409; the transaction must then be rolled back
     */
    public <T> T within(Transaction transaction, String account, Supplier<T> work) {
        Map<QuotaName, Long> before = counted(transaction, account);
        T result = work.get();
        counted(transaction, account).forEach((quota, used) -> {
            // A limit that was lowered does not stop other changes.
            if (used > before.getOrDefault(quota, 0L)) {
                require(account, quota, used);
            }
        });
        return result;
    }

    /**
     * Requires room for one more. Unless the transaction has locked the account's configuration, another one may use
     * that room first.
     *
     * @throws ProblemException 409
     */
    public void requireRoom(Transaction transaction, String account, QuotaName quota) {
        long used = quota == QuotaName.TOKENS
                ? tokens(transaction, account)
                : counted(transaction, account).getOrDefault(quota, 0L);
        require(account, quota, used + 1);
    }

    private void require(String account, QuotaName quota, long used) {
        long limit = settings.limits().get(quota);
        if (used > limit) {
            throw new ProblemException(
                    ProblemType.QUOTA_EXCEEDED,
                    ("the quota '%s' of account %s is %d: delete what is no longer needed, or ask the operator of the"
                                    + " service for a higher limit")
                            .formatted(quota, account, limit));
        }
    }

    /** Returns all quotas of an account. */
    public List<Quota> list(String account) {
        return database.read(account, transaction -> {
            Map<QuotaName, Long> used = counted(transaction, account);
            used.put(QuotaName.TOKENS, tokens(transaction, account));
            return Stream.of(QuotaName.values())
                    .map(name -> new Quota()
                            .name(name)
                            .limit(settings.limits().get(name))
                            .used(used.getOrDefault(name, 0L)))
                    .toList();
        });
    }

    private static Map<QuotaName, Long> counted(Transaction transaction, String account) {
        Map<QuotaName, Long> counted = new EnumMap<>(QuotaName.class);
        for (QuotaUseRow row : transaction.dao(QuotaDao.class).list(account)) {
            counted.put(QuotaName.fromValue(row.quota()), row.used());
        }
        return counted;
    }

    private long tokens(Transaction transaction, String account) {
        return transaction.dao(TokenDao.class).countValid(account, clock.instant());
    }
}
