package dev.docket.server.attachments;

import dev.docket.persistence.accounts.AccountTurns;
import dev.docket.persistence.accounts.AccountWork;
import dev.docket.persistence.accounts.EveryAccount;
import dev.docket.persistence.attachments.AttachmentDao;
import dev.docket.persistence.attachments.StoredContent;
import dev.docket.persistence.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the content of attachments that were deleted or erased, or never became complete. May run at any time, also
 * on several nodes at once. Thread-safe.
 */
public final class AttachmentSweep {

    /** The time after which an upload that is still incomplete is given up. */
    static final Duration PATIENCE = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(AttachmentSweep.class);
    private static final int BATCH = 100;
    private static final StoredContent BEFORE_ALL = new StoredContent(new UUID(0, 0), "");

    private final Database database;
    private final AttachmentStores stores;
    private final Clock clock;
    private final AccountTurns deleted;
    private final AccountTurns erased;

    public AttachmentSweep(Database database, AttachmentStores stores, Clock clock) {
        this.database = database;
        this.stores = stores;
        this.clock = clock;
        this.deleted = new AccountTurns(
                database,
                (transaction, accounts) -> transaction.dao(AttachmentDao.class).accountsToClean(accounts),
                this::removingDeleted);
        this.erased = new AccountTurns(
                database,
                (transaction, accounts) -> transaction.dao(AttachmentDao.class).accountsToErase(accounts),
                this::tryRemovingErased);
    }

    /** @return whether content is left that should be removed soon */
    public boolean run() {
        Instant before = clock.instant().minus(PATIENCE);
        EveryAccount.inPages(
                database,
                accounts -> database.write(accounts, transaction -> {
                    transaction.dao(AttachmentDao.class).deletePending(accounts, before);
                    return null;
                }));
        boolean hasDeleted = deleted.run();
        return erased.run() || hasDeleted;
    }

    /**
     * Removes the content of the erased attachments of an account.
     *
     * @throws RuntimeException if it cannot be removed now; a later run removes it
     */
    public void removeErased(String account) {
        removingErased(account).finish();
    }

    private AccountWork removingErased(String account) {
        return forEach(
                account,
                (dao, last) -> dao.listErased(account, last, BATCH),
                content -> removeErased(account, content));
    }

    /** A failure does not stop the other accounts. */
    private AccountWork tryRemovingErased(String account) {
        AccountWork removing = removingErased(account);
        return () -> {
            try {
                return removing.next();
            } catch (RuntimeException failure) {
                LOG.warn("erased content of {} could not be removed yet", account, failure);
                return false;
            }
        };
    }

    private void removeErased(String account, StoredContent content) {
        stores.get(content.store()).delete(account, content.id());
        database.write(account, transaction -> {
            transaction.dao(AttachmentDao.class).setRemoved(account, content.id());
            return null;
        });
    }

    private AccountWork removingDeleted(String account) {
        return forEach(
                account, (dao, last) -> dao.listDeleted(account, last, BATCH), content -> remove(account, content));
    }

    @FunctionalInterface
    private interface Query {
        List<StoredContent> after(AttachmentDao dao, UUID last);
    }

    private AccountWork forEach(String account, Query query, Consumer<StoredContent> work) {
        return AccountWork.on(
                BEFORE_ALL,
                last -> database.read(
                        account, transaction -> query.after(transaction.dao(AttachmentDao.class), last.id())),
                work);
    }

    /** Removes the content of one attachment. A failure does not stop the others. */
    private void remove(String account, StoredContent content) {
        try {
            remove(database, stores.get(content.store()), account, content.id());
        } catch (RuntimeException failure) {
            LOG.warn("the content of {} of {} could not be removed yet", content.id(), account, failure);
        }
    }

    /** Removes the content first and its row afterwards, so that no content remains without a row. */
    static void remove(Database database, AttachmentStore store, String account, UUID id) {
        store.delete(account, id);
        database.write(account, transaction -> {
            transaction.dao(AttachmentDao.class).remove(account, id);
            return null;
        });
    }
}
