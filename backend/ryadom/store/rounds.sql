-- Rounds are kept a page at a time, each page in one transaction with the progress: whoever is killed has stored both or
-- neither. What is stored twice is the same, since last_seq says which entries are reckoned in.

-- name: lock_progress
-- By rounds_progress_pkey.
SELECT feed_cursor, swept_site_id, swept_id, read_at FROM rounds_progress WHERE is_only FOR UPDATE SKIP LOCKED;

-- name: find_progress
-- By rounds_progress_pkey.
SELECT feed_cursor, swept_site_id, swept_id, read_at FROM rounds_progress WHERE is_only;

-- name: put_progress
UPDATE rounds_progress
SET
    feed_cursor = CAST(:feed_cursor AS text), swept_site_id = CAST(:swept_site_id AS uuid), swept_id = CAST(:swept_id AS uuid),
    read_at = CAST(:read_at AS timestamptz)
WHERE is_only;

-- name: list_conversations
-- By conversations_pkey.
SELECT site_id, id
FROM conversations
WHERE (site_id, id) > (CAST(:site_id AS uuid), CAST(:after_id AS uuid))
ORDER BY site_id, id
LIMIT :row_limit;

-- name: find_behind
-- By conversations_pkey, and rounds_pkey backwards, once for each.
SELECT
    c.site_id, c.id, c.department_id AS current_department_id,
    r.number, r.last_seq, r.asked_at, r.answered_at, r.answered_by, r.answer_work_s, r.closed_at, r.operator_id, r.department_id,
    r.score, r.has_comment, r.visitor_messages, r.operator_messages, r.bot_id, r.bot_messages, r.led_seq, r.is_merged
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:ids AS uuid[])) AS k (site_id, id)
JOIN conversations AS c ON c.site_id = k.site_id AND c.id = k.id
LEFT JOIN LATERAL (
    SELECT
        number, last_seq, asked_at, answered_at, answered_by, answer_work_s, closed_at, operator_id, department_id,
        score, has_comment, visitor_messages, operator_messages, bot_id, bot_messages, led_seq, is_merged
    FROM rounds
    WHERE site_id = c.site_id AND conversation_id = c.id
    ORDER BY number DESC
    LIMIT 1
) AS r ON true
WHERE c.last_seq > coalesce(r.last_seq, 0);

-- name: read_steps
-- Entries behind a seq, up to another or (null) the newest, each conversation's oldest first. What bots say is nobody's answer,
-- so of a kind of its own. By entries_pkey, once for each conversation.
SELECT
    e.site_id, e.conversation_id, e.seq,
    CASE
        WHEN NOT e.public THEN 'hidden'
        WHEN e.kind = 'message' AND e.author_kind = 'bot' THEN 'bot_message'
        ELSE e.kind
    END AS kind,
    e.author_kind, e.author_id, e.bot_id, e.operator_id, e.department_id, e.status, e.score,
    e.kind = 'rating' AND e.body <> '' AS has_words, e.kind = 'status' AND e.other_id IS NOT NULL AS is_merged, e.created_at
FROM unnest(
    CAST(:site_ids AS uuid[]), CAST(:ids AS uuid[]), CAST(:after_seqs AS bigint[]), CAST(:up_to_seqs AS bigint[])
) AS k (site_id, id, after_seq, up_to_seq)
CROSS JOIN LATERAL (
    SELECT
        site_id, conversation_id, seq, public, kind, author_kind, author_id, bot_id, operator_id, department_id, status, score,
        body, other_id, created_at
    FROM entries
    WHERE site_id = k.site_id AND conversation_id = k.id AND seq > k.after_seq
        AND seq <= coalesce(k.up_to_seq, 9223372036854775807)
    ORDER BY seq
) AS e
ORDER BY e.conversation_id, e.seq;

-- name: put_rounds
-- By rounds_pkey. What lay in a site's hours stays as it was reckoned first.
INSERT INTO rounds AS r (
    site_id, conversation_id, number, last_seq, asked_at, answered_at, answered_by, answer_work_s, closed_at, operator_id,
    department_id, score, has_comment, visitor_messages, operator_messages, bot_id, bot_messages, led_seq, is_merged
)
SELECT *
FROM unnest(
    CAST(:site_ids AS uuid[]), CAST(:conversation_ids AS uuid[]), CAST(:number AS integer[]), CAST(:last_seq AS bigint[]),
    CAST(:asked_at AS timestamptz[]), CAST(:answered_at AS timestamptz[]), CAST(:answered_by AS uuid[]),
    CAST(:answer_work_s AS double precision[]), CAST(:closed_at AS timestamptz[]), CAST(:operator_id AS uuid[]),
    CAST(:department_id AS uuid[]), CAST(:score AS smallint[]), CAST(:has_comment AS boolean[]),
    CAST(:visitor_messages AS integer[]), CAST(:operator_messages AS integer[]),
    CAST(:bot_id AS uuid[]), CAST(:bot_messages AS integer[]), CAST(:led_seq AS bigint[]), CAST(:is_merged AS boolean[])
)
ON CONFLICT (site_id, conversation_id, number) DO UPDATE SET
    last_seq = excluded.last_seq,
    asked_at = excluded.asked_at,
    answered_at = excluded.answered_at,
    answered_by = excluded.answered_by,
    answer_work_s = excluded.answer_work_s,
    closed_at = excluded.closed_at,
    operator_id = excluded.operator_id,
    department_id = excluded.department_id,
    score = excluded.score,
    has_comment = excluded.has_comment,
    visitor_messages = excluded.visitor_messages,
    operator_messages = excluded.operator_messages,
    bot_id = excluded.bot_id,
    bot_messages = excluded.bot_messages,
    led_seq = excluded.led_seq,
    is_merged = excluded.is_merged;

-- name: list_unled
-- Rounds of which it is not known whose they were, one of a conversation at most, with the last entry before each. By
-- rounds_unled, which is empty unless an older server has kept some, and rounds_pkey.
SELECT DISTINCT ON (r.site_id, r.conversation_id)
    r.site_id, r.conversation_id, r.number, r.last_seq,
    coalesce(
        (
            SELECT p.last_seq
            FROM rounds AS p
            WHERE p.site_id = r.site_id AND p.conversation_id = r.conversation_id AND p.number = r.number - 1
        ),
        0
    ) AS after_seq
FROM rounds AS r
WHERE r.is_unled
ORDER BY r.site_id, r.conversation_id, r.number
LIMIT :row_limit;

-- name: put_leads
-- By rounds_pkey.
UPDATE rounds AS r
SET bot_id = k.bot_id, bot_messages = k.bot_messages, led_seq = r.last_seq
FROM unnest(
    CAST(:site_ids AS uuid[]), CAST(:conversation_ids AS uuid[]), CAST(:number AS integer[]), CAST(:bot_id AS uuid[]),
    CAST(:bot_messages AS integer[])
) AS k (site_id, conversation_id, number, bot_id, bot_messages)
WHERE r.site_id = k.site_id AND r.conversation_id = k.conversation_id AND r.number = k.number;
