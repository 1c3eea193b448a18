package dev.docket.persistence.directory;

import java.util.Collection;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Takes over what the CRM says; each method adds what is new and replaces what is known, by the CRM's own ids. */
public interface DirectoryDao {

    @CreateSqlObject
    UserDao users();

    @CreateSqlObject
    TeamDao teams();

    @CreateSqlObject
    MerchantDao merchants();

    @CreateSqlObject
    MidDao mids();

    @CreateSqlObject
    LeadDao leads();

    @CreateSqlObject
    ApplicationDao applications();

    /**
     * Plans each statement of this transaction for the tables as they are now. A plan that was kept from when a table was
     * small reads all of it each time, until statistics are gathered: the more an import has added, the slower it gets.
     */
    @SqlUpdate("SET LOCAL plan_cache_mode = force_custom_plan")
    void planAnew();

    default void upsertUsers(String accountId, Collection<UserRow> rows) {
        rows.forEach(row -> users().put(accountId, row));
    }

    default void upsertTeams(String accountId, Collection<TeamRow> rows) {
        rows.forEach(row -> teams().put(accountId, row));
    }

    default void upsertMerchants(String accountId, Collection<MerchantRow> rows) {
        rows.forEach(row -> merchants().put(accountId, row));
    }

    default void upsertMids(String accountId, Collection<MidRow> rows) {
        rows.forEach(row -> mids().put(accountId, row));
    }

    default void upsertLeads(String accountId, Collection<LeadRow> rows) {
        rows.forEach(row -> leads().put(accountId, row));
    }

    default void upsertApplications(String accountId, Collection<ApplicationRow> rows) {
        rows.forEach(row -> applications().put(accountId, row));
    }

    default void addToTeam(String accountId, long teamId, Collection<String> userIds) {
        teams().insertMembers(accountId, teamId, userIds);
    }
}
