package dev.docket.server.directory;

import static dev.docket.server.directory.EntityType.numbered;

import dev.docket.api.model.Application;
import dev.docket.api.model.ApplicationInput;
import dev.docket.api.model.DirectoryEntityType;
import dev.docket.api.model.DirectoryImportLine;
import dev.docket.api.model.Lead;
import dev.docket.api.model.LeadInput;
import dev.docket.api.model.Merchant;
import dev.docket.api.model.MerchantInput;
import dev.docket.api.model.Mid;
import dev.docket.api.model.MidInput;
import dev.docket.api.model.PrincipalContact;
import dev.docket.api.model.Team;
import dev.docket.api.model.TeamInput;
import dev.docket.api.model.User;
import dev.docket.api.model.UserInput;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.directory.ApplicationDao;
import dev.docket.persistence.directory.ApplicationRow;
import dev.docket.persistence.directory.LeadDao;
import dev.docket.persistence.directory.LeadRow;
import dev.docket.persistence.directory.MerchantDao;
import dev.docket.persistence.directory.MerchantRow;
import dev.docket.persistence.directory.MidDao;
import dev.docket.persistence.directory.MidRow;
import dev.docket.persistence.directory.TeamDao;
import dev.docket.persistence.directory.TeamRow;
import dev.docket.persistence.directory.UserDao;
import dev.docket.persistence.directory.UserRow;
import dev.docket.persistence.rotations.RotationDao;
import dev.docket.server.directory.EntityType.Mapping;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.text.EmailAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The types of entities in the directory, and the rules of each. */
final class EntityTypes {

    private static final DirectoryMapper MAPPER = DirectoryMapper.INSTANCE;

    static final EntityType<String, UserInput, UserRow, User> USERS = EntityType.of(
                    DirectoryEntityType.USER,
                    "user",
                    "assignedTo",
                    EntityIds.USERS,
                    UserDao.class,
                    new Mapping<>(DirectoryImportLine::getUser, MAPPER::toRow, UserRow::id, MAPPER::toUser))
            .unique(user -> "email address '" + user.email() + "'")
            .checking((transaction, account, user) -> Stream.concat(
                            email("/email", user.getEmail()).stream(),
                            OutOfOfficeWindows.check(user.getOutOfOffice()).stream())
                    .toList())
            .requiringNoUse(EntityTypes::requireNoRotation);

    static final EntityType<Long, TeamInput, TeamRow, Team> TEAMS = numbered(
                    DirectoryEntityType.TEAM,
                    "team",
                    "assignedTeamId",
                    TeamDao.class,
                    new Mapping<>(DirectoryImportLine::getTeam, MAPPER::toRow, TeamRow::id, MAPPER::toTeam))
            .checking(EntityTypes::members);

    static final EntityType<Long, MerchantInput, MerchantRow, Merchant> MERCHANTS = numbered(
                    DirectoryEntityType.MERCHANT,
                    "merchant",
                    "merchantId",
                    MerchantDao.class,
                    new Mapping<>(DirectoryImportLine::getMerchant, MAPPER::toRow, MerchantRow::id, MAPPER::toMerchant))
            .unique(merchant -> uniqueId(merchant.uniqueId()))
            .checking((transaction, account, merchant) -> principalEmail(merchant.getPrincipalContact()))
            .requiringNoUse(EntityTypes::requireNoMid);

    static final EntityType<Long, MidInput, MidRow, Mid> MIDS = numbered(
                    DirectoryEntityType.MID,
                    "MID",
                    "midId",
                    MidDao.class,
                    new Mapping<>(DirectoryImportLine::getMid, MAPPER::toRow, MidRow::id, MAPPER::toMid))
            .unique(mid -> uniqueId(mid.uniqueId()))
            .checking(EntityTypes::merchant);

    static final EntityType<Long, LeadInput, LeadRow, Lead> LEADS = numbered(
                    DirectoryEntityType.LEAD,
                    "lead",
                    "leadId",
                    LeadDao.class,
                    new Mapping<>(DirectoryImportLine::getLead, MAPPER::toRow, LeadRow::id, MAPPER::toLead))
            .unique(lead -> uniqueId(lead.uniqueId()))
            .checking((transaction, account, lead) -> email("/email", lead.getEmail()));

    static final EntityType<Long, ApplicationInput, ApplicationRow, Application> APPLICATIONS = numbered(
                    DirectoryEntityType.APPLICATION,
                    "application",
                    "applicationId",
                    ApplicationDao.class,
                    new Mapping<>(
                            DirectoryImportLine::getApplication,
                            MAPPER::toRow,
                            ApplicationRow::id,
                            MAPPER::toApplication))
            .unique(application -> uniqueId(application.uniqueId()))
            .checking((transaction, account, application) -> email("/dbaEmail", application.getDbaEmail()))
            .referredToBy(ApplicationRow::uniqueId);

    private EntityTypes() {}

    private static String uniqueId(String uniqueId) {
        return "unique ID '" + uniqueId + "'";
    }

    private static List<Violation> email(String pointer, @Nullable String text) {
        String problem = text == null ? null : EmailAddress.problem(text);
        return problem == null ? List.of() : List.of(Violations.inBody(pointer, ViolationCode.INVALID_FORMAT, problem));
    }

    private static List<Violation> principalEmail(@Nullable PrincipalContact contact) {
        return email("/principalContact/email", contact == null ? null : contact.getEmail());
    }

    private static List<Violation> members(Transaction transaction, String account, TeamInput team) {
        List<String> members = team.getMemberIds();
        Set<String> known = transaction.dao(UserDao.class).existing(account, members);
        return IntStream.range(0, members.size())
                .filter(at -> !known.contains(members.get(at)))
                .mapToObj(at -> Violations.unknown("/memberIds/" + at, "user", members.get(at)))
                .toList();
    }

    private static List<Violation> merchant(Transaction transaction, String account, MidInput mid) {
        Long merchant = mid.getMerchantId();
        return transaction.dao(MerchantDao.class).find(account, merchant).isPresent()
                ? List.of()
                : List.of(Violations.unknown("/merchantId", "merchant", merchant));
    }

    private static void requireNoRotation(Transaction transaction, String account, UserRow user) {
        List<String> rotations = transaction.dao(RotationDao.class).rotationsOf(account, List.of(user.id()));
        if (!rotations.isEmpty()) {
            throw EntityStore.conflict("user %s is a member of %s; remove the user from there first"
                    .formatted(
                            user.id(),
                            rotations.size() == 1
                                    ? "the rotation " + rotations.get(0)
                                    : rotations.size() + " rotations, such as " + rotations.get(0)));
        }
    }

    private static void requireNoMid(Transaction transaction, String account, MerchantRow merchant) {
        long mids = transaction.dao(MerchantDao.class).countMids(account, merchant.id());
        if (mids > 0) {
            throw EntityStore.conflict("%d %s to merchant %d; delete them or give them to another merchant first"
                    .formatted(mids, mids == 1 ? "MID belongs" : "MIDs belong", merchant.id()));
        }
    }
}
