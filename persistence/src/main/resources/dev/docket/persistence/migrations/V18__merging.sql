-- What was said on a ticket, and what was attached to it, can go to the ticket that it is merged into.

ALTER TABLE former_ticket_comments
    DROP CONSTRAINT former_ticket_comments_account_id_ticket_id_comment_id_fkey,
    ADD FOREIGN KEY (account_id, ticket_id, comment_id) REFERENCES ticket_comments ON UPDATE CASCADE;
GRANT UPDATE (ticket_id, number) ON ticket_comments TO docket_server;
