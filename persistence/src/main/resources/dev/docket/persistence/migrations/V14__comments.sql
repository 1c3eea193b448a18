-- Comments on tickets, and whose part the holder of a token has in them.

ALTER TABLE tokens
    ADD acts_as text NOT NULL DEFAULT 'agent' CHECK (acts_as IN ('agent', 'requester'));

-- A comment as it is now. number: from 1, without a gap in its ticket. editor: who wrote this version, at edited_at.
-- content: Markdown; NULL once it was redacted. words: those of content, for the search.
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
CALL isolate_by_account('ticket_comments');
GRANT SELECT, INSERT,
      UPDATE (version, content, mentions, edited_at, editor_type, editor_id, editor_name,
              redacted_at, redactor_type, redactor_id, redactor_name, redaction_reason)
   ON ticket_comments TO docket_server;

-- What a comment said before it was changed. Only redacting changes it.
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
    FOREIGN KEY (account_id, ticket_id, comment_id) REFERENCES ticket_comments
);
CALL isolate_by_account('former_ticket_comments');
GRANT SELECT, INSERT, UPDATE (content, mentions) ON former_ticket_comments TO docket_server;

-- The words of a comment are kept with it, so that those of a ticket can be put together anew at any time, however much is
-- said there.
CREATE FUNCTION find_comment_words() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.words := docket.search_vector(
        coalesce(NEW.content, ''), CASE WHEN NEW.is_internal THEN 'D' ELSE 'C' END::"char");
    RETURN NEW;
END
$$;
CREATE TRIGGER find_comment_words BEFORE INSERT OR UPDATE OF content ON ticket_comments
    FOR EACH ROW EXECUTE FUNCTION find_comment_words();

-- What a comment does not say any more is not found any more.
-- The words of all comments of a ticket together hold 256 KiB; those of further ones are not found.
CREATE FUNCTION index_comments() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    together tsvector := '';
    further  tsvector;
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE docket.ticket_search s
           SET comments = s.comments || NEW.words
         WHERE s.account_id = NEW.account_id
           AND s.ticket_id = NEW.ticket_id
           AND pg_column_size(s.comments || NEW.words) <= 262144;
        RETURN NULL;
    END IF;
    FOR further IN
        SELECT c.words
          FROM docket.ticket_comments c
         WHERE c.account_id = NEW.account_id
           AND c.ticket_id = NEW.ticket_id
         ORDER BY c.number
    LOOP
        IF pg_column_size(together || further) <= 262144 THEN
            together := together || further;
        END IF;
    END LOOP;
    UPDATE docket.ticket_search s
       SET comments = together
     WHERE s.account_id = NEW.account_id
       AND s.ticket_id = NEW.ticket_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER index_comment AFTER INSERT ON ticket_comments
    FOR EACH ROW EXECUTE FUNCTION index_comments();
CREATE TRIGGER index_changed_comment AFTER UPDATE OF content ON ticket_comments
    FOR EACH ROW EXECUTE FUNCTION index_comments();
DROP FUNCTION index_comment(text, bigint, text, boolean);
