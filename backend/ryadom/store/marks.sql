-- What operators put on a conversation. The caller holds its lock.

-- name: find_marks
-- With the name of whoever has snoozed it, in whose name it wakes. By conversations_pkey.
SELECT
    c.snoozed_until, c.tag_ids, c.snoozed_until <= clock_timestamp() AS is_due,
    c.snoozed_by, coalesce(o.name, b.name) AS snoozed_by_name, coalesce(o.public_name, b.public_name) AS snoozed_by_public_name,
    o.avatar_digest AS snoozed_by_avatar, b.id IS NOT NULL AS is_snoozed_by_bot
FROM conversations AS c
LEFT JOIN operators AS o ON o.id = c.snoozed_by
LEFT JOIN bots AS b ON b.id = c.snoozed_by
WHERE c.site_id = :site_id AND c.id = :id;

-- name: list_due
-- Whose time has come, soonest first, of every site. By conversations_snoozed, once per site.
SELECT c.site_id, c.visitor_id, c.id
FROM sites AS s
CROSS JOIN LATERAL (
    SELECT c.site_id, c.visitor_id, c.id, c.snoozed_until
    FROM conversations AS c
    WHERE c.site_id = s.id AND c.status = 'open' AND c.snoozed_until <= clock_timestamp() AND NOT c.is_blocked
    ORDER BY c.snoozed_until, c.id
    LIMIT :row_limit
) AS c
ORDER BY c.snoozed_until, c.id
LIMIT :row_limit;

-- name: check_snooze
-- Whether this is a time to come, and less than :max_days away, by this clock.
SELECT CAST(:until AS timestamptz) > clock_timestamp()
    AND CAST(:until AS timestamptz) < clock_timestamp() + make_interval(days => CAST(:max_days AS integer));

-- name: find_overtaking
-- The newest entry after :over_seq by which another operator, or a bot, has led the conversation somewhere. By entries_pkey.
SELECT e.seq
FROM entries AS e
WHERE e.site_id = :site_id AND e.conversation_id = :conversation_id AND e.seq > :over_seq
    AND e.kind IN ('assignment', 'status', 'snooze', 'merge')
    AND e.author_kind IN ('operator', 'bot') AND e.author_id <> CAST(:operator_id AS uuid)
    -- What comes back by itself is nobody's doing.
    AND NOT (e.kind = 'snooze' AND e.echo_id IS NULL)
    AND NOT (e.kind = 'assignment' AND e.operator_id IS NULL AND e.is_automatic IS TRUE)
ORDER BY e.seq DESC
LIMIT 1;
