-- Tells every node that listens that the account's configuration has changed, once that is committed: so that it does not
-- have to find out by computing a ticket that the version below then refuses.
CREATE OR REPLACE FUNCTION bump_configuration() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE docket.account_counters
       SET configuration_version = configuration_version + 1
     WHERE account_id = coalesce(NEW.account_id, OLD.account_id);
    PERFORM pg_notify('docket_configuration', coalesce(NEW.account_id, OLD.account_id));
    RETURN NULL;
END
$$;
