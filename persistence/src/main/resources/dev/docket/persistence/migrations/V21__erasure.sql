-- The personal data of requesters can be erased from their tickets, while everything that is counted stays as it was.

-- erased_version: the version of the ticket in which everything of it was erased, since it had ended long ago; NULL: never yet.
ALTER TABLE tickets
    ADD erased_version bigint;
CREATE INDEX tickets_of_users_idx ON tickets (account_id, id) WHERE requester_type = 'user';

-- content_state: whether the content is there; it is not sent any more as soon as it is to be removed.
ALTER TABLE attachments
    ADD content_state text NOT NULL DEFAULT 'kept' CHECK (content_state IN ('kept', 'to_remove', 'removed'));
CREATE INDEX attachments_content_to_remove_idx ON attachments (account_id, id) WHERE content_state = 'to_remove';

-- Requesters who are to be erased, and what became of it. requester_ids: those that their tickets may name; forgotten in the end.
-- after_id: tickets with ids after this one are still to be done.
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
CALL isolate_by_account('requester_erasures');
GRANT SELECT, INSERT, UPDATE ON requester_erasures TO docket_server;
CREATE INDEX requester_erasures_pending_idx ON requester_erasures (account_id, id) WHERE finished_at IS NULL;

-- Once for all comments that a statement changes, and not once for each: many are erased at once. Those that only move to
-- another ticket keep their words.
DROP TRIGGER index_changed_comment ON ticket_comments;
CREATE FUNCTION index_changed_comments() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    ticket   record;
    further  tsvector;
    together tsvector;
BEGIN
    FOR ticket IN
        SELECT DISTINCT n.account_id, n.ticket_id
          FROM new_comment n
          JOIN old_comment o ON o.account_id = n.account_id AND o.id = n.id
         WHERE o.words <> n.words
    LOOP
        together := '';
        FOR further IN
            SELECT c.words
              FROM docket.ticket_comments c
             WHERE c.account_id = ticket.account_id
               AND c.ticket_id = ticket.ticket_id
             ORDER BY c.number
        LOOP
            IF pg_column_size(together || further) <= 262144 THEN
                together := together || further;
            END IF;
        END LOOP;
        UPDATE docket.ticket_search s
           SET comments = together
         WHERE s.account_id = ticket.account_id
           AND s.ticket_id = ticket.ticket_id;
    END LOOP;
    RETURN NULL;
END
$$;
CREATE TRIGGER index_changed_comments AFTER UPDATE ON ticket_comments
    REFERENCING OLD TABLE AS old_comment NEW TABLE AS new_comment
    FOR EACH STATEMENT EXECUTE FUNCTION index_changed_comments();

CREATE OR REPLACE FUNCTION index_comments() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE docket.ticket_search s
       SET comments = s.comments || NEW.words
     WHERE s.account_id = NEW.account_id
       AND s.ticket_id = NEW.ticket_id
       AND pg_column_size(s.comments || NEW.words) <= 262144;
    RETURN NULL;
END
$$;

-- What the server must not change, the function below does for it: see adr/0009. Its owner can do nothing else, and is bound by
-- the policies.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'docket_eraser') THEN
        CREATE ROLE docket_eraser NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;
DO $$
BEGIN
    EXECUTE format('GRANT docket_eraser TO %I', current_user);
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE WARNING 'grant docket_eraser to % as an administrator', current_user;
END
$$;
GRANT USAGE ON SCHEMA docket TO docket_eraser;
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

-- Puts what stands for an erased value in the place of those under these names.
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

-- Replaces what the history of a ticket says of its requester, and the names of requesters who acted. Only where the last entry
-- says that this is done, and only before it.
-- origin: the ticket that is erased; ticket: the same, or one that comments and files of it have gone to: there only those.
-- origin NULL: all of ticket, wherever it came from.
-- include_agent_texts: also the names of files, and the reasons, that others gave.
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
GRANT CREATE ON SCHEMA docket TO docket_eraser;
ALTER FUNCTION erase_ticket_history OWNER TO docket_eraser;
REVOKE CREATE ON SCHEMA docket FROM docket_eraser;
