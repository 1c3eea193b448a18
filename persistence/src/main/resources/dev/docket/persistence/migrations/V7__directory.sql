-- The directory by API: every entity has a revision, which is its entity tag and grows with every change.

ALTER TABLE users ADD revision bigint NOT NULL DEFAULT 1;
ALTER TABLE teams ADD revision bigint NOT NULL DEFAULT 1;
ALTER TABLE merchants ADD revision bigint NOT NULL DEFAULT 1;
ALTER TABLE mids ADD revision bigint NOT NULL DEFAULT 1;
ALTER TABLE leads ADD revision bigint NOT NULL DEFAULT 1;
ALTER TABLE applications ADD revision bigint NOT NULL DEFAULT 1;

-- What a ticket has looked up may be gone when it is stored. To create a ticket depends on that, so that it is then
-- computed again instead of breaking a foreign key.
CREATE TRIGGER bump_configuration AFTER DELETE ON users
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();
CREATE TRIGGER bump_configuration AFTER DELETE ON teams
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();
CREATE TRIGGER bump_configuration AFTER DELETE ON merchants
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();
CREATE TRIGGER bump_configuration AFTER DELETE ON mids
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();
CREATE TRIGGER bump_configuration AFTER DELETE ON leads
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();
CREATE TRIGGER bump_configuration AFTER DELETE ON applications
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();
CREATE TRIGGER bump_configuration_of_unique_id AFTER UPDATE ON applications
    FOR EACH ROW WHEN (OLD.unique_id <> NEW.unique_id) EXECUTE FUNCTION bump_configuration();
CREATE TRIGGER bump_configuration_of_activity AFTER UPDATE ON users
    FOR EACH ROW WHEN (OLD.is_active <> NEW.is_active) EXECUTE FUNCTION bump_configuration();

-- Who refers to an entity that is to be deleted; foreign keys ask that, too.
CREATE INDEX tickets_assigned_to_idx ON tickets (account_id, assigned_to) WHERE assigned_to IS NOT NULL;
CREATE INDEX tickets_assigned_team_idx ON tickets (account_id, assigned_team_id) WHERE assigned_team_id IS NOT NULL;
CREATE INDEX tickets_merchant_idx ON tickets (account_id, merchant_id) WHERE merchant_id IS NOT NULL;
CREATE INDEX tickets_mid_idx ON tickets (account_id, mid_id) WHERE mid_id IS NOT NULL;
CREATE INDEX tickets_lead_idx ON tickets (account_id, lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX tickets_application_idx ON tickets (account_id, application_id) WHERE application_id IS NOT NULL;
CREATE INDEX team_members_user_idx ON team_members (account_id, user_id);
