-- name: list_seen
-- The newest first. What the operator does not see any more is forgotten in the same moment: what is marked meanwhile, neither part
-- knows of. By unread_marks_operator, and conversations_pkey or conversations_id.
WITH seen AS MATERIALIZED (
    SELECT m.site_id, m.conversation_id, m.marked_at
    FROM unread_marks AS m
    JOIN conversations AS c ON c.site_id = m.site_id AND c.id = m.conversation_id
    WHERE m.operator_id = :operator_id AND m.site_id = ANY(:site_ids) AND NOT c.is_blocked AND IN_PURVIEW
), forgotten AS (
    DELETE FROM unread_marks AS m
    WHERE m.operator_id = :operator_id
        AND NOT EXISTS (SELECT FROM seen AS s WHERE s.site_id = m.site_id AND s.conversation_id = m.conversation_id)
)
SELECT s.conversation_id
FROM seen AS s
ORDER BY s.marked_at DESC, s.conversation_id DESC
LIMIT :row_limit;

-- name: insert_mark
-- Whether there is such a conversation, not of a blocked visitor. Of an operator's other marks the oldest past :most_others go. By
-- conversations_pkey or conversations_id, and unread_marks_operator.
WITH marked AS (
    INSERT INTO unread_marks (site_id, conversation_id, operator_id, marked_at)
    SELECT c.site_id, c.id, :operator_id, clock_timestamp()
    FROM conversations AS c
    WHERE c.site_id = :site_id AND c.id = :conversation_id AND NOT c.is_blocked
    ON CONFLICT (site_id, conversation_id, operator_id) DO UPDATE SET marked_at = excluded.marked_at
    RETURNING true
), crowded AS (
    SELECT m.site_id, m.conversation_id
    FROM unread_marks AS m
    WHERE m.operator_id = :operator_id AND m.conversation_id <> :conversation_id
    ORDER BY m.marked_at DESC
    OFFSET :most_others
), forgotten AS (
    DELETE FROM unread_marks AS m
    USING crowded
    WHERE m.site_id = crowded.site_id AND m.conversation_id = crowded.conversation_id AND m.operator_id = :operator_id
)
SELECT EXISTS (SELECT FROM marked);

-- name: delete_mark
-- By unread_marks_pkey or unread_marks_operator.
DELETE FROM unread_marks
WHERE site_id = :site_id AND conversation_id = :conversation_id AND operator_id = :operator_id
RETURNING true;
