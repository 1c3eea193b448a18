-- How long the personal data of tickets is kept after their end.

-- NULL: for ever.
ALTER TABLE accounts
    ADD erase_closed_tickets_after_days integer CHECK (erase_closed_tickets_after_days BETWEEN 1 AND 36500);

CREATE INDEX tickets_to_erase_closed_idx ON tickets (account_id, closed_at, id)
    WHERE closed_at IS NOT NULL AND (erased_version IS NULL OR erased_version < version);
CREATE INDEX tickets_to_erase_deleted_idx ON tickets (account_id, deleted_at, id)
    WHERE deleted_at IS NOT NULL AND (erased_version IS NULL OR erased_version < version);
