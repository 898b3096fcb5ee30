-- Which objects stand on a page of a list of programs, in the list's order; public_objects.sql loads them. Nothing of who is
-- blocked or erased. What comes later never moves what stands there, so a walk gives each thing once.

-- name: list_conversations
-- Newest first. For each site by conversations_created, or by conversations_tags where few have the tag; visitors_pkey.
SELECT n.site_id, n.id, n.created_at
FROM unnest(CAST(:site_ids AS uuid[])) AS s (id)
CROSS JOIN LATERAL (
    SELECT c.site_id, c.id, c.created_at
    FROM conversations AS c
    JOIN visitors AS v
        ON v.site_id = c.site_id AND v.id = c.visitor_id AND v.blocked_at IS NULL AND v.erased_at IS NULL
    WHERE c.site_id = s.id AND c.created_at >= :since AND c.created_at < :before AND c.created_at <= :after_at
        AND (c.created_at, c.id, c.site_id) < (:after_at, CAST(:after_id AS uuid), CAST(:after_site_id AS uuid))
        AND (CAST(:status AS text) IS NULL OR c.status = :status)
        AND (CAST(:tag_id AS uuid) IS NULL OR c.tag_ids @> ARRAY[CAST(:tag_id AS uuid)])
    ORDER BY c.created_at DESC, c.id DESC
    LIMIT :row_limit
) AS n
ORDER BY n.created_at DESC, n.id DESC, n.site_id DESC
LIMIT :row_limit;

-- name: list_customers
-- Who has written, newest first. For each site by visitors_pkey; conversations_visitor.
SELECT n.site_id, n.id
FROM unnest(CAST(:site_ids AS uuid[])) AS s (id)
CROSS JOIN LATERAL (
    SELECT v.site_id, v.id
    FROM visitors AS v
    WHERE v.site_id = s.id AND v.id <= CAST(:after_id AS uuid)
        AND (v.id, v.site_id) < (CAST(:after_id AS uuid), CAST(:after_site_id AS uuid))
        AND v.blocked_at IS NULL AND v.erased_at IS NULL
        AND EXISTS (SELECT FROM conversations AS c WHERE c.site_id = v.site_id AND c.visitor_id = v.id)
    ORDER BY v.id DESC
    LIMIT :row_limit
) AS n
ORDER BY n.id DESC, n.site_id DESC
LIMIT :row_limit;

-- name: list_messages
-- What either side wrote in a conversation, oldest first. By entries_pkey.
SELECT seq
FROM entries
WHERE site_id = :site_id AND conversation_id = :conversation_id AND seq > :after_seq AND kind = 'message' AND public
ORDER BY seq
LIMIT :row_limit;
