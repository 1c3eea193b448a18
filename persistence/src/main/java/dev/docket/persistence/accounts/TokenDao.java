package dev.docket.persistence.accounts;

import dev.docket.persistence.pages.EndsByBytes;
import dev.docket.persistence.pages.PageRow;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.GetGeneratedKeys;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

public interface TokenDao {

    /**
     * Adds a token. A token that had the same secret before, revoked or not, is replaced and keeps its id.
     *
     * @return the id of the token
     */
    @SqlUpdate("""
            INSERT INTO tokens (id, secret_sha256, name, requester_type, requester_id, roles, permissions, accounts,
                                created_at, expires_at)
            VALUES (:id, :secretSha256, :name, :requesterType, :requesterId, :roles, :permissions, :accounts,
                    :createdAt, :expiresAt)
            ON CONFLICT (secret_sha256) DO UPDATE
               SET name = excluded.name,
                   requester_type = excluded.requester_type,
                   requester_id = excluded.requester_id,
                   roles = excluded.roles,
                   permissions = excluded.permissions,
                   accounts = excluded.accounts,
                   created_at = excluded.created_at,
                   expires_at = excluded.expires_at,
                   revoked_at = NULL,
                   revision = tokens.revision + 1
            """)
    @GetGeneratedKeys("id")
    UUID put(@BindMethods TokenRow token, byte[] secretSha256);

    @SqlQuery("""
            SELECT id, name, requester_type, requester_id, roles, permissions, accounts, revision,
                   created_at, expires_at, revoked_at, last_used_at
              FROM tokens
             WHERE secret_sha256 = :secretSha256
            """)
    Optional<TokenRow> findBySecret(byte[] secretSha256);

    @SqlQuery("""
            SELECT id, name, requester_type, requester_id, roles, permissions, accounts, revision,
                   created_at, expires_at, revoked_at, last_used_at
              FROM tokens
             ORDER BY created_at, id
            """)
    List<TokenRow> list();

    @SqlQuery("""
            SELECT id, name, requester_type, requester_id, roles, permissions, accounts, revision,
                   created_at, expires_at, revoked_at, last_used_at
              FROM tokens
             WHERE id = :id
            """)
    Optional<TokenRow> find(UUID id);

    /**
     * The tokens of {@code account} that are for no other accounts than {@code own}, ordered by id, after
     * {@code after}.
     *
     * @param own {@code *} is every account
     * @param after all zeros: from the first token on
     */
    @EndsByBytes
    @SqlQuery("""
            SELECT id, name, requester_type, requester_id, roles, permissions, accounts, revision,
                   created_at, expires_at, revoked_at, last_used_at
              FROM tokens
             WHERE accounts && ARRAY[CAST(:account AS text), '*']
               AND ('*' = ANY(:own) OR accounts <@ CAST(:own AS text[]))
               AND id > :after
             ORDER BY id
             LIMIT :limit
            """)
    List<PageRow<TokenRow>> list(String account, Collection<String> own, UUID after, int limit);

    @SqlQuery("""
            SELECT count(*)
              FROM tokens
             WHERE accounts && ARRAY[CAST(:account AS text), '*']
               AND ('*' = ANY(:own) OR accounts <@ CAST(:own AS text[]))
            """)
    long count(String account, Collection<String> own);

    /**
     * Returns the number of tokens for the account, but not for every account, that are neither revoked nor expired.
     */
    @SqlQuery("""
            SELECT count(*)
              FROM tokens
             WHERE accounts @> ARRAY[CAST(:account AS text)]
               AND revoked_at IS NULL
               AND (expires_at IS NULL OR expires_at > :now)
            """)
    long countValid(String account, Instant now);

    /** @return 1, or 0 if the token does not exist or was revoked before */
    @SqlUpdate("""
            UPDATE tokens
               SET revoked_at = :now,
                   revision = revision + 1
             WHERE id = :id
               AND revoked_at IS NULL
            """)
    int revoke(UUID id, Instant now);

    /**
     * Revokes the tokens that are bound to the requester of a ticket by an email address, and removes the address from
     * them. Those of other types are bound by an id of the CRM, which is not personal.
     */
    @SqlUpdate("""
            UPDATE tokens k
               SET requester_id = 'erased',
                   revoked_at = coalesce(k.revoked_at, :now),
                   revision = k.revision + 1
              FROM tickets t
             WHERE t.account_id = :account
               AND t.id = :ticketId
               AND t.requester_type IN ('external', 'user')
               AND k.accounts && ARRAY[CAST(:account AS text)]
               AND k.requester_type = t.requester_type
               AND lower(k.requester_id) IN (lower(t.requester_id), lower(t.requester_email))
            """)
    void eraseRequester(String account, long ticketId, Instant now);

    /** Records a use, at most once a minute, so that a busy token costs no write per request. */
    @SqlUpdate("""
            UPDATE tokens
               SET last_used_at = :now
             WHERE id = :id
               AND (last_used_at IS NULL OR last_used_at <= CAST(:now AS timestamptz) - interval '1 minute')
            """)
    void markUsed(UUID id, Instant now);
}
