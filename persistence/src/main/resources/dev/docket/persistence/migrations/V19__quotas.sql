-- What each account uses of its quotas. A count of the rows would cost more with every row; so triggers keep it.
-- The server compares before it adds rows, with the account locked. Files are added without that lock: attaching a file
-- locks the row here until the transaction ends, and the server compares afterwards.
-- Tokens are not here: they are behind no policy, and their use changes with time.

CREATE TABLE quota_uses (
    account_id text   NOT NULL REFERENCES accounts,
    quota      text   NOT NULL,
    used       bigint NOT NULL CHECK (used >= 0),
    PRIMARY KEY (account_id, quota)
) WITH (fillfactor = 50);
CALL isolate_by_account('quota_uses');
GRANT SELECT, INSERT, UPDATE ON quota_uses TO docket_server;

CREATE FUNCTION add_quota_use(account text, of_quota text, added bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF added <> 0 THEN
        UPDATE docket.quota_uses SET used = used + added WHERE account_id = account AND quota = of_quota;
        IF NOT FOUND THEN
            INSERT INTO docket.quota_uses (account_id, quota, used)
            VALUES (account, of_quota, added)
            ON CONFLICT (account_id, quota) DO UPDATE SET used = quota_uses.used + excluded.used;
        END IF;
    END IF;
END
$$;

CREATE FUNCTION count_row() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM docket.add_quota_use(
        coalesce(NEW.account_id, OLD.account_id), TG_ARGV[0], CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END);
    RETURN NULL;
END
$$;

-- The name of a quota of rows is the name of their table.
DO $$
DECLARE
    counted text;
BEGIN
    FOREACH counted IN ARRAY '{ticket_types,ticket_rotations,sla_policies,business_calendars,escalation_rules,automation_rules,
            users,teams,merchants,mids,leads,applications}'::text[] LOOP
        EXECUTE format(
            'CREATE TRIGGER count_row AFTER INSERT OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION count_row(%L)',
            counted, counted);
    END LOOP;
END
$$;

-- The custom fields of the current versions only: an older version stays as long as its type.
CREATE FUNCTION count_custom_fields() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM docket.add_quota_use(
        NEW.account_id,
        'custom_fields',
        jsonb_array_length(NEW.custom_fields) - coalesce(
            (SELECT jsonb_array_length(v.custom_fields)
               FROM docket.ticket_type_versions v
              WHERE v.account_id = NEW.account_id
                AND v.ticket_type_id = NEW.ticket_type_id
                AND v.version < NEW.version
              ORDER BY v.version DESC
              LIMIT 1),
            0));
    RETURN NULL;
END
$$;

CREATE TRIGGER count_custom_fields AFTER INSERT ON ticket_type_versions
    FOR EACH ROW EXECUTE FUNCTION count_custom_fields();

CREATE FUNCTION discount_custom_fields() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM docket.add_quota_use(
        OLD.account_id,
        'custom_fields',
        -(SELECT coalesce(sum(jsonb_array_length(v.custom_fields)), 0)::bigint
            FROM docket.ticket_type_versions v
           WHERE v.account_id = OLD.account_id
             AND v.ticket_type_id = OLD.id
             AND v.version = OLD.version));
    RETURN OLD;
END
$$;

CREATE TRIGGER discount_custom_fields BEFORE DELETE ON ticket_types
    FOR EACH ROW EXECUTE FUNCTION discount_custom_fields();

CREATE FUNCTION attached_bytes(attachment attachments) RETURNS bigint
LANGUAGE sql IMMUTABLE
RETURN CASE WHEN attachment.state = 'attached' AND attachment.content_state = 'kept' THEN attachment.size ELSE 0 END;

CREATE FUNCTION count_attached_bytes() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM docket.add_quota_use(
        NEW.account_id, 'attachment_bytes', docket.attached_bytes(NEW) - docket.attached_bytes(OLD));
    RETURN NULL;
END
$$;

-- A file is attached, deleted and erased by updates; a row is inserted and deleted while it counts nothing.
CREATE TRIGGER count_attached_bytes AFTER UPDATE ON attachments
    FOR EACH ROW EXECUTE FUNCTION count_attached_bytes();
