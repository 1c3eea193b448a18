package dev.docket.server.accounts;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Notifications;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.policies.SlaDao;
import dev.docket.persistence.policies.SlaPolicyRow;
import dev.docket.persistence.rotations.RotationInForceRow;
import dev.docket.persistence.rotations.TurnDao;
import dev.docket.persistence.tickettypes.TicketTypeDao;
import dev.docket.server.concurrent.ReadCache;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.sla.SlaAgreement;
import dev.docket.server.tickettypes.TicketTypeRules;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Caches the configurations of the accounts that this node works for. A cached configuration may be out of date, which
 * does no harm: the statement that stores a ticket detects it, and the configuration is read again. Thread-safe.
 */
public final class AccountRulesCache {

    private static final Logger LOG = LoggerFactory.getLogger(AccountRulesCache.class);

    private final Database database;
    private final ReadCache<String, AccountRules> cache =
            new ReadCache<>(Caffeine.newBuilder().maximumSize(10_000));

    public AccountRulesCache(Database database) {
        this.database = database;
    }

    /** @throws ProblemException 403 if the account does not exist */
    public AccountRules get(String account) {
        AccountRules known = cache.known(account);
        if (known != null) {
            return known;
        }
        // The cache waits for a thread that reads the same key, and that thread may wait for the connection that this
        // one holds.
        return database.isJoined() ? read(account) : cache.get(account, this::read);
    }

    /**
     * Does {@code work} with the configuration in force, for when {@link #get} returned an outdated one. The
     * configuration cannot change before the work is committed.
     */
    public <T> T locked(String account, BiFunction<Transaction, AccountRules, T> work) {
        LOG.debug("the configuration of {} was out of date", account);
        AtomicReference<AccountRules> inForce = new AtomicReference<>();
        try {
            return ConfigurationLock.change(database, account, transaction -> {
                AccountRules configuration = read(transaction, account);
                inForce.set(configuration);
                return work.apply(transaction, configuration);
            });
        } finally {
            // Outside the transaction, because no other work is done while its locks are held.
            if (inForce.get() != null) {
                database.afterCommit(() -> cache.put(account, inForce.get()));
            }
        }
    }

    /**
     * The configuration as this transaction changed it. It is not cached: the transaction may still be rolled back, and
     * another change would then get the same version.
     */
    public AccountRules changed(Transaction transaction, String account) {
        return read(transaction, account);
    }

    /**
     * Discards what was changed on any node as soon as a notification arrives, which saves {@link #locked}; until
     * closed.
     */
    public Notifications watch() {
        return ConfigurationLock.watch(
                database,
                account -> {
                    cache.invalidate(account);
                    LOG.debug("the configuration of {} has changed", account);
                },
                () -> {
                    cache.invalidateAll();
                    LOG.debug("any configuration may have changed");
                });
    }

    private AccountRules read(String account) {
        return database.read(account, transaction -> read(transaction, account));
    }

    /**
     * Reads the version first: a change in the meantime makes this configuration seem older than it is, never newer.
     */
    private static AccountRules read(Transaction transaction, String account) {
        long version = transaction
                .dao(AccountDao.class)
                .configurationVersion(account)
                .orElseThrow(() ->
                        new ProblemException(ProblemType.FORBIDDEN, "the account of x-account-id does not exist"));
        Map<String, SlaAgreement> agreements = transaction.dao(SlaDao.class).listPolicies(account).stream()
                .collect(Collectors.toUnmodifiableMap(SlaPolicyRow::id, SlaAgreement::of));
        SlaAgreement defaultSla = agreements.values().stream()
                .filter(SlaAgreement::isDefault)
                .findFirst()
                .orElse(SlaAgreement.DOCKETS_OWN);
        // A HashMap, because types without a rotation look up null, which an immutable map would reject.
        Map<String, RotationInForceRow> activeRotations = new HashMap<>();
        transaction
                .dao(TurnDao.class)
                .inForce(account)
                .forEach(rotation -> activeRotations.put(rotation.rotationId(), rotation));
        Map<String, TicketTypeRules> types = transaction.dao(TicketTypeDao.class).listAll(account).stream()
                .map(row -> TicketTypeRules.of(
                        row,
                        row.slaPolicyId() == null ? defaultSla : agreements.get(row.slaPolicyId()),
                        activeRotations))
                .collect(Collectors.toUnmodifiableMap(TicketTypeRules::id, Function.identity()));
        return new AccountRules(version, types, defaultSla);
    }
}
