package dev.docket.server.accounts;

import dev.docket.persistence.database.Database;
import dev.docket.server.features.Feature;
import dev.docket.server.quotas.Quotas;
import java.time.Clock;

/** Accounts, for operators. */
public final class AccountsFeature {

    private AccountsFeature() {}

    public static Feature create(Database database, Quotas quotas, Clock clock) {
        return Feature.of(new AccountsResource(new Accounts(database, clock)), new QuotasResource(quotas));
    }
}
