-- Erasure of the personal data of requesters from their tickets. Everything that is counted stays as it was.
-- Docket itself erases tickets that ended long ago: after how many days, is in accounts; the indexes are in tickets.

-- The requests to erase a requester, and their progress.
-- requester_ids: the ids by which tickets may name the requester; emptied when the erasure is finished.
-- after_id: the tickets with ids after this one must still be erased.
-- tickets, comments, attachments: how many of them were erased.
CREATE TABLE requester_erasures (
    account_id          text        NOT NULL REFERENCES accounts,
    id                  uuid        NOT NULL,
    requester_type      text        NOT NULL,
    requester_ids       text[]      NOT NULL,
    include_agent_texts boolean     NOT NULL,
    after_id            bigint      NOT NULL,
    tickets             bigint      NOT NULL,
    comments            bigint      NOT NULL,
    attachments         bigint      NOT NULL,
    actor_type          text        NOT NULL CHECK (actor_type IN ('agent', 'requester', 'system')),
    actor_id            text        NOT NULL,
    actor_name          text        NOT NULL,
    request_id          text        NOT NULL,
    requested_at        timestamptz NOT NULL,
    finished_at         timestamptz,
    PRIMARY KEY (account_id, id),
    CHECK (finished_at IS NULL OR requester_ids = '{}')
);
CREATE INDEX requester_erasures_pending_idx ON requester_erasures (account_id, id) WHERE finished_at IS NULL;
CALL isolate_by_account('requester_erasures');
GRANT SELECT, INSERT, UPDATE ON requester_erasures TO docket_server;

-- Replaces the values under these names by the placeholders of erased values.
CREATE FUNCTION erase_values(document jsonb, names text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
    SELECT document || coalesce(jsonb_object_agg(
               name,
               CASE name
                   WHEN 'customFields' THEN jsonb '{}'
                   WHEN 'requesterEmail' THEN jsonb '"erased@erased.invalid"'
                   WHEN 'sha256' THEN to_jsonb(repeat('0', 64))
                   ELSE jsonb '"erased"'
               END), '{}')
      FROM jsonb_object_keys(document) name
     WHERE name = ANY (names)
$$;

-- Replaces the personal data of the requester in the history of a ticket, and the names of requesters who acted. The
-- last entry of the history must say that the ticket is erased; only the entries before it are changed.
-- origin: the ticket that is erased. ticket: the same ticket, or one that comments and files of origin were moved to;
-- in that one only the entries about those comments and files are changed.
-- origin NULL: every entry of ticket, also about comments and files that were moved there.
-- include_agent_texts: also the file names and the reasons that agents gave.
-- The server itself has no right to change these rows; the function does it for the server. Its owner is docket_eraser,
-- a role that has only the rights below, and the policies bind it. See adr/0009.
CREATE FUNCTION erase_ticket_history(account text, origin bigint, ticket bigint, include_agent_texts boolean)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = docket, pg_temp AS $$
DECLARE
    fields   CONSTANT text[] := '{subject,description,requesterName,requesterEmail,requesterPhone,merchantName,customFields}';
    is_own   CONSTANT boolean := origin IS NULL OR origin = ticket;
    last     ticket_history.number%TYPE;
    is_said  boolean;
    files    text[];
    comments uuid[];
BEGIN
    SELECT number, action = 'erased'
      INTO last, is_said
      FROM ticket_history
     WHERE account_id = account
       AND ticket_id = ticket
     ORDER BY number DESC
     LIMIT 1;
    IF is_said IS NOT TRUE THEN
        RAISE EXCEPTION 'the last entry in the history of the ticket does not say that it is erased'
              USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;

    SELECT array_agg(after ->> 'attachmentId')
             FILTER (WHERE action = 'attached' AND (include_agent_texts OR actor_type = 'requester')),
           array_agg(CAST(after ->> 'commentId' AS uuid))
             FILTER (WHERE after ? 'commentId')
      INTO files, comments
      FROM ticket_history
     WHERE account_id = account
       AND ticket_id = origin;

    UPDATE ticket_history h
       SET before = erase_values(h.before, named.names),
           after = erase_values(h.after, named.names),
           actor_id = CASE WHEN named.actor THEN 'erased' ELSE actor_id END,
           actor_name = CASE WHEN named.actor THEN 'erased' ELSE actor_name END
      FROM (SELECT e.number,
                   CASE WHEN is_own THEN fields ELSE '{}' END
                       || CASE WHEN origin IS NULL OR e.after ->> 'attachmentId' = ANY (files)
                               THEN '{fileName,sha256}' ELSE '{}'::text[] END
                       || CASE WHEN is_own AND include_agent_texts AND e.actor_type <> 'system'
                               THEN '{reason}' ELSE '{}'::text[] END AS names,
                   is_own AND e.actor_type = 'requester' AS actor
              FROM ticket_history e
             WHERE e.account_id = account
               AND e.ticket_id = ticket
               AND e.number < last) named
     WHERE h.account_id = account
       AND h.ticket_id = ticket
       AND h.number = named.number
       AND (named.actor OR h.before ?| named.names OR h.after ?| named.names);

    IF is_own AND include_agent_texts THEN
        UPDATE ticket_escalations e
           SET reason = 'erased'
          FROM ticket_history h
         WHERE e.account_id = account
           AND e.ticket_id = ticket
           AND h.account_id = e.account_id
           AND h.ticket_id = e.ticket_id
           AND h.number = e.history_number
           AND h.actor_type <> 'system';
    END IF;

    UPDATE ticket_comments
       SET author_id = CASE WHEN author_type = 'requester' THEN 'erased' ELSE author_id END,
           author_name = CASE WHEN author_type = 'requester' THEN 'erased' ELSE author_name END,
           editor_id = CASE WHEN editor_type = 'requester' THEN 'erased' ELSE editor_id END,
           editor_name = CASE WHEN editor_type = 'requester' THEN 'erased' ELSE editor_name END
     WHERE account_id = account
       AND ticket_id = ticket
       AND (origin IS NULL OR id = ANY (comments))
       AND 'requester' IN (author_type, editor_type);
    UPDATE former_ticket_comments
       SET editor_id = 'erased',
           editor_name = 'erased'
     WHERE account_id = account
       AND ticket_id = ticket
       AND (origin IS NULL OR comment_id = ANY (comments))
       AND editor_type = 'requester';
END
$$;
REVOKE EXECUTE ON FUNCTION erase_ticket_history FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_ticket_history TO docket_server;
GRANT SELECT (account_id, ticket_id, number, action, actor_type, actor_id, actor_name, before, after),
      UPDATE (actor_id, actor_name, before, after)
   ON ticket_history TO docket_eraser;
GRANT SELECT (account_id, ticket_id, history_number), UPDATE (reason) ON ticket_escalations TO docket_eraser;
GRANT SELECT (account_id, ticket_id, id, author_type, author_id, author_name, editor_type, editor_id, editor_name),
      UPDATE (author_id, author_name, editor_id, editor_name)
   ON ticket_comments TO docket_eraser;
GRANT SELECT (account_id, ticket_id, comment_id, editor_type),
      UPDATE (editor_id, editor_name)
   ON former_ticket_comments TO docket_eraser;

-- A role needs the right to create in the schema while it becomes the owner of a function.
GRANT CREATE ON SCHEMA docket TO docket_eraser;
ALTER FUNCTION erase_ticket_history OWNER TO docket_eraser;
REVOKE CREATE ON SCHEMA docket FROM docket_eraser;
