-- The responses to requests that came with an idempotency key. A response is stored in the transaction of its request.
-- account_id: '*', which is never the id of an account, for an operation that belongs to no account.
-- key_hash: SHA-256 of the key. fingerprint: SHA-256 of the request.
-- answer: the body, encrypted with the key. The key is not stored, so only a caller that has it can read the body. NULL
-- once the body was erased; the row stays, so that the request is not executed again.
-- subject: the ticket, comment, file or other resource that the body shows; NULL if its id is no UUID.
CREATE TABLE idempotency_keys (
    account_id  text        NOT NULL,
    caller_id   uuid        NOT NULL,
    key_hash    bytea       NOT NULL,
    fingerprint bytea       NOT NULL,
    etag        text,
    location    text,
    answer      bytea,
    created_at  timestamptz NOT NULL,
    subject     uuid,
    PRIMARY KEY (account_id, caller_id, key_hash)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (account_id, created_at);
CREATE INDEX idempotency_keys_subject_idx ON idempotency_keys (account_id, subject) WHERE subject IS NOT NULL;
CALL isolate_by_account('idempotency_keys');
GRANT SELECT, INSERT, UPDATE (fingerprint, etag, answer), DELETE ON idempotency_keys TO docket_server;
