package dev.docket.server.accounts;

import dev.docket.api.model.Account;
import dev.docket.api.model.AccountInput;
import dev.docket.persistence.accounts.AccountRow;
import dev.docket.server.http.json.ContractMapping;
import java.time.Instant;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.factory.Mappers;

/** Maps between rows and the contract. */
@Mapper(config = ContractMapping.class)
interface AccountMapper {

    AccountMapper INSTANCE = Mappers.getMapper(AccountMapper.class);

    @Mapping(target = "id", source = "accountId")
    Account toAccount(AccountRow row);

    /** The input that would create the account as it is now. */
    @Mapping(target = "id", source = "accountId")
    AccountInput toInput(AccountRow row);

    @Mapping(target = "accountId", source = "input.id")
    AccountRow toRow(AccountInput input, long revision, Instant createdAt, Instant updatedAt);
}
