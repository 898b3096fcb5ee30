-- What visitors say to bots that lead their conversations: each message is a row of webhook_deliveries, a turn of the bot's.
-- Who ends one holds its conversation, so of two processes one does.

-- name: take_look
-- Nothing where somebody looks now, or has looked of late. Held until the transaction ends, and counts if it is committed. A
-- clock that was set back holds nobody up. Not now() or statement_timestamp(): those may be of before who has just looked.
UPDATE bot_watch
SET looked_at = clock_timestamp()
WHERE is_only = (
    SELECT w.is_only
    FROM bot_watch AS w
    WHERE w.looked_at NOT BETWEEN clock_timestamp() - make_interval(secs => :apart_s) AND clock_timestamp()
    FOR UPDATE SKIP LOCKED
)
RETURNING true;

-- name: free_look
-- Whoever comes next looks.
UPDATE bot_watch SET looked_at = '-infinity';

-- name: find_bot
-- The bot that may lead a conversation which is nobody's: the oldest of the site's that is neither disabled nor at rest. By
-- conversations_pkey; there are few endpoints.
SELECT b.id, b.name, b.public_name
FROM conversations AS c
JOIN sites AS s ON s.id = c.site_id
JOIN webhook_endpoints AS e ON e.controller_id = s.controller_id AND (e.site_ids = '{}' OR s.id = ANY (e.site_ids))
JOIN bots AS b ON b.id = e.bot_id
WHERE c.site_id = :site_id AND c.id = :conversation_id AND c.status = 'open' AND c.assignee_id IS NULL AND c.bot_id IS NULL
    AND NOT c.is_blocked AND e.disabled_at IS NULL AND coalesce(e.paused_until <= now(), true)
ORDER BY e.made_at, e.id
LIMIT 1;

-- name: list_said
-- Of these entries what visitors said in conversations that bots lead, each conversation's oldest first. By entries_pkey.
SELECT e.site_id, e.conversation_id, e.seq, c.visitor_id, c.bot_id, e.created_at
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:conversation_ids AS uuid[]), CAST(:seqs AS bigint[]))
    AS k (site_id, conversation_id, seq)
JOIN entries AS e ON e.site_id = k.site_id AND e.conversation_id = k.conversation_id AND e.seq = k.seq
JOIN conversations AS c ON c.site_id = e.site_id AND c.id = e.conversation_id
WHERE e.kind = 'message' AND e.public AND e.author_kind = 'visitor'
    AND c.bot_id IS NOT NULL AND c.assignee_id IS NULL AND c.status = 'open' AND NOT c.is_blocked
ORDER BY e.conversation_id, e.seq;

-- name: list_unheard
-- What visitors said last in conversations that bots lead, over :older_s ago, without a turn: the feed passed over it, e.g.
-- since it was read in another cluster. Of a day: by conversations_bot, or, where more are open than the day has seen, by
-- conversations_activity, once for each site of a bot's. Each by entries_pkey backwards and webhook_deliveries_visitor.
SELECT c.site_id, c.id AS conversation_id, m.seq, c.visitor_id, c.bot_id, m.created_at
FROM webhook_endpoints AS b
JOIN sites AS s ON s.controller_id = b.controller_id AND (b.site_ids = '{}' OR s.id = ANY (b.site_ids))
JOIN conversations AS c
    ON c.site_id = s.id AND c.bot_id = b.bot_id AND c.status = 'open' AND c.active_minute > now() - INTERVAL '1 day'
CROSS JOIN LATERAL (
    SELECT e.seq, e.created_at
    FROM entries AS e
    WHERE e.site_id = c.site_id AND e.conversation_id = c.id AND e.kind = 'message' AND e.public
        AND e.author_kind = 'visitor'
    ORDER BY e.seq DESC
    LIMIT 1
) AS m
WHERE b.disabled_at IS NULL AND c.bot_id IS NOT NULL AND c.assignee_id IS NULL AND NOT c.is_blocked
    -- Turns are forgotten after a month, and what was said so long ago is answered.
    AND m.created_at BETWEEN now() - INTERVAL '1 day' AND now() - make_interval(secs => :older_s)
    AND NOT EXISTS (
        SELECT FROM webhook_deliveries AS d
        WHERE d.site_id = c.site_id AND d.visitor_id = c.visitor_id AND d.object_id = c.id AND d.event = 'bot.message'
            AND d.seq >= m.seq
    )
LIMIT :row_limit;

-- name: list_stranded
-- Conversations in which somebody waits for a bot that will say nothing: what was said last came while the bot might not
-- answer (closed, blocked), and is asked no more now that it leads again. Found as those above; what is looked up of each
-- has a limit, so that it is looked up and no table is joined as a whole.
SELECT c.site_id, c.id AS conversation_id, c.visitor_id, c.bot_id
FROM webhook_endpoints AS b
JOIN sites AS s ON s.controller_id = b.controller_id AND (b.site_ids = '{}' OR s.id = ANY (b.site_ids))
JOIN conversations AS c
    ON c.site_id = s.id AND c.bot_id = b.bot_id AND c.status = 'open' AND c.active_minute > now() - INTERVAL '1 day'
CROSS JOIN LATERAL (
    SELECT e.seq
    FROM entries AS e
    WHERE e.site_id = c.site_id AND e.conversation_id = c.id AND e.kind = 'message' AND e.public
        AND e.author_kind = 'visitor'
    ORDER BY e.seq DESC
    LIMIT 1
) AS m
CROSS JOIN LATERAL (
    SELECT d.outcome
    FROM webhook_deliveries AS d
    WHERE d.site_id = c.site_id AND d.visitor_id = c.visitor_id AND d.object_id = c.id AND d.event = 'bot.message'
        AND d.seq = m.seq
    LIMIT 1
) AS t
WHERE b.disabled_at IS NULL AND c.bot_id IS NOT NULL AND c.assignee_id IS NULL AND NOT c.is_blocked
    AND c.waiting_since IS NOT NULL AND t.outcome = 'dropped'
    AND NOT EXISTS (
        SELECT FROM entries AS gone
        WHERE gone.site_id = c.site_id AND gone.conversation_id = c.id AND gone.message_seq = m.seq
            AND gone.kind = 'deletion'
    )
LIMIT :row_limit;

-- name: lease_bots
-- Those with something due that nobody asks, for this process; at rest too: who waits there is handed over. Looked up for each,
-- as in webhook_lanes.
UPDATE webhook_endpoints
SET leased_by = :node, leased_until = now() + make_interval(secs => :lease_s)
WHERE id IN (
    SELECT e.id
    FROM webhook_endpoints AS e
    WHERE e.id <> ALL (CAST(:but AS uuid[])) AND e.disabled_at IS NULL AND e.bot_id IS NOT NULL
        AND coalesce(e.leased_until <= now(), true)
        AND (
            SELECT true
            FROM webhook_deliveries AS d
            WHERE d.endpoint_id = e.id AND d.due_at <= now()
            ORDER BY d.due_at, d.ordinal
            LIMIT 1
        )
    ORDER BY e.id
    FOR UPDATE SKIP LOCKED
)
RETURNING id;

-- name: list_due
-- The oldest turn of each conversation but those that are under way, in the order in which they came, and for how long each
-- has waited for the bot alone: since it came, or the one before it was over. By webhook_deliveries_due and _visitor.
SELECT
    d.endpoint_id, d.event_id, d.site_id, d.visitor_id, d.object_id AS conversation_id, d.seq, d.happened_at, d.attempts,
    CAST(extract(epoch FROM now() - greatest(d.queued_at, (
        SELECT max(p.tried_at)
        FROM webhook_deliveries AS p
        WHERE p.site_id = d.site_id AND p.visitor_id = d.visitor_id AND p.endpoint_id = d.endpoint_id
            AND p.object_id = d.object_id AND p.seq < d.seq
    ))) AS float8) AS waited_s
FROM webhook_deliveries AS d
WHERE d.endpoint_id = :endpoint_id AND d.due_at <= now() AND d.object_id <> ALL (CAST(:but AS uuid[]))
    AND NOT EXISTS (
        SELECT FROM webhook_deliveries AS p
        WHERE p.endpoint_id = d.endpoint_id AND p.due_at IS NOT NULL AND p.object_id = d.object_id AND p.seq < d.seq
    )
ORDER BY d.due_at, d.ordinal
LIMIT :row_limit;

-- name: list_overdue
-- Turns that nobody has come to for so long beyond what their bot has for an answer. By webhook_deliveries_due, once for each
-- endpoint, and webhook_deliveries_visitor.
SELECT
    d.endpoint_id, d.event_id, d.site_id, d.visitor_id, d.object_id AS conversation_id, d.seq, d.happened_at, d.attempts,
    CAST(extract(epoch FROM now() - d.queued_at) AS float8) AS waited_s
FROM webhook_endpoints AS e
JOIN webhook_deliveries AS d ON d.endpoint_id = e.id
WHERE e.bot_id IS NOT NULL AND d.due_at <= now() AND d.site_id IS NOT NULL AND d.visitor_id IS NOT NULL
    AND greatest(d.queued_at, d.tried_at) < now() - make_interval(secs => e.answer_within_s + CAST(:late_s AS float8))
    AND NOT EXISTS (
        SELECT FROM webhook_deliveries AS p
        WHERE p.site_id = d.site_id AND p.visitor_id = d.visitor_id AND p.endpoint_id = d.endpoint_id
            AND p.object_id = d.object_id AND p.seq < d.seq
            AND (p.due_at IS NOT NULL OR p.tried_at > now() - make_interval(secs => e.answer_within_s + CAST(:late_s AS float8)))
    )
LIMIT :row_limit;

-- name: list_forsaken
-- Conversations whose bot is disabled, removed, or leads none of their site any more. By conversations_bot, once for each site
-- on which a bot leads none; where there is nothing to find, none is read.
SELECT c.site_id, c.id AS conversation_id, c.visitor_id, c.bot_id
FROM bots AS b
JOIN sites AS s ON s.controller_id = b.controller_id
CROSS JOIN LATERAL (
    SELECT c.site_id, c.id, c.visitor_id, c.bot_id
    FROM conversations AS c
    WHERE c.site_id = s.id AND c.bot_id = b.id AND c.bot_id IS NOT NULL AND c.status = 'open' AND c.assignee_id IS NULL
        AND NOT c.is_blocked
    LIMIT :row_limit
) AS c
WHERE NOT EXISTS (
    SELECT FROM webhook_endpoints AS e
    WHERE e.bot_id = b.id AND e.controller_id = s.controller_id AND e.disabled_at IS NULL
        AND (e.site_ids = '{}' OR s.id = ANY (e.site_ids))
)
LIMIT :row_limit;

-- name: list_idle
-- Conversations whose visitors have been silent for as long as their bot says, and have been answered, or have had what they said
-- last deleted, which nobody answers. By conversations_bot, once for each site of such a bot; each by entries_pkey backwards,
-- webhook_deliveries_visitor and entries_about. Turns are kept for longer than that may be.
SELECT c.site_id, c.id AS conversation_id, c.visitor_id, c.bot_id
FROM webhook_endpoints AS b
JOIN sites AS s ON s.controller_id = b.controller_id AND (b.site_ids = '{}' OR s.id = ANY (b.site_ids))
JOIN conversations AS c
    ON c.site_id = s.id AND c.bot_id = b.bot_id AND c.status = 'open'
        AND c.active_minute <= now() - make_interval(mins => b.close_after_min)
CROSS JOIN LATERAL (
    SELECT e.seq
    FROM entries AS e
    WHERE e.site_id = c.site_id AND e.conversation_id = c.id AND e.kind = 'message' AND e.public
        AND e.author_kind = 'visitor'
    ORDER BY e.seq DESC
    LIMIT 1
) AS m
CROSS JOIN LATERAL (
    SELECT d.outcome
    FROM webhook_deliveries AS d
    WHERE d.site_id = c.site_id AND d.visitor_id = c.visitor_id AND d.object_id = c.id AND d.event = 'bot.message'
        AND d.seq = m.seq
    LIMIT 1
) AS t
WHERE b.disabled_at IS NULL AND b.close_after_min IS NOT NULL AND c.bot_id IS NOT NULL AND c.assignee_id IS NULL
    AND NOT c.is_blocked AND c.snoozed_until IS NULL
    AND c.active_at <= now() - make_interval(mins => b.close_after_min)
    AND (
        t.outcome = 'delivered'
        OR t.outcome = 'dropped' AND EXISTS (
            SELECT FROM entries AS gone
            WHERE gone.site_id = c.site_id AND gone.conversation_id = c.id AND gone.message_seq = m.seq
                AND gone.kind = 'deletion'
        )
    )
LIMIT :row_limit;

-- name: is_idle
-- The same of one whose lock is held: what is said in it makes it active. By conversations_pkey.
SELECT true
FROM conversations AS c
JOIN webhook_endpoints AS b
    ON b.bot_id = c.bot_id AND b.disabled_at IS NULL AND (b.site_ids = '{}' OR c.site_id = ANY (b.site_ids))
WHERE c.site_id = :site_id AND c.id = :conversation_id AND c.snoozed_until IS NULL
    AND c.active_at <= now() - make_interval(mins => b.close_after_min);

-- name: find_talk
-- What a bot needs to know of a conversation that it leads: since which entry it does, without anybody between, and its
-- visitor's language. Nothing where it does not lead it. By conversations_pkey, and entries_pkey.
SELECT
    b.id, b.name, b.public_name, v.locale,
    (
        SELECT min(e.seq)
        FROM entries AS e
        WHERE e.site_id = c.site_id AND e.conversation_id = c.id AND e.kind = 'assignment' AND e.bot_id = c.bot_id
            AND e.seq > coalesce(
                (
                    SELECT max(o.seq)
                    FROM entries AS o
                    WHERE o.site_id = c.site_id AND o.conversation_id = c.id AND o.kind = 'assignment'
                        AND o.bot_id IS DISTINCT FROM c.bot_id
                ),
                0
            )
    ) AS since_seq
FROM conversations AS c
JOIN bots AS b ON b.id = c.bot_id
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
WHERE c.site_id = :site_id AND c.id = :conversation_id AND c.bot_id = :bot_id AND c.assignee_id IS NULL
    AND c.status = 'open' AND NOT c.is_blocked;

-- name: find_asked
-- What a bot needs to know of a conversation whoever leads it now. By conversations_pkey.
SELECT b.id, b.name, b.public_name, v.locale
FROM conversations AS c
JOIN bots AS b ON b.id = :bot_id
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
WHERE c.site_id = :site_id AND c.id = :conversation_id AND NOT c.is_blocked;

-- name: list_last_seqs
-- The newest messages of a conversation, or of what there was of it up to an entry, that say something, newest first. By
-- entries_pkey backwards.
SELECT e.seq
FROM entries AS e
WHERE e.site_id = :site_id AND e.conversation_id = :conversation_id AND e.seq <= :up_to AND e.kind = 'message' AND e.public
    AND (e.body <> '' OR e.files IS NOT NULL)
ORDER BY e.seq DESC
LIMIT :row_limit;

-- name: begin_turn
-- The bot is asked now and there, once more: who finds it begun was left by a process that died.
UPDATE webhook_deliveries
SET attempts = attempts + 1, tried_at = now(), origin = :origin
WHERE endpoint_id = :endpoint_id AND event_id = :event_id AND due_at IS NOT NULL
RETURNING true;

-- name: note_asked
-- What was said to the bot last, also where its turn is over by then.
UPDATE webhook_deliveries
SET sent_at = :sent_at, sent_bytes = :sent_bytes, sent_data = :sent_data, sent_mark = :sent_mark, asked_seq = :asked_seq
WHERE endpoint_id = :endpoint_id AND event_id = :event_id;

-- name: end_turn
-- Nothing where it has ended.
UPDATE webhook_deliveries
SET
    outcome = :outcome, due_at = NULL, tried_at = now(), status = CAST(:status AS integer),
    took_ms = CAST(:took_ms AS integer), failure = :failure, answer = :answer
WHERE endpoint_id = :endpoint_id AND event_id = :event_id AND due_at IS NOT NULL
RETURNING true;

-- name: has_said_more
-- What is deleted by now asks nothing. By entries_pkey and entries_about.
SELECT EXISTS (
    SELECT FROM entries AS e
    WHERE e.site_id = :site_id AND e.conversation_id = :conversation_id AND e.seq > :seq AND e.kind = 'message'
        AND e.author_kind = 'visitor'
        AND NOT EXISTS (
            SELECT FROM entries AS gone
            WHERE gone.site_id = e.site_id AND gone.conversation_id = e.conversation_id AND gone.message_seq = e.seq
                AND gone.kind = 'deletion'
        )
);

-- name: drop_turns
-- What else a visitor has said to a bot that leads their conversation no more. By webhook_deliveries_visitor.
UPDATE webhook_deliveries
SET outcome = 'dropped', due_at = NULL
WHERE site_id = :site_id AND visitor_id = :visitor_id AND object_id = :conversation_id AND event = 'bot.message'
    AND due_at IS NOT NULL;

-- name: has_bot
-- Whether an endpoint but :but has a bot on one of these sites, or (none) on any of the controller's.
SELECT EXISTS (
    SELECT FROM webhook_endpoints AS e
    WHERE e.controller_id = :controller_id AND e.bot_id IS NOT NULL AND e.id IS DISTINCT FROM CAST(:but AS uuid)
        AND (e.site_ids = '{}' OR CAST(:site_ids AS uuid[]) = '{}' OR e.site_ids && CAST(:site_ids AS uuid[]))
);
