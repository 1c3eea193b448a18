package dev.docket.persistence.attachments;

import dev.docket.persistence.pages.EndsByBytes;
import dev.docket.persistence.pages.PageRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

public interface AttachmentDao {

    /** Selects an {@link AttachmentRow} of a ticket if the caller may see it. */
    String SELECT = """
            SELECT id, ticket_id, store, revision, file_name, content_type, detected_type, size, sha256, is_internal,
                   scan_status, author_type, author_id, author_name, created_at, content_state = 'kept' AS has_content
              FROM attachments
             WHERE account_id = :accountId
               AND ticket_id = :ticketId
               AND state = 'attached'
               AND (:seesInternal OR NOT is_internal)
            """;

    /** Adds a pending attachment, whose content follows. */
    @SqlUpdate("""
            INSERT INTO attachments (
                   account_id, id, ticket_id, store, file_name, content_type, detected_type,
                   author_type, author_id, author_name, created_at)
            VALUES (:accountId, :id, :ticketId, :store, :fileName, :contentType, :detectedType,
                    :author.type, :author.id, :author.name, :createdAt)
            """)
    void begin(String accountId, @BindMethods PendingAttachment attachment);

    /**
     * Attaches a pending attachment, whose whole content is stored, to its ticket.
     *
     * @return 0 if it is no longer pending
     */
    @SqlUpdate("""
            UPDATE attachments
               SET state = 'attached',
                   size = :size,
                   sha256 = :sha256,
                   is_internal = :isInternal,
                   created_at = :createdAt
             WHERE account_id = :accountId
               AND id = :id
               AND state = 'pending'
            """)
    int attach(String accountId, UUID id, long size, String sha256, boolean isInternal, Instant createdAt);

    @SqlQuery(SELECT + """
               AND id = :id
            """)
    Optional<AttachmentRow> find(String accountId, long ticketId, UUID id, boolean seesInternal);

    /** Lists attachments of a ticket after an id, by id. */
    @EndsByBytes
    @SqlQuery(SELECT + """
               AND id > :after
             ORDER BY id
             LIMIT :limit
            """)
    List<PageRow<AttachmentRow>> list(String accountId, long ticketId, UUID after, boolean seesInternal, int limit);

    @SqlQuery("""
            SELECT count(*)
              FROM attachments
             WHERE account_id = :accountId
               AND ticket_id = :ticketId
               AND state = 'attached'
               AND (:seesInternal OR NOT is_internal)
            """)
    long count(String accountId, long ticketId, boolean seesInternal);

    /** Marks an attachment of a ticket as deleted; its content is removed later. */
    @SqlUpdate("""
            UPDATE attachments
               SET state = 'deleted'
             WHERE account_id = :accountId
               AND id = :id
               AND state = 'attached'
            """)
    void delete(String accountId, UUID id);

    /**
     * Marks a pending attachment as deleted; its content is removed later.
     *
     * @return 0 if it is no longer pending
     */
    @SqlUpdate("""
            UPDATE attachments
               SET state = 'deleted'
             WHERE account_id = :accountId
               AND id = :id
               AND state = 'pending'
            """)
    int discard(String accountId, UUID id);

    /** Marks attachments as deleted that began before an instant and are still pending. */
    @SqlUpdate("""
            UPDATE attachments
               SET state = 'deleted'
             WHERE account_id = ANY(:accountIds)
               AND state = 'pending'
               AND created_at < :before
            """)
    void deletePending(List<String> accountIds, Instant before);

    /** Returns those of the accounts that have content of deleted attachments. */
    @SqlQuery("""
            SELECT DISTINCT account_id
              FROM attachments
             WHERE account_id = ANY(:accountIds)
               AND state = 'deleted'
            """)
    List<String> accountsToClean(List<String> accountIds);

    /** Lists the content of deleted attachments after an id, by id. */
    @SqlQuery("""
            SELECT id, store
              FROM attachments
             WHERE account_id = :accountId
               AND state = 'deleted'
               AND id > :after
             ORDER BY id
             LIMIT :limit
            """)
    List<StoredContent> listDeleted(String accountId, UUID after, int limit);

    /** Returns those of the accounts that have content of erased attachments, which stay attached without it. */
    @SqlQuery("""
            SELECT DISTINCT account_id
              FROM attachments
             WHERE account_id = ANY(:accountIds)
               AND content_state = 'to_remove'
            """)
    List<String> accountsToErase(List<String> accountIds);

    /** Lists the content of erased attachments, which stay attached without it, after an id, by id. */
    @SqlQuery("""
            SELECT id, store
              FROM attachments
             WHERE account_id = :accountId
               AND content_state = 'to_remove'
               AND id > :after
             ORDER BY id
             LIMIT :limit
            """)
    List<StoredContent> listErased(String accountId, UUID after, int limit);

    /** Records that the content of an erased attachment was removed. */
    @SqlUpdate("""
            UPDATE attachments
               SET content_state = 'removed'
             WHERE account_id = :accountId
               AND id = :id
            """)
    void setRemoved(String accountId, UUID id);

    /** Deletes the row of a deleted attachment, whose content was removed. */
    @SqlUpdate("""
            DELETE FROM attachments
             WHERE account_id = :accountId
               AND id = :id
               AND state = 'deleted'
            """)
    void remove(String accountId, UUID id);

    /**
     * Adds a chunk to the content of a pending attachment.
     *
     * @param bytes as many as every chunk has, or fewer in the last
     * @return 0 if the attachment is no longer pending
     */
    @SqlUpdate("""
            INSERT INTO attachment_chunks (account_id, attachment_id, number, bytes)
            SELECT account_id, id, :number, :bytes
              FROM attachments
             WHERE account_id = :accountId
               AND id = :id
               AND state = 'pending'
               FOR KEY SHARE
            """)
    int addChunk(String accountId, UUID id, int number, byte[] bytes);

    @SqlQuery("""
            SELECT bytes
              FROM attachment_chunks
             WHERE account_id = :accountId
               AND attachment_id = :id
               AND number = :number
            """)
    Optional<byte[]> findChunk(String accountId, UUID id, int number);

    @SqlUpdate("""
            DELETE FROM attachment_chunks
             WHERE account_id = :accountId
               AND attachment_id = :id
            """)
    void deleteChunks(String accountId, UUID id);
}
