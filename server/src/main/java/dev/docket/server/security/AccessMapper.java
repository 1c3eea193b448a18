package dev.docket.server.security;

import dev.docket.api.model.ActsAs;
import dev.docket.api.model.CreatedToken;
import dev.docket.api.model.NamedAccount;
import dev.docket.api.model.Token;
import dev.docket.persistence.accounts.AccountRow;
import dev.docket.persistence.accounts.TokenRow;
import dev.docket.server.http.json.ContractMapping;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.factory.Mappers;

/** Maps rows of tokens and accounts to the contract. */
@Mapper(config = ContractMapping.class)
interface AccessMapper {

    AccessMapper INSTANCE = Mappers.getMapper(AccessMapper.class);

    @Mapping(target = "actsAs", expression = "java(actsAs(row))")
    Token toToken(TokenRow row);

    @Mapping(target = "actsAs", expression = "java(actsAs(row))")
    CreatedToken toCreatedToken(TokenRow row, String secret);

    /** Returns the role of a token on tickets. */
    default ActsAs actsAs(TokenRow row) {
        return row.requesterType() == null ? ActsAs.AGENT : ActsAs.REQUESTER;
    }

    @Mapping(target = "id", source = "accountId")
    NamedAccount toNamedAccount(AccountRow row);
}
