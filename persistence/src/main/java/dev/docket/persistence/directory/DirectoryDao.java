package dev.docket.persistence.directory;

import java.util.Collection;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlBatch;

/** Takes over what the CRM says; each method adds what is new and replaces what is known, by the CRM's own ids. */
public interface DirectoryDao {

    @SqlBatch("""
            INSERT INTO users (account_id, id, name, email, is_active)
            VALUES (:accountId, :id, :name, :email, :isActive)
            ON CONFLICT (account_id, id) DO UPDATE
               SET name = excluded.name,
                   email = excluded.email,
                   is_active = excluded.is_active
            """)
    void upsertUsers(String accountId, @BindMethods Collection<UserRow> users);

    @SqlBatch("""
            INSERT INTO teams (account_id, id, name)
            VALUES (:accountId, :id, :name)
            ON CONFLICT (account_id, id) DO UPDATE
               SET name = excluded.name
            """)
    void upsertTeams(String accountId, @BindMethods Collection<TeamRow> teams);

    @SqlBatch("""
            INSERT INTO merchants (account_id, id, unique_id, dba_name, principal_name, principal_email, principal_phone)
            VALUES (:accountId, :id, :uniqueId, :dbaName, :principalName, :principalEmail, :principalPhone)
            ON CONFLICT (account_id, id) DO UPDATE
               SET unique_id = excluded.unique_id,
                   dba_name = excluded.dba_name,
                   principal_name = excluded.principal_name,
                   principal_email = excluded.principal_email,
                   principal_phone = excluded.principal_phone
            """)
    void upsertMerchants(String accountId, @BindMethods Collection<MerchantRow> merchants);

    @SqlBatch("""
            INSERT INTO mids (account_id, id, unique_id, merchant_id, descriptor)
            VALUES (:accountId, :id, :uniqueId, :merchantId, :descriptor)
            ON CONFLICT (account_id, id) DO UPDATE
               SET unique_id = excluded.unique_id,
                   merchant_id = excluded.merchant_id,
                   descriptor = excluded.descriptor
            """)
    void upsertMids(String accountId, @BindMethods Collection<MidRow> mids);

    @SqlBatch("""
            INSERT INTO leads (account_id, id, unique_id, name, email, phone)
            VALUES (:accountId, :id, :uniqueId, :name, :email, :phone)
            ON CONFLICT (account_id, id) DO UPDATE
               SET unique_id = excluded.unique_id,
                   name = excluded.name,
                   email = excluded.email,
                   phone = excluded.phone
            """)
    void upsertLeads(String accountId, @BindMethods Collection<LeadRow> leads);

    @SqlBatch("""
            INSERT INTO applications (account_id, id, unique_id, dba_name, dba_email, dba_phone)
            VALUES (:accountId, :id, :uniqueId, :dbaName, :dbaEmail, :dbaPhone)
            ON CONFLICT (account_id, id) DO UPDATE
               SET unique_id = excluded.unique_id,
                   dba_name = excluded.dba_name,
                   dba_email = excluded.dba_email,
                   dba_phone = excluded.dba_phone
            """)
    void upsertApplications(String accountId, @BindMethods Collection<ApplicationRow> applications);

    @SqlBatch("""
            INSERT INTO team_members (account_id, team_id, user_id)
            VALUES (:accountId, :teamId, :userId)
            ON CONFLICT DO NOTHING
            """)
    void addToTeam(String accountId, long teamId, Collection<String> userId);
}
