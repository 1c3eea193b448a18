package dev.docket.server.demo;

import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.accounts.AccountRow;
import dev.docket.persistence.automation.AutomationActionRow;
import dev.docket.persistence.automation.AutomationConditionRow;
import dev.docket.persistence.automation.AutomationConditionsRow;
import dev.docket.persistence.automation.AutomationRuleDao;
import dev.docket.persistence.automation.AutomationRuleRow;
import dev.docket.persistence.automation.AutomationRuleRowBuilder;
import dev.docket.persistence.calendars.BusinessCalendarDao;
import dev.docket.persistence.calendars.BusinessCalendarRow;
import dev.docket.persistence.calendars.IntervalRow;
import dev.docket.persistence.calendars.StoredCalendarRow;
import dev.docket.persistence.database.Database;
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
import dev.docket.persistence.escalations.EscalationRuleDao;
import dev.docket.persistence.escalations.EscalationRuleRow;
import dev.docket.persistence.escalations.EscalationRuleRowBuilder;
import dev.docket.persistence.events.ActorRow;
import dev.docket.persistence.policies.SlaDao;
import dev.docket.persistence.policies.SlaPolicyRow;
import dev.docket.persistence.policies.SlaPolicyRowBuilder;
import dev.docket.persistence.policies.SlaTargetRow;
import dev.docket.persistence.policies.StoredPolicyRow;
import dev.docket.persistence.rotations.MemberSetupRow;
import dev.docket.persistence.rotations.RotationRow;
import dev.docket.persistence.tickettypes.CustomFieldRow;
import dev.docket.persistence.tickettypes.TicketTypeDao;
import dev.docket.persistence.tickettypes.TicketTypeRow;
import dev.docket.persistence.tickettypes.TicketTypeRowBuilder;
import dev.docket.server.rotations.Rotations;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two accounts for trying the service. {@value #ACCOUNT} has an example of everything. {@value #OTHER_ACCOUNT} has a
 * merchant with the same id as one of the first, and the demo's token has no access to it.
 */
public final class DemoData {

    /** The author of the rules. */
    private static final ActorRow DEMO = new ActorRow("system", "demo", "Demo");

    public static final String ACCOUNT = "2311";
    public static final String OTHER_ACCOUNT = "4711";

    private static final String TERMINAL_SUPPORT = "terminal-support";

    private final String account;
    private final Instant now;

    private DemoData(String account, Instant now) {
        this.account = account;
        this.now = now;
    }

    /**
     * Adds those of the two accounts that do not exist yet.
     *
     * @throws IllegalArgumentException if the first exists and is not the demo's
     */
    public static void load(Database database, Instant now) {
        if (!load(database, ACCOUNT, now) && !isDemo(database)) {
            throw new IllegalArgumentException("the account " + ACCOUNT
                    + " exists and is not the demo's; use another --data-dir (DOCKET_DATA_DIR)");
        }
        database.write(OTHER_ACCOUNT, transaction -> {
            if (addAccount(transaction, OTHER_ACCOUNT, "Lakeside Payments", now)) {
                transaction
                        .dao(MerchantDao.class)
                        .put(
                                OTHER_ACCOUNT,
                                new MerchantRow(
                                        1001,
                                        "m-lake-view",
                                        "Lake View Books",
                                        "Ida Moss",
                                        "ida@lakeview.example",
                                        ""));
            }
            return null;
        });
    }

    /**
     * Adds an account that has an example of everything.
     *
     * @return false if an account of this id exists; it is unchanged
     */
    public static boolean load(Database database, String account, Instant now) {
        return database.write(account, transaction -> {
            boolean isNew = addAccount(transaction, account, "Harbor Card Services", now);
            if (isNew) {
                DemoData demo = new DemoData(account, now);
                demo.addDirectory(transaction);
                demo.addSla(transaction);
                demo.addTicketTypes(transaction);
                demo.addRules(transaction);
            }
            return isNew;
        });
    }

    private static boolean isDemo(Database database) {
        return database.read(
                ACCOUNT,
                transaction -> transaction
                        .dao(TicketTypeDao.class)
                        .find(ACCOUNT, TERMINAL_SUPPORT)
                        .isPresent());
    }

    private static boolean addAccount(Transaction transaction, String account, String name, Instant now) {
        return transaction.dao(AccountDao.class).insert(new AccountRow(account, name, "TKT", now)) == 1;
    }

    private void addDirectory(Transaction transaction) {
        UserDao users = transaction.dao(UserDao.class);
        users.put(account, new UserRow("u-ana", "Ana Ortiz", "ana@harborcards.example", true));
        users.put(account, new UserRow("u-ben", "Ben Abara", "ben@harborcards.example", true));
        users.put(account, new UserRow("u-cho", "Cho Lin", "cho@harborcards.example", true));
        transaction
                .dao(TeamDao.class)
                .put(account, new TeamRow(7, "Terminal support", List.of("u-ana", "u-ben", "u-cho"), 1));
        MerchantDao merchants = transaction.dao(MerchantDao.class);
        merchants.put(
                account,
                new MerchantRow(
                        1001,
                        "m-blue-door",
                        "Blue Door Bakery",
                        "Rosa Hale",
                        "rosa@bluedoor.example",
                        "+1 212 555 0147"));
        merchants.put(
                account,
                new MerchantRow(1002, "m-kite-shop", "The Kite Shop", "Omar Vance", "omar@kiteshop.example", ""));
        MidDao mids = transaction.dao(MidDao.class);
        mids.put(account, new MidRow(5001, "mid-blue-door", 1001, "BLUE DOOR BAKERY NY"));
        mids.put(account, new MidRow(5002, "mid-kite-shop", 1002, "KITE SHOP ONLINE"));
        transaction
                .dao(LeadDao.class)
                .put(
                        account,
                        new LeadRow(3001, "lead-fern", "Fern Lodge", "hello@fernlodge.example", "+1 646 555 0102"));
        transaction
                .dao(ApplicationDao.class)
                .put(
                        account,
                        new ApplicationRow(
                                7001,
                                "app-north-pier",
                                "North Pier Cafe",
                                "owner@northpier.example",
                                "+1 917 555 0188"));
    }

    private void addSla(Transaction transaction) {
        List<IntervalRow> workday = List.of(new IntervalRow("09:00", "17:00"));
        Map<DayOfWeek, List<IntervalRow>> weekly = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day = DayOfWeek.MONDAY; day != DayOfWeek.SATURDAY; day = day.plus(1)) {
            weekly.put(day, workday);
        }
        BusinessCalendarRow calendar = new BusinessCalendarRow(
                "new-york",
                "New York office",
                "America/New_York",
                weekly,
                List.of(LocalDate.of(2026, 12, 25), LocalDate.of(2027, 1, 1)),
                Map.of());
        transaction.dao(BusinessCalendarDao.class).insert(account, new StoredCalendarRow(calendar, 1, now, now));
        SlaPolicyRow policy = SlaPolicyRowBuilder.builder()
                .id("standard")
                .name("Standard")
                .version(1)
                .isDefault(true)
                .targets(Map.of(
                        "urgent", new SlaTargetRow(15, 240),
                        "high", new SlaTargetRow(60, 480),
                        "medium", new SlaTargetRow(240, 1_440),
                        "low", new SlaTargetRow(480, 2_880)))
                .pausingStatuses(List.of("waiting_customer"))
                .atRiskPercent(80)
                .pausesFirstResponse(false)
                .calendar(calendar)
                .build();
        transaction.dao(SlaDao.class).insert(account, new StoredPolicyRow(policy, calendar.id(), 1, now, now));
    }

    private void addTicketTypes(Transaction transaction) {
        Rotations.add(
                transaction,
                account,
                new RotationRow(
                        TERMINAL_SUPPORT,
                        "Terminal support",
                        "active",
                        List.of(
                                new MemberSetupRow("u-ana", 5),
                                new MemberSetupRow("u-ben", 1),
                                new MemberSetupRow("u-cho", 1)),
                        1,
                        now,
                        now));
        CustomFieldRow serialNumber =
                new CustomFieldRow("serialNumber", "text", null, "[A-Z]{2}-[0-9]{6}", null, null, null);
        CustomFieldRow connection = new CustomFieldRow(
                "connection", "select", null, null, null, null, List.of("ethernet", "wifi", "mobile"));
        TicketTypeDao types = transaction.dao(TicketTypeDao.class);
        types.insert(account, type("general-question", "General question", null, List.of()));
        types.insert(
                account,
                type(TERMINAL_SUPPORT, "Terminal support", TERMINAL_SUPPORT, List.of(serialNumber, connection)));
    }

    /** Adds rules to try. They do nothing before a caller makes them active, and so becomes their author. */
    private void addRules(Transaction transaction) {
        EscalationRuleRow unanswered = EscalationRuleRowBuilder.builder()
                .id("unanswered")
                .name("First response is late")
                .isActive(false)
                .priorities(List.of("high", "urgent"))
                .ticketTypeIds(List.of())
                .event("no_response")
                .minutes(60)
                .revision(1)
                .createdAt(now)
                .updatedAt(now)
                .authorPermissions(List.of())
                .createdBy(DEMO)
                .updatedBy(DEMO)
                .teamId(7L)
                .raisePriorityTo("urgent")
                .note("The requester waits for an hour")
                .build();
        transaction.dao(EscalationRuleDao.class).insert(account, unanswered);
        AutomationConditionsRow conditions = new AutomationConditionsRow(
                List.of(new AutomationConditionRow("category", "equals", "billing")),
                List.of(
                        new AutomationConditionRow("subject", "contains", "refund"),
                        new AutomationConditionRow("tags", "contains", "refund")));
        AutomationRuleRow refunds = AutomationRuleRowBuilder.builder()
                .id("refunds")
                .name("Refunds go to the team")
                .isActive(false)
                .sortOrder(10)
                .events(List.of("ticket_created", "ticket_updated"))
                .conditions(conditions)
                .actions(List.of(
                        AutomationActionRow.setPriority("high"),
                        AutomationActionRow.assignTeam(7),
                        AutomationActionRow.addTags("refund")))
                .revision(1)
                .createdAt(now)
                .updatedAt(now)
                .authorPermissions(List.of())
                .createdBy(DEMO)
                .updatedBy(DEMO)
                .build();
        transaction.dao(AutomationRuleDao.class).insert(account, refunds);
    }

    /**
     * @param rotationId the rotation whose members get its tickets; null: the tickets wait until an agent assigns them
     */
    private TicketTypeRow type(String id, String name, @Nullable String rotationId, List<CustomFieldRow> customFields) {
        return TicketTypeRowBuilder.builder()
                .id(id)
                .name(name)
                .description("")
                .requiredPermissions(List.of())
                .autoAssignmentEnabled(rotationId != null)
                .emptyPoolPolicy("leave_unassigned")
                .version(1)
                .customFields(customFields)
                .isActive(true)
                .sortOrder(0)
                .revision(1)
                .createdAt(now)
                .updatedAt(now)
                .rotationId(rotationId)
                .build();
    }
}
