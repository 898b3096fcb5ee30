-- Only for the demo's sample conversations.

-- name: age_entries
-- As if the conversation had been held :age_s seconds ago, with :pause_s seconds between entries.
UPDATE entries
SET created_at = now() - make_interval(secs => :age_s) + make_interval(secs => :pause_s * (seq - 1))
WHERE site_id = :site_id AND conversation_id = :conversation_id;

-- name: age_conversation
UPDATE conversations AS c
SET
    created_at = e.first_at,
    active_at = e.last_at,
    queued_at = CASE WHEN c.queued_at IS NOT NULL THEN e.first_at END,
    waiting_since = CASE WHEN c.waiting_since IS NOT NULL THEN e.last_at END
FROM (
    SELECT min(created_at) AS first_at, max(created_at) AS last_at
    FROM entries
    WHERE site_id = :site_id AND conversation_id = :conversation_id
) AS e
WHERE c.site_id = :site_id AND c.id = :conversation_id;
