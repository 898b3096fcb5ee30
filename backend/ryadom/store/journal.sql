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
-- Who made the newest of those changes whose details say this, among the last 5,000 links. By journal_pkey, backwards.
SELECT at, actor_name
FROM journal
WHERE controller_id = :controller_id
    AND number > (SELECT h.number FROM journal_heads AS h WHERE h.controller_id = :controller_id) - 5000
    AND action = 'settings_changed'
    AND details @> CAST(:told AS jsonb)
    AND (CAST(:site_id AS uuid) IS NULL OR site_id = :site_id)
ORDER BY number DESC
LIMIT 1;

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
