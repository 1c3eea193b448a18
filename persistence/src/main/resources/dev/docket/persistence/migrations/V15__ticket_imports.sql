-- Tickets that were imported from other systems, by their keys there. So each is imported once.
CREATE TABLE ticket_imports (
    account_id  text   NOT NULL,
    external_id text   NOT NULL,
    ticket_id   bigint NOT NULL,
    PRIMARY KEY (account_id, external_id),
    FOREIGN KEY (account_id, ticket_id) REFERENCES tickets
);
CALL isolate_by_account('ticket_imports');
CALL narrow_for_requester('ticket_imports', $$
    false
$$);
GRANT SELECT, INSERT ON ticket_imports TO docket_server;
