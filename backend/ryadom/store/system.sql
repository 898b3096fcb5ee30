-- name: largest_tables
-- With their indexes and what is kept aside; row counts are Postgres' own estimate, -1 before it has ever looked.
SELECT c.relname AS name, pg_total_relation_size(c.oid) AS size_bytes, CAST(c.reltuples AS bigint) AS row_estimate
FROM pg_class AS c
WHERE c.relnamespace = CAST('public' AS regnamespace) AND c.relkind IN ('r', 'p')
ORDER BY pg_total_relation_size(c.oid) DESC, c.relname
LIMIT :row_limit;

-- name: newest_migration
SELECT name FROM schema_migrations ORDER BY name DESC LIMIT 1;

-- name: oldest_write
-- The oldest transaction of the cluster that writes, as far as our role may see: programs that pull are given nothing newer
-- than its beginning. Of other roles' we see only that entries of the last day wait behind it; by entries_xact.
SELECT w.age_s, w.pid, w.program, w.prepared
FROM (
    SELECT
        CAST(extract(epoch FROM clock_timestamp() - xact_start) AS double precision) AS age_s,
        pid, application_name AS program, CAST(NULL AS text) AS prepared
    FROM pg_stat_activity
    WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()
    UNION ALL
    SELECT CAST(extract(epoch FROM clock_timestamp() - prepared) AS double precision), NULL, NULL, gid
    FROM pg_prepared_xacts
    UNION ALL
    (
        SELECT CAST(extract(epoch FROM clock_timestamp() - e.created_at) AS double precision), NULL, NULL, NULL
        FROM entries AS e
        WHERE e.xact_id >= pg_snapshot_xmin(pg_current_snapshot()) AND e.xact_id < pg_snapshot_xmax(pg_current_snapshot())
            AND e.created_at > clock_timestamp() - INTERVAL '1 day'
        ORDER BY e.xact_id
        LIMIT 1
    )
) AS w
ORDER BY w.age_s DESC, w.pid
LIMIT 1;

-- name: oldest_snapshot
-- The oldest snapshot that a transaction of this database holds, as far as our role may see: Postgres tidies up nothing that
-- was changed or deleted since, in no table. Whoever only reads holds up no changes (see oldest_write).
-- Of one that begins just now Postgres may show the snapshot and not yet the time.
SELECT
    CAST(extract(epoch FROM clock_timestamp() - xact_start) AS double precision) AS age_s, pid, application_name AS program
FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND backend_xmin IS NOT NULL
    AND xact_start IS NOT NULL AND pid <> pg_backend_pid()
ORDER BY xact_start, pid
LIMIT 1;

-- name: mail_queue
-- By outgoing_mails_due and outgoing_mails_pkey: the table holds only what is not sent.
SELECT
    count(*) FILTER (WHERE dead_at IS NULL) AS waiting,
    count(*) FILTER (WHERE dead_at IS NOT NULL) AS dead,
    CAST(
        coalesce(extract(epoch FROM clock_timestamp() - min(queued_at) FILTER (WHERE dead_at IS NULL)), 0)
        AS double precision
    ) AS oldest_s
FROM outgoing_mails;

-- name: search_lag_s
-- How long the oldest entry has been there that the search has not read since this snapshot; null where it has read all.
-- By entries_xact.
SELECT CAST(extract(epoch FROM clock_timestamp() - e.created_at) AS double precision)
FROM entries AS e
WHERE e.xact_id >= pg_snapshot_xmax(CAST(CAST(:since AS text) AS pg_snapshot))
ORDER BY e.xact_id, e.conversation_id, e.seq
LIMIT 1;
