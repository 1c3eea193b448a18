-- Comments on tickets. When a ticket is merged into another, its comments move there: ticket_id and number change.

-- A comment as it is now. number: from 1, without a gap in its ticket.
-- version, content, mentions, edited_at, editor_*: the newest version, and the actor that wrote it.
-- content: Markdown; NULL once it was redacted.
-- words: the words of content, for the search, with the weight C, or D in an internal note. They are kept, so that the
-- words of all comments of a ticket can be put together again at any time, however many comments it has.
CREATE TABLE ticket_comments (
    account_id       text        NOT NULL,
    ticket_id        bigint      NOT NULL,
    id               uuid        NOT NULL,
    number           integer     NOT NULL,
    is_internal      boolean     NOT NULL,
    author_type      text        NOT NULL CHECK (author_type IN ('agent', 'requester', 'system')),
    author_id        text        NOT NULL,
    author_name      text        NOT NULL,
    created_at       timestamptz NOT NULL,
    version          integer     NOT NULL,
    content          text,
    mentions         text[]      NOT NULL,
    edited_at        timestamptz NOT NULL,
    editor_type      text        NOT NULL CHECK (editor_type IN ('agent', 'requester', 'system')),
    editor_id        text        NOT NULL,
    editor_name      text        NOT NULL,
    redacted_at      timestamptz,
    redactor_type    text        CHECK (redactor_type IN ('agent', 'requester', 'system')),
    redactor_id      text,
    redactor_name    text,
    redaction_reason text,
    words            tsvector    NOT NULL,
    PRIMARY KEY (account_id, ticket_id, id),
    UNIQUE (account_id, ticket_id, number),
    FOREIGN KEY (account_id, ticket_id) REFERENCES tickets,
    CHECK ((content IS NULL) = (redacted_at IS NOT NULL)),
    CHECK (num_nulls(redacted_at, redactor_type, redactor_id, redactor_name, redaction_reason) IN (0, 5))
);
CREATE INDEX ticket_comments_time_idx ON ticket_comments (account_id, ticket_id, created_at, number);
CALL isolate_by_account('ticket_comments');
CALL narrow_for_requester('ticket_comments', $$
    NOT is_internal
    AND EXISTS (SELECT FROM docket.tickets t
                 WHERE t.account_id = ticket_comments.account_id
                   AND t.id = ticket_comments.ticket_id)
$$);
GRANT SELECT, INSERT,
      UPDATE (ticket_id, number, version, content, mentions, edited_at, editor_type, editor_id, editor_name,
              redacted_at, redactor_type, redactor_id, redactor_name, redaction_reason, words)
   ON ticket_comments TO docket_server;

-- The former versions of a comment. Only redacting changes a row.
CREATE TABLE former_ticket_comments (
    account_id  text        NOT NULL,
    ticket_id   bigint      NOT NULL,
    comment_id  uuid        NOT NULL,
    version     integer     NOT NULL,
    content     text,
    mentions    text[]      NOT NULL,
    edited_at   timestamptz NOT NULL,
    editor_type text        NOT NULL CHECK (editor_type IN ('agent', 'requester', 'system')),
    editor_id   text        NOT NULL,
    editor_name text        NOT NULL,
    PRIMARY KEY (account_id, ticket_id, comment_id, version),
    FOREIGN KEY (account_id, ticket_id, comment_id) REFERENCES ticket_comments ON UPDATE CASCADE
);
CALL isolate_by_account('former_ticket_comments');
CALL narrow_for_requester('former_ticket_comments', $$
    EXISTS (SELECT FROM docket.ticket_comments c
             WHERE c.account_id = former_ticket_comments.account_id
               AND c.ticket_id = former_ticket_comments.ticket_id
               AND c.id = former_ticket_comments.comment_id)
$$);
GRANT SELECT, INSERT, UPDATE (content, mentions) ON former_ticket_comments TO docket_server;

-- Puts the words of a ticket's comments from a number on to those of the comments before, and writes them once. The
-- words of all comments of a ticket together hold 256 KiB. The search does not find the words of further comments. A
-- requester does not see the internal notes, and changes none: their words, those with the weight D, stay.
CREATE FUNCTION index_comments_from(account text, ticket bigint, first integer) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    together tsvector;
    further  tsvector;
BEGIN
    SELECT CASE WHEN first > 1 THEN s.comments
                WHEN current_user = 'docket_requester' THEN ts_filter(s.comments, '{d}')
                ELSE '' END
      INTO together
      FROM docket.ticket_search s
     WHERE s.account_id = account
       AND s.ticket_id = ticket;
    FOR further IN
        SELECT c.words
          FROM docket.ticket_comments c
         WHERE c.account_id = account
           AND c.ticket_id = ticket
           AND c.number >= first
         ORDER BY c.number
    LOOP
        IF pg_column_size(together || further) <= 262144 THEN
            together := together || further;
        END IF;
    END LOOP;
    UPDATE docket.ticket_search s
       SET comments = together
     WHERE s.account_id = account
       AND s.ticket_id = ticket;
END
$$;

-- Once for all comments that a statement adds to a ticket: an import adds a whole conversation. New comments have
-- greater numbers than the others of their ticket.
CREATE FUNCTION index_new_comments() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM docket.index_comments_from(account_id, ticket_id, min(number))
       FROM new_comment
      GROUP BY account_id, ticket_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER index_new_comments AFTER INSERT ON ticket_comments
    REFERENCING NEW TABLE AS new_comment
    FOR EACH STATEMENT EXECUTE FUNCTION index_new_comments();

-- The search does not find what a comment no longer says. The words of the ticket are put together again, once for all
-- comments that a statement changes: an erasure changes many at once. A comment that only moves to another ticket keeps
-- its words. It reads nothing but the changed rows before it knows that words changed, since docket_eraser, which
-- changes authors, may not read words.
CREATE FUNCTION index_changed_comments() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM docket.index_comments_from(c.account_id, c.ticket_id, 1)
       FROM (SELECT DISTINCT n.account_id, n.ticket_id
               FROM new_comment n
               JOIN old_comment o ON o.account_id = n.account_id AND o.id = n.id
              WHERE o.words <> n.words) c;
    RETURN NULL;
END
$$;
CREATE TRIGGER index_changed_comments AFTER UPDATE ON ticket_comments
    REFERENCING OLD TABLE AS old_comment NEW TABLE AS new_comment
    FOR EACH STATEMENT EXECUTE FUNCTION index_changed_comments();
