-- The migrations that a development version from before the first release had run.
TRUNCATE docket.flyway_schema_history;
INSERT INTO docket.flyway_schema_history
       (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
VALUES
    (0, NULL, '<< Flyway Schema Creation >>', 'SCHEMA', '"docket"', NULL, 'docket_owner', 0, true),
    (1, '1', 'accounts', 'SQL', 'V1__accounts.sql', -358329245, 'docket_owner', 1, true),
    (2, '2', 'directory', 'SQL', 'V2__directory.sql', 1827147600, 'docket_owner', 1, true),
    (3, '3', 'sla', 'SQL', 'V3__sla.sql', 1667369377, 'docket_owner', 1, true),
    (4, '4', 'ticket types and rotations', 'SQL', 'V4__ticket_types_and_rotations.sql', 630067558, 'docket_owner', 1, true),
    (5, '5', 'tickets', 'SQL', 'V5__tickets.sql', 1464383202, 'docket_owner', 1, true),
    (6, '6', 'configuration', 'SQL', 'V6__configuration.sql', 2082546825, 'docket_owner', 1, true),
    (7, '7', 'directory', 'SQL', 'V7__directory.sql', -1954252693, 'docket_owner', 1, true),
    (8, '8', 'sla', 'SQL', 'V8__sla.sql', -1150979947, 'docket_owner', 1, true),
    (9, '9', 'access', 'SQL', 'V9__access.sql', -1354873847, 'docket_owner', 1, true),
    (10, '10', 'notifications', 'SQL', 'V10__notifications.sql', 277019317, 'docket_owner', 1, true),
    (11, '11', 'jobs', 'SQL', 'V11__jobs.sql', 736666040, 'docket_owner', 1, true),
    (12, '12', 'ticket changes', 'SQL', 'V12__ticket_changes.sql', 1183422177, 'docket_owner', 1, true),
    (13, '13', 'ticket lists', 'SQL', 'V13__ticket_lists.sql', -710699138, 'docket_owner', 1, true),
    (14, '14', 'comments', 'SQL', 'V14__comments.sql', 179586046, 'docket_owner', 1, true),
    (15, '15', 'attachments', 'SQL', 'V15__attachments.sql', -465842615, 'docket_owner', 1, true),
    (16, '16', 'escalations', 'SQL', 'V16__escalations.sql', 581284283, 'docket_owner', 1, true),
    (17, '17', 'automation', 'SQL', 'V17__automation.sql', 1907115520, 'docket_owner', 1, true),
    (18, '18', 'merging', 'SQL', 'V18__merging.sql', -2084818987, 'docket_owner', 1, true),
    (19, '19', 'idempotency', 'SQL', 'V19__idempotency.sql', -457227397, 'docket_owner', 1, true),
    (20, '21', 'erasure', 'SQL', 'V21__erasure.sql', -1033142558, 'docket_owner', 1, true),
    (21, '22', 'retention', 'SQL', 'V22__retention.sql', -761065336, 'docket_owner', 1, true),
    (22, '23', 'fast creation', 'SQL', 'V23__fast_creation.sql', 595645274, 'docket_owner', 1, true),
    (23, '24', 'ticket import', 'SQL', 'V24__ticket_import.sql', 469225179, 'docket_owner', 1, true),
    (24, '25', 'growth', 'SQL', 'V25__growth.sql', 323902447, 'docket_owner', 1, true),
    (25, '26', 'statistics', 'SQL', 'V26__statistics.sql', -1278331584, 'docket_owner', 1, true);
