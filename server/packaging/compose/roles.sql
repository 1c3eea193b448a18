-- Run once, by the superuser, when the volume of the database is created: the roles of server/README.md, "Your own
-- PostgreSQL". The owner migrates, and needs no right to create roles; the server logs in as docket_app, which owns
-- nothing.
\set owner_password `cat /run/secrets/owner-password`
\set app_password `cat /run/secrets/app-password`
CREATE ROLE docket_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE docket_app LOGIN PASSWORD :'app_password';
CREATE ROLE docket_server;
CREATE ROLE docket_requester;
CREATE ROLE docket_search;
CREATE ROLE docket_eraser;
GRANT docket_search, docket_eraser TO docket_owner;
GRANT docket_server TO docket_requester;
GRANT docket_server, docket_requester TO docket_app;
ALTER DATABASE docket OWNER TO docket_owner;
