-- name: insert_hold
-- One for each person and conversation.
INSERT INTO legal_holds (id, site_id, visitor_id, conversation_id, reason, placed_by)
VALUES (:id, :site_id, :visitor_id, :conversation_id, :reason, :placed_by)
ON CONFLICT (site_id, visitor_id, conversation_id) DO NOTHING;

-- name: delete_hold
-- By legal_holds_pkey.
DELETE FROM legal_holds WHERE id = :id AND site_id = ANY(:site_ids)
RETURNING id, site_id, visitor_id, conversation_id, reason, placed_by, placed_at;

-- name: list_holds
-- Newest first: as many as there are disputes.
SELECT id, site_id, visitor_id, conversation_id, reason, placed_by, placed_at
FROM legal_holds
WHERE site_id = ANY(:site_ids)
ORDER BY placed_at DESC, id;

-- name: is_held
-- By legal_holds_site_id_visitor_id_conversation_id_key.
SELECT EXISTS (SELECT FROM legal_holds WHERE site_id = :site_id AND visitor_id = :visitor_id);

-- name: is_conversation_held
-- By legal_holds_site_id_visitor_id_conversation_id_key.
SELECT EXISTS (
    SELECT FROM legal_holds
    WHERE site_id = :site_id AND visitor_id = :visitor_id
        AND (conversation_id IS NULL OR conversation_id = :conversation_id)
);

-- name: lock_visitor
-- Held until the transaction ends: an erasure marks the row, and waits. By visitors_pkey.
SELECT erased_at FROM visitors WHERE site_id = :site_id AND id = :visitor_id FOR NO KEY UPDATE;
