package dev.docket.server.accounts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.AccountsApi;
import dev.docket.api.model.Account;
import dev.docket.api.model.AccountInput;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.security.ContractResource;
import jakarta.ws.rs.core.Response;

/** The operations on accounts, as HTTP has them. */
final class AccountsResource extends ContractResource implements AccountsApi {

    private final Accounts accounts;

    AccountsResource(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public Response createAccount(AccountInput accountInput) {
        Versioned<Account> created = accounts.create(accountInput);
        return created.created("accounts/{id}", created.body().getId());
    }

    @Override
    public Response listAccounts(Integer pageSize, String cursor, Boolean includeTotal) {
        return accounts.list(cursor, pageSize, includeTotal).ok();
    }

    @Override
    public Response getAccount(String accountId, String ifNoneMatch) {
        return accounts.read(accountId).read(ifNoneMatch);
    }

    @Override
    public Response updateAccount(String accountId, String ifMatch, ObjectNode patch) {
        return accounts.update(accountId, ifMatch, patch).changed();
    }
}
