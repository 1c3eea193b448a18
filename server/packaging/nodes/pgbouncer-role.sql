-- What PgBouncer does not pass on, the role of the nodes has itself. Docket refuses to start without it.
ALTER ROLE docket_app IN DATABASE docket SET search_path = docket;
ALTER ROLE docket_app IN DATABASE docket SET statement_timeout = '10s';
ALTER ROLE docket_app IN DATABASE docket SET lock_timeout = '5s';
ALTER ROLE docket_app IN DATABASE docket SET idle_in_transaction_session_timeout = '30s';
ALTER ROLE docket_app IN DATABASE docket SET jit = off;
-- In transaction mode, statements run in other sessions than those that were prepared for Docket.
ALTER ROLE docket_app IN DATABASE docket SET role = docket_server;
ALTER ROLE docket_app IN DATABASE docket SET timezone = 'UTC';
