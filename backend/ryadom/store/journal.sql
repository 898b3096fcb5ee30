-- name: append
-- See migration 0006.
SELECT append_journal(CAST(:records AS jsonb));

-- name: heads
-- One row per chain, in the order of controllers' ids; `last_number` is read under the same snapshot as the head. By
-- journal_pkey, backwards.
SELECT
    h.controller_id, h.number, h.hash,
    coalesce((SELECT max(j.number) FROM journal AS j WHERE j.controller_id = h.controller_id), 0) AS last_number
FROM journal_heads AS h
ORDER BY h.controller_id;

-- name: head
-- The same of one chain.
SELECT
    h.controller_id, h.number, h.hash,
    coalesce((SELECT max(j.number) FROM journal AS j WHERE j.controller_id = h.controller_id), 0) AS last_number
FROM journal_heads AS h
WHERE h.controller_id = :controller_id;

-- name: chains_without_head
-- Controllers whose journal has lost its head.
SELECT c.id FROM controllers AS c WHERE NOT EXISTS (SELECT FROM journal_heads AS h WHERE h.controller_id = c.id) ORDER BY c.id;

-- name: find_hash
-- By journal_pkey.
SELECT hash FROM journal WHERE controller_id = :controller_id AND number = :number;

-- name: read
-- At most :row_limit links after a number, by it. By journal_pkey.
SELECT
    controller_id, number, at, action, result, actor_kind, actor_id, actor_name, network, site_id, visitor_ids,
    conversation_ids, details, key_id, sealed, prev_hash, hash
FROM journal
WHERE controller_id = :controller_id AND number > :after
ORDER BY number
LIMIT :row_limit;

-- name: newest_change
-- The newest of those changes whose details say this, among the last 500 links: whoever asks holds what was changed. Of a
-- field it is the newest that names it, as a key or (`in_fields`) in `fields`, which may lack: then it is nobody's. Nothing where
-- it is of whoever asks, or may not be seen by them: `select_links` says what may. By journal_pkey, backwards.
SELECT n.at, n.actor_name
FROM (
    SELECT
        j.at, j.actor_name, j.actor_id, j.site_id,
        CAST(:field AS text) IS NULL OR NOT CAST(:in_fields AS boolean) OR jsonb_exists(j.details, 'fields') AS is_named
    FROM journal AS j
    WHERE j.controller_id = :controller_id
        AND j.number > (SELECT h.number FROM journal_heads AS h WHERE h.controller_id = :controller_id) - 500
        AND j.action = 'settings_changed'
        AND j.details ->> 'what' = ANY(CAST(:whats AS text[]))
        AND j.details @> CAST(:told AS jsonb)
        AND (CAST(:site_id AS uuid) IS NULL OR j.site_id = :site_id)
        AND (
            CAST(:field AS text) IS NULL
            OR CASE WHEN CAST(:in_fields AS boolean)
                THEN coalesce(CAST(:field AS text) = ANY(string_to_array(j.details ->> 'fields', ' ')), true)
                ELSE jsonb_exists(j.details, CAST(:field AS text))
            END
        )
    ORDER BY j.number DESC
    LIMIT 1
) AS n
WHERE n.is_named
    AND n.actor_id IS DISTINCT FROM CAST(:asker_id AS uuid)
    AND (
        n.site_id IN (SELECT os.site_id FROM operator_sites AS os WHERE os.operator_id = CAST(:asker_id AS uuid))
        OR NOT EXISTS (
            SELECT
            FROM sites AS s
            WHERE s.controller_id = :controller_id
                AND NOT EXISTS (
                    SELECT FROM operator_sites AS os WHERE os.site_id = s.id AND os.operator_id = CAST(:asker_id AS uuid)
                )
        )
    );

-- name: select_links
-- Those links of a stretch that fit the filters and may be seen; null asks for any. By journal_pkey, the stretch and no more,
-- so that a rare subject in a long journal makes many short statements instead of one that is stopped.
SELECT
    controller_id, number, at, action, result, actor_kind, actor_id, actor_name, network, site_id, visitor_ids,
    conversation_ids, details, key_id, sealed, prev_hash, hash
FROM journal
WHERE controller_id = :controller_id AND number > :after AND number <= :up_to
    AND (CAST(:since AS timestamptz) IS NULL OR at >= :since)
    AND (CAST(:before AS timestamptz) IS NULL OR at < :before)
    AND (CAST(:action AS text) IS NULL OR action = :action)
    AND (CAST(:result AS text) IS NULL OR result = :result)
    AND (CAST(:actor_id AS uuid) IS NULL OR actor_id = :actor_id)
    AND (CAST(:site_id AS uuid) IS NULL OR site_id = :site_id)
    AND (CAST(:subject_id AS uuid) IS NULL OR :subject_id = ANY(visitor_ids) OR :subject_id = ANY(conversation_ids))
    AND (
        CAST(:is_whole AS boolean)
        OR site_id = ANY(CAST(:site_ids AS uuid[]))
        OR (
            site_id IS NULL AND action = ANY(CAST(:about_no_site AS text[]))
            AND actor_id IN (SELECT os.operator_id FROM operator_sites AS os WHERE os.site_id = ANY(CAST(:site_ids AS uuid[])))
        )
    )
ORDER BY number;
