-- name: largest_tables
-- With their indexes and what is kept aside; row counts are Postgres' own estimate, -1 before it has ever looked.
SELECT c.relname AS name, pg_total_relation_size(c.oid) AS size_bytes, CAST(c.reltuples AS bigint) AS row_estimate
FROM pg_class AS c
WHERE c.relnamespace = CAST('public' AS regnamespace) AND c.relkind IN ('r', 'p')
ORDER BY pg_total_relation_size(c.oid) DESC, c.relname
LIMIT :row_limit;

-- name: newest_migration
SELECT name FROM schema_migrations ORDER BY name DESC LIMIT 1;

-- name: longest_write_s
-- How long the oldest transaction has been writing, as far as our role may see: the feed of changes shows nothing newer
-- than its beginning. Zero where none is.
SELECT CAST(coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0) AS double precision)
FROM pg_stat_activity
WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid();

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
