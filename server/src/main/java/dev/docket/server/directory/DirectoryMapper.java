package dev.docket.server.directory;

import dev.docket.api.model.Application;
import dev.docket.api.model.ApplicationInput;
import dev.docket.api.model.Lead;
import dev.docket.api.model.LeadInput;
import dev.docket.api.model.Merchant;
import dev.docket.api.model.MerchantInput;
import dev.docket.api.model.Mid;
import dev.docket.api.model.MidInput;
import dev.docket.api.model.OutOfOffice;
import dev.docket.api.model.PrincipalContact;
import dev.docket.api.model.Team;
import dev.docket.api.model.TeamInput;
import dev.docket.api.model.User;
import dev.docket.api.model.UserInput;
import dev.docket.persistence.directory.ApplicationRow;
import dev.docket.persistence.directory.LeadRow;
import dev.docket.persistence.directory.MerchantRow;
import dev.docket.persistence.directory.MidRow;
import dev.docket.persistence.directory.OutOfOfficeRow;
import dev.docket.persistence.directory.TeamRow;
import dev.docket.persistence.directory.UserRow;
import dev.docket.server.http.json.ContractMapping;
import dev.docket.server.text.EmailAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.Named;
import org.mapstruct.factory.Mappers;

/** Maps rows to the contract and back. A row has an empty string for a text that the CRM does not have. */
@Mapper(config = ContractMapping.class)
interface DirectoryMapper {

    DirectoryMapper INSTANCE = Mappers.getMapper(DirectoryMapper.class);

    User toUser(UserRow row);

    @Mapping(target = "email", source = "input.email", qualifiedByName = "address")
    UserRow toRow(UserInput input, String id, long revision);

    Team toTeam(TeamRow row);

    @Mapping(target = "memberIds", source = "input.memberIds", qualifiedByName = "sorted")
    TeamRow toRow(TeamInput input, long id, long revision);

    @Mapping(target = "principalContact", source = "row", qualifiedByName = "contact")
    Merchant toMerchant(MerchantRow row);

    @Mapping(target = "principalName", source = "input.principalContact.name", defaultValue = "")
    @Mapping(
            target = "principalEmail",
            source = "input.principalContact.email",
            qualifiedByName = "address",
            defaultValue = "")
    @Mapping(target = "principalPhone", source = "input.principalContact.phone", defaultValue = "")
    MerchantRow toRow(MerchantInput input, long id, long revision);

    Mid toMid(MidRow row);

    MidRow toRow(MidInput input, long id, long revision);

    @Mapping(target = "email", source = "email", qualifiedByName = "orNothing")
    @Mapping(target = "phone", source = "phone", qualifiedByName = "orNothing")
    Lead toLead(LeadRow row);

    @Mapping(target = "email", source = "input.email", qualifiedByName = "address", defaultValue = "")
    @Mapping(target = "phone", source = "input.phone", defaultValue = "")
    LeadRow toRow(LeadInput input, long id, long revision);

    @Mapping(target = "dbaEmail", source = "dbaEmail", qualifiedByName = "orNothing")
    @Mapping(target = "dbaPhone", source = "dbaPhone", qualifiedByName = "orNothing")
    Application toApplication(ApplicationRow row);

    @Mapping(target = "dbaEmail", source = "input.dbaEmail", qualifiedByName = "address", defaultValue = "")
    @Mapping(target = "dbaPhone", source = "input.dbaPhone", defaultValue = "")
    ApplicationRow toRow(ApplicationInput input, long id, long revision);

    @Mapping(target = "name", source = "principalName", qualifiedByName = "orNothing")
    @Mapping(target = "email", source = "principalEmail", qualifiedByName = "orNothing")
    @Mapping(target = "phone", source = "principalPhone", qualifiedByName = "orNothing")
    PrincipalContact contactOf(MerchantRow row);

    @Named("contact")
    default @Nullable PrincipalContact toContact(MerchantRow row) {
        PrincipalContact contact = contactOf(row);
        return contact.equals(new PrincipalContact()) ? null : contact;
    }

    OutOfOffice toWindow(OutOfOfficeRow row);

    default List<OutOfOfficeRow> toRows(List<OutOfOffice> windows) {
        return OutOfOfficeWindows.stored(windows);
    }

    @Named("sorted")
    static List<String> sorted(List<String> ids) {
        return ids.stream().distinct().sorted().toList();
    }

    @Named("address")
    static @Nullable String address(@Nullable String given) {
        return EmailAddress.kept(given);
    }

    @Named("orNothing")
    static @Nullable String orNothing(String text) {
        return text.isEmpty() ? null : text;
    }
}
