-- name: own_messages
-- What a visitor wrote, newest first. By conversations_visitor, then entries_pkey backwards: of the 20 newest conversations,
-- the 5,000 newest entries of each at most, be a chat as long as it may.
SELECT e.conversation_id, e.seq, e.body
FROM (
    SELECT c.site_id, c.id, c.last_seq
    FROM conversations AS c
    WHERE c.site_id = :site_id AND c.visitor_id = :visitor_id AND IN_PURVIEW
    ORDER BY c.created_at DESC
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
-- Newest first, of the visitor and of whoever is the same person, but of nobody who is blocked. By conversations_visitor, of
-- each visitor a page at most.
SELECT c.site_id, c.id, c.created_at
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:visitor_ids AS uuid[])) AS p (site_id, visitor_id)
CROSS JOIN LATERAL (
    SELECT c.site_id, c.id, c.created_at
    FROM conversations AS c
    WHERE c.site_id = p.site_id AND c.visitor_id = p.visitor_id AND c.id <> :but_id AND NOT c.is_blocked AND IN_PURVIEW
        AND (c.created_at, c.id) < (
            coalesce(CAST(:sort_at AS timestamptz), 'infinity'),
            coalesce(CAST(:after_id AS uuid), 'ffffffff-ffff-ffff-ffff-ffffffffffff')
        )
    ORDER BY c.created_at DESC, c.id DESC
    LIMIT :row_limit
) AS c
ORDER BY c.created_at DESC, c.id DESC
LIMIT :row_limit;
