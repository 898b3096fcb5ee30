-- Conversations that operators have merged, and those that they may merge.

-- name: is_merged
-- By conversations_pkey.
SELECT merged_into_id IS NOT NULL FROM conversations WHERE site_id = :site_id AND id = :id;

-- name: waited_since
-- Since when its visitor waits for a person; of one that a bot leads, with what was said from :unanswered_seq on. By
-- conversations_pkey and entries_pkey.
SELECT CASE
    WHEN CAST(:unanswered_seq AS bigint) IS NULL THEN c.waiting_since
    ELSE (
        SELECT min(e.created_at)
        FROM entries AS e
        WHERE e.site_id = c.site_id AND e.conversation_id = c.id AND e.kind = 'message'
            AND e.author_kind = 'visitor' AND e.seq >= CAST(:unanswered_seq AS bigint)
            AND e.created_at >= c.waiting_since
    )
END
FROM conversations AS c
WHERE c.site_id = :site_id AND c.id = :id;

-- name: find_leader
-- Who leads the conversation in which this closed one goes on, be it merged further, while that is open and they are at work and
-- not away. Opening lifts what is followed here, so it ends; the bound is for a hand in the database. By conversations_pkey, once
-- for each step: without the LIMITs Postgres might begin with all that anybody leads.
WITH RECURSIVE way (id, steps) AS (
    SELECT c.merged_into_id, 1 FROM conversations AS c WHERE c.site_id = :site_id AND c.id = :id
    UNION ALL
    SELECT n.merged_into_id, w.steps + 1
    FROM way AS w
    CROSS JOIN LATERAL (
        SELECT c.merged_into_id FROM conversations AS c WHERE c.site_id = :site_id AND c.id = w.id LIMIT 1
    ) AS n
    WHERE n.merged_into_id IS NOT NULL AND w.steps < 100
), goal AS MATERIALIZED (
    SELECT n.assignee_id, n.visitor_id
    FROM way AS w
    CROSS JOIN LATERAL (
        SELECT c.assignee_id, c.visitor_id, c.status, c.is_blocked
        FROM conversations AS c
        WHERE c.site_id = :site_id AND c.id = w.id
        LIMIT 1
    ) AS n
    WHERE n.status = 'open' AND NOT n.is_blocked
)
SELECT o.id, o.name, o.public_name, o.avatar_digest AS avatar, g.visitor_id
FROM goal AS g
JOIN operators AS o ON o.id = g.assignee_id AND o.deactivated_at IS NULL AND o.role = ANY(CAST(:roles AS text[]))
JOIN operator_sites AS s ON s.site_id = :site_id AND s.operator_id = o.id
JOIN operator_presences AS p ON p.operator_id = o.id
WHERE abs(extract(epoch FROM clock_timestamp() - p.seen_at)) <= CAST(:lease_s AS float8)
    AND NOT EXISTS (SELECT FROM operator_work AS k WHERE k.operator_id = o.id AND k.is_away);

-- name: list_others
-- Of these visitors of a site the conversations but one: open ones first, newest activity first. By conversations_visitor, of
-- each visitor the newest of either state.
SELECT c.id
FROM unnest(CAST(:visitor_ids AS uuid[])) AS p (visitor_id)
CROSS JOIN unnest(ARRAY['open', 'closed']) AS s (status)
CROSS JOIN LATERAL (
    SELECT c.id, c.active_at
    FROM conversations AS c
    WHERE c.site_id = :site_id AND c.visitor_id = p.visitor_id AND c.status = s.status AND c.id <> :but_id
        AND NOT c.is_blocked AND IN_PURVIEW
    ORDER BY c.created_at DESC
    LIMIT :row_limit
) AS c
ORDER BY s.status = 'open' DESC, c.active_at DESC, c.id
LIMIT :row_limit;
