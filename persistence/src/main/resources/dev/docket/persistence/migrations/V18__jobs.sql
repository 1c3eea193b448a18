-- The jobs of the installation, one row for each: the table of db-scheduler, with its columns. It belongs to no account
-- and is not behind row-level security. The statements of a job are, as all others.
CREATE TABLE scheduled_tasks (
    task_name            text        NOT NULL,
    task_instance        text        NOT NULL,
    task_data            bytea,
    execution_time       timestamptz NOT NULL,
    picked               boolean     NOT NULL,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint      NOT NULL,
    priority             smallint,
    -- A column of Docket: the job is to run before its next time, or, if it runs now, once more.
    is_wanted            boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (task_name, task_instance)
) WITH (fillfactor = 50);
CREATE INDEX scheduled_tasks_execution_time_idx ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_last_heartbeat_idx ON scheduled_tasks (last_heartbeat);
GRANT SELECT, INSERT, UPDATE, DELETE ON scheduled_tasks TO docket_server;
