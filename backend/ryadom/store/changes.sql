-- What programs pull: entries and marks, in the order of their transactions. A transaction that takes its number first may
-- commit last, so nothing is given that lies at or above the oldest one that still runs (the horizon): below it all have
-- ended, and what is not there by now never will be. What a restored dump brought with numbers of another cluster comes
-- again once the horizon passes them: twice, never not at all.

-- name: read_now
-- Where the horizon is, and of which life of which database this is. `life`: statistics begin anew after a crash, not after an
-- orderly stop. `filenode`: another one once a dump was loaded over what was there. `start_id` is null where nobody has pulled
-- since Postgres was started.
SELECT
    CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint) AS horizon,
    clock_timestamp() AS now,
    CAST((SELECT system_identifier FROM pg_control_system()) AS text) AS cluster,
    CAST((SELECT oid FROM pg_database WHERE datname = current_database()) AS text) AS database,
    CAST(pg_relation_filenode('database_starts') AS text) AS filenode,
    left(pg_walfile_name(pg_current_wal_lsn()), 8) AS timeline,
    coalesce((SELECT CAST(stats_reset AS text) FROM pg_stat_wal), '') AS life,
    (SELECT id FROM database_starts WHERE started_at = pg_postmaster_start_time()) AS start_id,
    EXISTS (SELECT FROM database_starts WHERE id = CAST(:known_start_id AS uuid)) AS is_start_known;

-- name: note_start
-- Of two who come at once one is kept.
INSERT INTO database_starts (started_at, id) VALUES (pg_postmaster_start_time(), :id) ON CONFLICT DO NOTHING;

-- name: list_changes
-- Keys of what changed after a place and below the horizon, of these sites; of all sites at most :scan_limit are looked at.
-- With each row where looking ended, in a row of its own where nothing was found. By entries_xact, changed_objects_xact,
-- changed_objects_threads and, for each thread that is seen again, entries_pkey.
WITH horizon AS MATERIALIZED (
    SELECT pg_snapshot_xmin(pg_current_snapshot()) AS xact_id
), scanned AS MATERIALIZED (
    SELECT n.xact_id, n.site_id, n.id, n.seq, n.kind, n.message_seq
    FROM (
        (
            SELECT
                e.xact_id, e.site_id, e.conversation_id AS id, e.seq, 'entry' AS kind,
                CASE WHEN e.kind = 'message' THEN e.seq ELSE e.message_seq END AS message_seq
            FROM entries AS e
            WHERE e.xact_id >= CAST(CAST(:xact_id AS text) AS xid8) AND e.xact_id < (SELECT xact_id FROM horizon)
                AND (e.xact_id, e.conversation_id, e.seq)
                    > (CAST(CAST(:xact_id AS text) AS xid8), CAST(:id AS uuid), CAST(:seq AS bigint))
            ORDER BY e.xact_id, e.conversation_id, e.seq
            LIMIT :scan_limit
        )
        UNION ALL
        (
            SELECT m.xact_id, m.site_id, m.id, m.seq, m.kind, CASE m.kind WHEN 'message' THEN m.seq END
            FROM changed_objects AS m
            WHERE m.xact_id >= CAST(CAST(:xact_id AS text) AS xid8) AND m.xact_id < (SELECT xact_id FROM horizon)
                AND (m.xact_id, m.id, m.seq)
                    > (CAST(CAST(:xact_id AS text) AS xid8), CAST(:id AS uuid), CAST(:seq AS bigint))
            ORDER BY m.xact_id, m.id, m.seq
            LIMIT :scan_limit
        )
        UNION ALL
        (
            -- The thread in whose middle the last page ended, and those after it. No more of them are needed than rows: the
            -- marks themselves are rows of the branch above, so looking ends before the first one that is left out here.
            SELECT m.xact_id, m.site_id, m.id, t.seq, 'message', t.seq
            FROM (
                SELECT x.xact_id, x.site_id, x.id
                FROM changed_objects AS x
                WHERE x.kind = 'thread'
                    AND x.xact_id >= CAST(CAST(:xact_id AS text) AS xid8) AND x.xact_id < (SELECT xact_id FROM horizon)
                    AND (x.xact_id, x.id) >= (CAST(CAST(:xact_id AS text) AS xid8), CAST(:id AS uuid))
                ORDER BY x.xact_id, x.id
                LIMIT :scan_limit
            ) AS m
            CROSS JOIN LATERAL (
                SELECT e.seq
                FROM entries AS e
                WHERE e.site_id = m.site_id AND e.conversation_id = m.id AND e.kind = 'message'
                    AND e.seq > CASE
                        WHEN (m.xact_id, m.id) = (CAST(CAST(:xact_id AS text) AS xid8), CAST(:id AS uuid))
                        THEN CAST(:seq AS bigint) ELSE 0
                    END
                ORDER BY e.seq
                LIMIT :scan_limit
            ) AS t
            ORDER BY m.xact_id, m.id, t.seq
            LIMIT :scan_limit
        )
    ) AS n
    ORDER BY n.xact_id, n.id, n.seq
    LIMIT :scan_limit
), looked AS MATERIALIZED (
    SELECT s.xact_id, s.id, s.seq FROM scanned AS s ORDER BY s.xact_id DESC, s.id DESC, s.seq DESC LIMIT 1
)
SELECT
    CAST(CAST(h.xact_id AS text) AS bigint) AS horizon,
    (SELECT count(*) FROM scanned) AS scanned_count,
    CAST(CAST((SELECT xact_id FROM looked) AS text) AS bigint) AS last_xact_id,
    (SELECT id FROM looked) AS last_id, (SELECT seq FROM looked) AS last_seq,
    CAST(CAST(n.xact_id AS text) AS bigint) AS xact_id, n.site_id, n.id, n.seq, n.kind, n.message_seq,
    CASE WHEN n.kind = 'entry' AND n.seq = 1 THEN (
        SELECT c.visitor_id FROM conversations AS c WHERE c.site_id = n.site_id AND c.id = n.id
    ) END AS visitor_id
FROM horizon AS h
LEFT JOIN LATERAL (
    SELECT s.xact_id, s.site_id, s.id, s.seq, s.kind, s.message_seq
    FROM scanned AS s
    WHERE s.site_id = ANY (CAST(:site_ids AS uuid[]))
    ORDER BY s.xact_id, s.id, s.seq
    LIMIT :row_limit
) AS n ON true
ORDER BY n.xact_id, n.id, n.seq;

-- name: walk_customers
-- Also those who are blocked or erased: whoever has them from before is told. By visitors_pkey.
SELECT id, CAST(0 AS bigint) AS seq
FROM visitors
WHERE site_id = :site_id AND id > :id
ORDER BY id
LIMIT :row_limit;

-- name: walk_conversations
-- By conversations_pkey.
SELECT id, CAST(0 AS bigint) AS seq
FROM conversations
WHERE site_id = :site_id AND id > :id
ORDER BY id
LIMIT :row_limit;

-- name: walk_messages
-- All entries, of which those that are no messages are left out later: so a page costs the same whatever lies there. By
-- entries_pkey.
SELECT conversation_id AS id, seq
FROM entries
WHERE site_id = :site_id AND (conversation_id, seq) > (CAST(:id AS uuid), CAST(:seq AS bigint))
ORDER BY conversation_id, seq
LIMIT :row_limit;

-- name: forget_marks
-- By changed_objects_marked.
DELETE FROM changed_objects
WHERE ctid = ANY (ARRAY(
    SELECT ctid
    FROM changed_objects
    WHERE marked_at < clock_timestamp() - make_interval(days => CAST(:older_days AS integer))
    ORDER BY marked_at
    LIMIT :row_limit
));
