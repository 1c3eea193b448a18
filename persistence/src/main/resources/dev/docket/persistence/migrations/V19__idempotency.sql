-- The answer to each request that came with an idempotency key, stored in the transaction of what the request did.
-- account_id: '*', which is the id of none, for an operation that is on no account. key_hash: SHA-256 of the key. fingerprint:
-- SHA-256 of the request. answer: the body, sealed with the key, which is not stored: nobody reads it who does not have that.
CREATE TABLE idempotency_keys (
    account_id  text        NOT NULL,
    caller_id   uuid        NOT NULL,
    key_hash    bytea       NOT NULL,
    fingerprint bytea       NOT NULL,
    etag        text,
    location    text,
    answer      bytea       NOT NULL,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (account_id, caller_id, key_hash)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (account_id, created_at);
CALL isolate_by_account('idempotency_keys');
GRANT SELECT, INSERT, DELETE ON idempotency_keys TO docket_server;
