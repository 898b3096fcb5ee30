-- name: see
-- These operators have a socket somewhere, by this clock. Their rows are touched in one order, so that two processes
-- never wait for each other.
INSERT INTO operator_presences AS p (operator_id, seen_at)
SELECT o.id, clock_timestamp()
FROM operators AS o
WHERE o.id = ANY(CAST(:operator_ids AS uuid[]))
ORDER BY o.id
ON CONFLICT (operator_id) DO UPDATE SET seen_at = excluded.seen_at, gone_s = 0, counted_at = clock_timestamp();

-- name: register
-- Who may be given something has a row that can be locked.
INSERT INTO operator_work (operator_id)
SELECT o.id FROM operators AS o WHERE o.id = ANY(CAST(:operator_ids AS uuid[])) ORDER BY o.id
ON CONFLICT (operator_id) DO NOTHING;

-- name: list_away
-- By operator_work_pkey.
SELECT operator_id FROM operator_work WHERE operator_id = ANY(CAST(:operator_ids AS uuid[])) AND is_away;

-- name: put_away
INSERT INTO operator_work (operator_id, is_away) VALUES (:operator_id, :is_away)
ON CONFLICT (operator_id) DO UPDATE SET is_away = excluded.is_away;

-- name: hold_limit
-- Nobody else sets it until the transaction ends, nor is anything given meanwhile. By operator_work_pkey.
SELECT max_chats FROM operator_work WHERE operator_id = :operator_id FOR UPDATE;

-- name: put_limit
INSERT INTO operator_work (operator_id, max_chats) VALUES (:operator_id, :max_chats)
ON CONFLICT (operator_id) DO UPDATE SET max_chats = excluded.max_chats;

-- name: register_absent
-- Whoever has never been here is gone too.
INSERT INTO operator_presences (operator_id)
SELECT o.id FROM operators AS o
WHERE NOT EXISTS (SELECT FROM operator_presences AS p WHERE p.operator_id = o.id)
ON CONFLICT (operator_id) DO NOTHING;

-- name: count_absence
-- Adds what has gone by since the last count to who is not here, at most :step_s seconds, so that neither a clock that was
-- put forward nor a time without any server makes anybody long gone. Each second is counted by one process: what another
-- one holds or has just counted is passed over. At :most_s nobody counts on.
UPDATE operator_presences AS p
SET
    gone_s = least(
        gone_s + least(greatest(extract(epoch FROM clock_timestamp() - counted_at), 0), CAST(:step_s AS float8)),
        CAST(:most_s AS float8)
    ),
    counted_at = clock_timestamp()
FROM (
    SELECT operator_id
    FROM operator_presences
    WHERE gone_s < CAST(:most_s AS float8)
        AND (
            seen_at IS NULL
            OR abs(extract(epoch FROM clock_timestamp() - seen_at)) > CAST(:lease_s AS float8)
        )
        AND abs(extract(epoch FROM clock_timestamp() - counted_at)) > CAST(:step_s AS float8) / 4
    FOR UPDATE SKIP LOCKED
) AS gone
WHERE p.operator_id = gone.operator_id;

-- name: list_states
-- Who answers on these sites: whether they are here, and how many open conversations they have, of all sites and none that
-- is snoozed. By operator_sites_pkey, and conversations_leader once per site.
SELECT
    o.id, o.name,
    coalesce(w.is_away, false) AS is_away, w.max_chats,
    coalesce(abs(extract(epoch FROM clock_timestamp() - p.seen_at)) <= CAST(:lease_s AS float8), false) AS is_here,
    (
        SELECT count(*)
        FROM operator_sites AS s
        JOIN conversations AS c ON c.site_id = s.site_id AND c.assignee_id = s.operator_id AND c.status = 'open'
        WHERE s.operator_id = o.id AND NOT c.is_blocked AND c.snoozed_until IS NULL
    ) AS open_count,
    ARRAY(
        SELECT os.site_id FROM operator_sites AS os
        WHERE os.operator_id = o.id AND os.site_id = ANY(CAST(:site_ids AS uuid[])) ORDER BY os.site_id
    ) AS site_ids
FROM operators AS o
LEFT JOIN operator_work AS w ON w.operator_id = o.id
LEFT JOIN operator_presences AS p ON p.operator_id = o.id
WHERE o.deactivated_at IS NULL AND o.role = ANY(CAST(:roles AS text[]))
    AND EXISTS (SELECT FROM operator_sites AS os WHERE os.site_id = ANY(CAST(:site_ids AS uuid[])) AND os.operator_id = o.id)
ORDER BY lower(o.name), o.id;
