-- name: find_unanswered
-- From which entry on a bot that leads a conversation has answered nothing: after the newest message that it has answered, be
-- it by silence; where turns are forgotten, after its own newest. Nothing where no bot leads. By conversations_pkey,
-- webhook_deliveries_visitor and entries_pkey.
SELECT 1 + coalesce(
    (
        SELECT max(d.seq)
        FROM webhook_deliveries AS d
        WHERE d.site_id = c.site_id AND d.visitor_id = c.visitor_id AND d.object_id = c.id AND d.event = 'bot.message'
            AND d.outcome = 'delivered'
    ),
    (
        SELECT max(e.seq)
        FROM entries AS e
        WHERE e.site_id = c.site_id AND e.conversation_id = c.id AND e.kind = 'message' AND e.author_kind = 'bot'
            AND e.author_id = c.bot_id
    ),
    0
) AS seq
FROM conversations AS c
WHERE c.site_id = :site_id AND c.id = :conversation_id AND c.bot_id IS NOT NULL AND c.assignee_id IS NULL;
