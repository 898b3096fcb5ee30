-- name: list_queues
-- Of these sites, whoever has waited longest first, at most :row_limit of each. Who has waited for over a day does not
-- stand before others: that is a letter that nobody has answered, not a queue. By conversations_queue, once per site.
SELECT q.site_id, q.id, q.department_id
FROM unnest(CAST(:site_ids AS uuid[])) AS site (id)
CROSS JOIN LATERAL (
    SELECT c.site_id, c.id, c.department_id, c.queued_at
    FROM conversations AS c
    WHERE c.site_id = site.id AND c.queued_at > now() - INTERVAL '1 day' AND NOT c.is_blocked
    ORDER BY c.queued_at, c.id
    LIMIT :row_limit
) AS q
ORDER BY q.site_id, q.queued_at, q.id;

-- name: first_answers
-- In how many seconds the newest conversations of a site were first answered; null: not yet. Those of the last hour that
-- nobody has answered are left out: they say nothing so far; what was merged before is answered elsewhere. Ids are UUIDv7, which begin with their time in ms: the newest
-- are the last of conversations_pkey, and where Postgres takes conversations_id, of all sites, no more than 30 days of it
-- are read. Of each the first 200 entries are looked at, by entries_pkey.
SELECT CAST(extract(epoch FROM a.created_at - c.created_at) AS double precision) AS answered_in_s
FROM (
    SELECT site_id, id, created_at, merged_into_id
    FROM conversations
    WHERE site_id = :site_id AND NOT is_blocked AND created_at > now() - INTERVAL '30 days'
        AND id > CAST(
            lpad(to_hex(CAST(extract(epoch FROM now() - INTERVAL '30 days') * 1000 AS bigint)), 12, '0') || repeat('0', 20)
            AS uuid
        )
    ORDER BY id DESC
    LIMIT :row_limit
) AS c
LEFT JOIN LATERAL (
    SELECT e.created_at
    FROM (
        SELECT e.seq, e.kind, e.author_kind, e.created_at
        FROM entries AS e
        WHERE e.site_id = c.site_id AND e.conversation_id = c.id AND e.seq <= 200
        ORDER BY e.seq
    ) AS e
    WHERE e.kind = 'message' AND e.author_kind = 'operator'
        -- What stands before the visitor's first message invited them, and answered nothing.
        AND e.seq > (
            SELECT min(v.seq) FROM entries AS v
            WHERE v.site_id = c.site_id AND v.conversation_id = c.id AND v.seq <= 200
                AND v.kind = 'message' AND v.author_kind = 'visitor'
        )
    ORDER BY e.seq
    LIMIT 1
) AS a ON true
WHERE a.created_at IS NOT NULL OR (c.created_at < now() - INTERVAL '1 hour' AND c.merged_into_id IS NULL);
