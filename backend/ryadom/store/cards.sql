-- name: own_messages
-- What a visitor wrote, newest first. By conversations_visitor, then entries_pkey backwards: of the 20 newest conversations,
-- the 5,000 newest entries of each at most, be a chat as long as it may.
SELECT e.conversation_id, e.seq, e.body
FROM (
    SELECT site_id, id, last_seq
    FROM conversations
    WHERE site_id = :site_id AND visitor_id = :visitor_id
    ORDER BY created_at DESC
    LIMIT 20
) AS c
CROSS JOIN LATERAL (
    SELECT e.conversation_id, e.seq, e.body, e.created_at
    FROM entries AS e
    WHERE e.site_id = c.site_id AND e.conversation_id = c.id AND e.kind = 'message' AND e.author_kind = 'visitor'
        AND e.seq > c.last_seq - 5000 AND e.body <> ''
    ORDER BY e.seq DESC
    LIMIT :row_limit
) AS e
ORDER BY e.created_at DESC, e.seq DESC
LIMIT :row_limit;

-- name: origin_of
-- By conversations_pkey.
SELECT coalesce(landing_url, '') AS landing_url, coalesce(metrica_client_id, '') AS metrica_client_id
FROM conversations WHERE site_id = :site_id AND id = :id;

-- name: other_conversations
-- Newest first, of the visitor and of the same person in other browsers, but of nobody who is blocked. By conversations_visitor.
SELECT id, visitor_id, status, created_at, active_at
FROM conversations
WHERE site_id = :site_id AND visitor_id = ANY(CAST(:visitor_ids AS uuid[])) AND id <> :but_id AND NOT is_blocked
    AND (created_at, id) < (
        coalesce(CAST(:sort_at AS timestamptz), 'infinity'),
        coalesce(CAST(:after_id AS uuid), 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    )
ORDER BY created_at DESC, id DESC
LIMIT :row_limit;
