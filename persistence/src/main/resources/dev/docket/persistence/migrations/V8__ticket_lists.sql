-- The indexes of the lists of tickets: they keep a list as quick with a million tickets as with a few.
-- An index is used behind the policies only if its expressions are leakproof. A CASE of comparisons is leakproof;
-- coalesce and array_position are not.

-- The orders of the lists. tickets_status_idx also finds the few tickets in a status among many.
CREATE INDEX tickets_created_at_idx ON tickets (account_id, created_at, id);
CREATE INDEX tickets_updated_at_idx ON tickets (account_id, updated_at, id);
CREATE INDEX tickets_due_idx ON tickets (
    account_id, (CASE WHEN sla_resolution_due IS NULL THEN 'infinity' ELSE sla_resolution_due END), id);
CREATE INDEX tickets_status_idx ON tickets (
    account_id,
    (CASE status WHEN 'open' THEN 1 WHEN 'in_progress' THEN 2 WHEN 'waiting_customer' THEN 3 WHEN 'waiting_internal' THEN 4
                 WHEN 'resolved' THEN 5 ELSE 6 END),
    id);
CREATE INDEX tickets_priority_idx ON tickets (
    account_id,
    (CASE priority WHEN 'low' THEN 1 WHEN 'medium' THEN 2 WHEN 'high' THEN 3 ELSE 4 END),
    id);

CREATE INDEX tickets_requester_idx ON tickets (account_id, requester_id);
-- The tickets of a requester that is known by its email address, for a caller that is bound to it.
CREATE INDEX tickets_requester_email_idx ON tickets (
    account_id, lower(CASE requester_type WHEN 'user' THEN requester_id ELSE requester_email END))
    WHERE requester_type IN ('user', 'external');

-- One index for the tickets of an assignee, for its open ones, and for the open tickets without an assignee.
CREATE INDEX tickets_assigned_to_idx ON tickets (
    account_id,
    assigned_to,
    (CASE status WHEN 'open' THEN 1 WHEN 'in_progress' THEN 2 WHEN 'waiting_customer' THEN 3 WHEN 'waiting_internal' THEN 4
                 WHEN 'resolved' THEN 5 ELSE 6 END));

-- Finds a rare value of any of these columns, each of which has few values. An index with few different keys is small,
-- and PostgreSQL can skip through it.
CREATE INDEX tickets_kind_idx ON tickets (account_id, ticket_type_id, category, source, requester_type);

-- Finds the tickets that are breached by an instant, and those that are not; the tickets at risk are among the latter.
-- An index on sla_at_risk_from would find more: most tickets that were at risk at some instant are breached by now.
CREATE INDEX tickets_breached_from_idx ON tickets (account_id, sla_breached_from) WHERE sla_breached_from IS NOT NULL;

-- A ticket that is neither paused nor deleted costs nothing here.
CREATE INDEX tickets_paused_idx ON tickets (account_id, sla_paused_at)
    WHERE sla_paused_at IS NOT NULL AND resolved_at IS NULL;
CREATE INDEX tickets_deleted_idx ON tickets (account_id, created_at, id) WHERE deleted_at IS NOT NULL;
