package dev.docket.server.accounts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.model.Account;
import dev.docket.api.model.AccountInput;
import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.accounts.AccountRow;
import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.pages.PageRow;
import dev.docket.server.http.json.MergePatch;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.EntityTags;
import dev.docket.server.http.rest.Page;
import dev.docket.server.http.rest.Versioned;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations of an operator on accounts. Thread-safe. */
final class Accounts {

    private static final AccountMapper MAPPER = AccountMapper.INSTANCE;

    private final Database database;
    private final Clock clock;

    public Accounts(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @throws ProblemException 409 if an account has this id already */
    public Versioned<Account> create(AccountInput input) {
        Instant now = clock.instant();
        return database.write(input.getId(), transaction -> {
            AccountDao dao = transaction.dao(AccountDao.class);
            if (dao.insert(MAPPER.toRow(input, 1, now, now)) == 0) {
                throw new ProblemException(
                        ProblemType.CONFLICT, "the account '" + input.getId() + "' exists already; choose another id");
            }
            return show(find(dao, input.getId()));
        });
    }

    /** Lists accounts by id. */
    public Page<Account> list(@Nullable String cursor, int pageSize, boolean includeTotal) {
        String after = Page.after(cursor, "", key -> key.get(0));
        // A transaction sees only the accounts that it names: the first one reads the ids, the second one the accounts.
        Page<String> ids = database.read(List.of(), transaction -> {
            AccountDao dao = transaction.dao(AccountDao.class);
            return Page.of(
                    PageRow.ofSmall(dao.listIds(after, pageSize + 1)),
                    pageSize,
                    List::of,
                    includeTotal ? dao.count() : null);
        });
        return ids.mapAll(found -> database.read(
                        found, transaction -> transaction.dao(AccountDao.class).list(found)))
                .map(MAPPER::toAccount);
    }

    /** @throws ProblemException 404 */
    public Versioned<Account> read(String id) {
        return database.read(id, transaction -> show(find(transaction.dao(AccountDao.class), id)));
    }

    /** @throws ProblemException 400 with every violation of the result; 404; 412 */
    public Versioned<Account> update(String id, @Nullable String ifMatch, ObjectNode patch) {
        Instant now = clock.instant();
        return ConfigurationLock.change(database, id, transaction -> {
            AccountDao dao = transaction.dao(AccountDao.class);
            AccountRow row = find(dao, id);
            EntityTags.requireMatch(ifMatch, row.revision());
            AccountInput input = MergePatch.apply(patch, MAPPER.toInput(row), AccountInput.class);
            if (!MAPPER.toRow(input, row.revision(), row.createdAt(), row.updatedAt())
                    .equals(row)) {
                dao.update(MAPPER.toRow(input, row.revision() + 1, row.createdAt(), now));
            }
            return show(find(dao, id));
        });
    }

    private static Versioned<Account> show(AccountRow row) {
        return Versioned.of(MAPPER.toAccount(row), row.revision());
    }

    private static AccountRow find(AccountDao dao, String id) {
        return dao.find(id)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "there is no account '" + id + "'"));
    }
}
