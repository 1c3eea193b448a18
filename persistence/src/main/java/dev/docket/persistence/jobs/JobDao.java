package dev.docket.persistence.jobs;

import java.time.Instant;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * Docket's own statements on the table of db-scheduler, which has one row per job. None of them changes
 * {@code version}, by which db-scheduler detects concurrent changes of a row.
 */
interface JobDao {

    /**
     * Adds a job, to run at once, unless a node has added it already.
     *
     * @param latest when an existing job has to run next at the latest: its interval may have become shorter
     */
    @SqlUpdate("""
            INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)
            VALUES (:name, 'recurring', :now, false, 1)
            ON CONFLICT (task_name, task_instance) DO UPDATE
               SET execution_time = :latest
             WHERE scheduled_tasks.execution_time > :latest
            """)
    void add(String name, Instant now, Instant latest);

    @SqlUpdate("""
            UPDATE scheduled_tasks
               SET is_wanted = true,
                   execution_time = least(execution_time, :now)
             WHERE task_name = :name
            """)
    void want(String name, Instant now);

    /** Notes that the run that starts now fulfils the request for it. */
    @SqlUpdate("""
            UPDATE scheduled_tasks
               SET is_wanted = false
             WHERE task_name = :name
               AND is_wanted
            """)
    void begin(String name);

    /**
     * Lets the job run again at once if a run was requested since {@link #begin}.
     *
     * @return 1 if so
     */
    @SqlUpdate("""
            UPDATE scheduled_tasks
               SET execution_time = :now
             WHERE task_name = :name
               AND is_wanted
               AND NOT picked
            """)
    int repeatIfWanted(String name, Instant now);
}
