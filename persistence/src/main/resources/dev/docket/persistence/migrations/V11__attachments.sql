-- The files of tickets.

-- state: pending while the content arrives; the file does not belong to the ticket until the content is complete.
-- attached from then on. deleted until the content has been removed.
-- content_state: whether the content is there. It is no longer sent as soon as it is to be removed.
-- store: where the content is. size, sha256: known only at the end of the content, and NULL before.
-- detected_type: the media type that the bytes look like. author_*: as actor_* of ticket_history.
CREATE TABLE attachments (
    account_id    text        NOT NULL,
    id            uuid        NOT NULL,
    ticket_id     bigint      NOT NULL,
    state         text        NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'attached', 'deleted')),
    content_state text        NOT NULL DEFAULT 'kept' CHECK (content_state IN ('kept', 'to_remove', 'removed')),
    store         text        NOT NULL CHECK (store IN ('database', 's3')),
    revision      bigint      NOT NULL DEFAULT 1,
    file_name     text        NOT NULL,
    content_type  text        NOT NULL,
    detected_type text        NOT NULL,
    size          bigint      CHECK (size > 0),
    sha256        text        CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    is_internal   boolean     NOT NULL DEFAULT false,
    scan_status   text        NOT NULL DEFAULT 'not_scanned' CHECK (scan_status IN ('not_scanned')),
    author_type   text        NOT NULL CHECK (author_type IN ('agent', 'requester', 'system')),
    author_id     text        NOT NULL,
    author_name   text        NOT NULL,
    created_at    timestamptz NOT NULL,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id, ticket_id) REFERENCES tickets,
    CHECK (state <> 'attached' OR (size IS NOT NULL AND sha256 IS NOT NULL))
);
CREATE INDEX attachments_ticket_idx ON attachments (account_id, ticket_id, id) WHERE state = 'attached';
CREATE INDEX attachments_to_remove_idx ON attachments (account_id, id) WHERE state <> 'attached';
CREATE INDEX attachments_content_to_remove_idx ON attachments (account_id, id) WHERE content_state = 'to_remove';
CALL isolate_by_account('attachments');
CALL narrow_for_requester('attachments', $$
    NOT is_internal
    AND EXISTS (SELECT FROM docket.tickets t
                 WHERE t.account_id = attachments.account_id
                   AND t.id = attachments.ticket_id)
$$);
GRANT SELECT, INSERT, UPDATE, DELETE ON attachments TO docket_server;

-- The content of the files that are stored in the database, from number 0 on. Every chunk but the last has 262144
-- bytes, so that the chunk of any byte is known.
CREATE TABLE attachment_chunks (
    account_id    text    NOT NULL,
    attachment_id uuid    NOT NULL,
    number        integer NOT NULL CHECK (number >= 0),
    bytes         bytea   NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 262144),
    PRIMARY KEY (account_id, attachment_id, number),
    FOREIGN KEY (account_id, attachment_id) REFERENCES attachments ON DELETE CASCADE
);
-- Not compressed by PostgreSQL: most files are compressed already.
ALTER TABLE attachment_chunks ALTER bytes SET STORAGE EXTERNAL;
CALL isolate_by_account('attachment_chunks');
CALL narrow_for_requester('attachment_chunks', $$
    EXISTS (SELECT FROM docket.attachments a
             WHERE a.account_id = attachment_chunks.account_id
               AND a.id = attachment_chunks.attachment_id)
$$);
GRANT SELECT, INSERT, DELETE ON attachment_chunks TO docket_server;
