-- An append moves the head and inserts the entry in one statement. The caller holds the conversation's lock, so the
-- statement's snapshot shows the head as it was before (`before`), and nobody else can take the same seq. The clock is
-- read once (`moment`): panels put the time of an entry that they hear of into the row, and order their lists by it.

-- name: append_message
-- The visitor's makes the conversation wait and ends its snooze, an operator's ends the waiting; each side has read what it
-- writes. A bot's does neither: whoever waits for a person waits on. What a bot that leads has answered is told apart where it
-- lets go.
WITH moment AS MATERIALIZED (
    SELECT clock_timestamp() AS reading
), head AS (
    UPDATE conversations
    SET
        last_seq = last_seq + 1,
        last_public_seq = last_seq + 1,
        active_at = moment.reading,
        waiting_since = CASE CAST(:author_kind AS text)
            WHEN 'visitor' THEN coalesce(waiting_since, moment.reading) WHEN 'bot' THEN waiting_since
        END,
        snoozed_until = CASE WHEN CAST(:author_kind AS text) <> 'visitor' THEN snoozed_until END,
        visitor_read_seq = CASE CAST(:author_kind AS text) WHEN 'visitor' THEN last_seq + 1 ELSE visitor_read_seq END,
        operator_read_seq = CASE CAST(:author_kind AS text) WHEN 'operator' THEN last_seq + 1 ELSE operator_read_seq END
    FROM moment
    WHERE site_id = :site_id AND id = :conversation_id
    RETURNING last_seq
), before AS (
    SELECT last_public_seq FROM conversations WHERE site_id = :site_id AND id = :conversation_id
)
INSERT INTO entries (
    site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, echo_id, body, choices, files,
    reply_to_seq, created_at
)
SELECT
    :site_id, :conversation_id, head.last_seq, 'message', true, before.last_public_seq,
    :author_kind, :author_id, :echo_id, :body, CAST(:choices AS text[]), CAST(:files AS jsonb),
    CAST(:reply_to_seq AS bigint), moment.reading
FROM head, before, moment
RETURNING seq, public, prev_public_seq, created_at;

-- name: append_assignment
-- An open conversation that becomes nobody's goes to the queue, where an unanswered visitor has the place of their wait; one
-- that a bot leads waits in none. Without a department it stays in its. Where a bot lets go, the wait for a person begins with
-- the first message of the wait from :unanswered_seq on, if there is any: what was said before, the bot has answered.
WITH moment AS MATERIALIZED (
    SELECT clock_timestamp() AS reading
), before AS (
    SELECT
        c.last_public_seq,
        CASE
            WHEN CAST(:unanswered_seq AS bigint) IS NULL THEN c.waiting_since
            ELSE (
                SELECT min(e.created_at)
                FROM entries AS e
                WHERE e.site_id = c.site_id AND e.conversation_id = c.id AND e.kind = 'message'
                    AND e.author_kind = 'visitor' AND e.seq >= CAST(:unanswered_seq AS bigint)
                    AND e.created_at >= c.waiting_since
            )
        END AS waiting_since
    FROM conversations AS c
    WHERE c.site_id = :site_id AND c.id = :conversation_id
), head AS (
    UPDATE conversations
    SET
        last_seq = last_seq + 1,
        last_public_seq = last_seq + 1,
        active_at = moment.reading,
        assignee_id = CAST(:operator_id AS uuid),
        bot_id = CAST(:bot_id AS uuid),
        department_id = coalesce(CAST(:department_id AS uuid), department_id),
        waiting_since = before.waiting_since,
        queued_at = CASE
            WHEN status = 'open' AND CAST(:operator_id AS uuid) IS NULL AND CAST(:bot_id AS uuid) IS NULL
            THEN coalesce(queued_at, before.waiting_since, moment.reading)
        END
    FROM moment, before
    WHERE site_id = :site_id AND id = :conversation_id
    RETURNING last_seq
)
INSERT INTO entries (
    site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, echo_id, operator_id, department_id,
    is_automatic, remark, bot_id, rule_name, has_left, created_at
)
SELECT
    :site_id, :conversation_id, head.last_seq, 'assignment', true, before.last_public_seq,
    :author_kind, :author_id, :echo_id, CAST(:operator_id AS uuid), CAST(:department_id AS uuid),
    CASE WHEN CAST(:is_automatic AS boolean) THEN true END, CAST(:remark AS text), CAST(:bot_id AS uuid),
    CAST(:rule_name AS text), CASE WHEN CAST(:has_left AS boolean) THEN true END, moment.reading
FROM head, before, moment
RETURNING seq, public, prev_public_seq, created_at;

-- name: append_status
-- Closing leaves the queue; opening what is nobody's puts it back, where an unanswered visitor still has their place. A
-- visitor who comes back begins to wait anew. What was rated, and with which result it was closed, is over once it is opened;
-- either way no snooze is left. That it was merged is over once it is opened (a trigger's doing): one that is
-- closed once more is still merged, and says so.
WITH moment AS MATERIALIZED (
    SELECT clock_timestamp() AS reading
), head AS (
    UPDATE conversations
    SET
        last_seq = last_seq + 1,
        last_public_seq = last_seq + 1,
        active_at = moment.reading,
        status = CAST(:status AS text),
        score = CASE WHEN CAST(:status AS text) = 'closed' THEN score END,
        result_id = CASE WHEN CAST(:status AS text) = 'closed' THEN CAST(:result_id AS uuid) END,
        merged_into_id = coalesce(CAST(:merged_into_id AS uuid), merged_into_id),
        snoozed_until = NULL,
        waiting_since = CASE WHEN CAST(:author_kind AS text) <> 'visitor' THEN waiting_since END,
        queued_at = CASE
            WHEN CAST(:status AS text) = 'open' AND assignee_id IS NULL AND bot_id IS NULL
            THEN coalesce(
                queued_at,
                CASE WHEN CAST(:author_kind AS text) <> 'visitor' THEN waiting_since END,
                moment.reading
            )
        END
    FROM moment
    WHERE site_id = :site_id AND id = :conversation_id
    RETURNING last_seq
), before AS (
    SELECT last_public_seq, merged_into_id FROM conversations WHERE site_id = :site_id AND id = :conversation_id
)
INSERT INTO entries (
    site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, echo_id, status, label_ids,
    other_id, created_at
)
SELECT
    :site_id, :conversation_id, head.last_seq, 'status', true, before.last_public_seq,
    :author_kind, :author_id, :echo_id, CAST(:status AS text),
    CASE WHEN CAST(:result_id AS uuid) IS NOT NULL THEN ARRAY[CAST(:result_id AS uuid)] END,
    CASE WHEN CAST(:status AS text) = 'closed' THEN coalesce(CAST(:merged_into_id AS uuid), before.merged_into_id) END,
    moment.reading
FROM head, before, moment
RETURNING seq, public, prev_public_seq, created_at, other_id;

-- name: append_edit
-- The words that the message had go into the edit's row. What is changed is old: nothing moves in the lists, and nobody has
-- read more than before. It is as public as what it is of. By entries_pkey.
WITH moment AS MATERIALIZED (
    SELECT clock_timestamp() AS reading
), head AS (
    UPDATE conversations AS c
    SET last_seq = c.last_seq + 1, last_public_seq = CASE WHEN m.public THEN c.last_seq + 1 ELSE c.last_public_seq END
    FROM entries AS m
    WHERE c.site_id = :site_id AND c.id = :conversation_id
        AND m.site_id = c.site_id AND m.conversation_id = c.id AND m.seq = :message_seq
    RETURNING c.last_seq
), before AS (
    SELECT c.last_public_seq, m.body, m.public
    FROM conversations AS c
    JOIN entries AS m ON m.site_id = c.site_id AND m.conversation_id = c.id AND m.seq = :message_seq
    WHERE c.site_id = :site_id AND c.id = :conversation_id
), edited AS (
    UPDATE entries
    SET body = CAST(:body AS text)
    WHERE site_id = :site_id AND conversation_id = :conversation_id AND seq = :message_seq
)
INSERT INTO entries (
    site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, echo_id, message_seq, body, created_at
)
SELECT
    :site_id, :conversation_id, head.last_seq, 'edit', before.public, before.last_public_seq,
    :author_kind, :author_id, :echo_id, :message_seq, before.body, moment.reading
FROM head, before, moment
RETURNING seq, public, prev_public_seq, created_at;

-- name: append_deletion
-- Nothing is left of what the message or note has ever said or brought. By entries_pkey, entries_about and files_conversation. It
-- is as public as what it is of.
WITH moment AS MATERIALIZED (
    SELECT clock_timestamp() AS reading
), head AS (
    UPDATE conversations AS c
    SET last_seq = c.last_seq + 1, last_public_seq = CASE WHEN m.public THEN c.last_seq + 1 ELSE c.last_public_seq END
    FROM entries AS m
    WHERE c.site_id = :site_id AND c.id = :conversation_id
        AND m.site_id = c.site_id AND m.conversation_id = c.id AND m.seq = :message_seq
    RETURNING c.last_seq
), before AS (
    SELECT c.last_public_seq, m.public
    FROM conversations AS c
    JOIN entries AS m ON m.site_id = c.site_id AND m.conversation_id = c.id AND m.seq = :message_seq
    WHERE c.site_id = :site_id AND c.id = :conversation_id
), deleted AS (
    UPDATE entries
    SET body = '', choices = NULL, files = NULL
    WHERE site_id = :site_id AND conversation_id = :conversation_id AND seq = :message_seq
), forgotten AS (
    UPDATE entries
    SET body = ''
    WHERE site_id = :site_id AND conversation_id = :conversation_id AND message_seq = :message_seq AND kind = 'edit'
), dropped AS (
    -- Their contents go with the next sweep, where nobody else has the same.
    DELETE FROM files WHERE site_id = :site_id AND conversation_id = :conversation_id AND seq = :message_seq
)
INSERT INTO entries (
    site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, echo_id, message_seq, created_at
)
SELECT
    :site_id, :conversation_id, head.last_seq, 'deletion', before.public, before.last_public_seq,
    :author_kind, :author_id, :echo_id, :message_seq, moment.reading
FROM head, before, moment
RETURNING seq, public, prev_public_seq, created_at;

-- name: append_rating
-- The row has the newest. It is the visitor's doing, so it moves the row in the list, and what it says is forgotten so long
-- after it: retention may have passed over what was closed before.
WITH moment AS MATERIALIZED (
    SELECT clock_timestamp() AS reading
), head AS (
    UPDATE conversations
    SET last_seq = last_seq + 1, last_public_seq = last_seq + 1, score = :score, active_at = moment.reading
    FROM moment
    WHERE site_id = :site_id AND id = :conversation_id
    RETURNING last_seq
), before AS (
    SELECT last_public_seq FROM conversations WHERE site_id = :site_id AND id = :conversation_id
)
INSERT INTO entries (
    site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, echo_id, score, body, created_at
)
SELECT
    :site_id, :conversation_id, head.last_seq, 'rating', true, before.last_public_seq,
    :author_kind, :author_id, :echo_id, CAST(:score AS smallint), :body, moment.reading
FROM head, before, moment
RETURNING seq, public, prev_public_seq, created_at;

-- name: append_note
-- No visitor sees it, so the newest public seq stays. It answers nobody and is no unread message; but it moves the row, and
-- what it says is forgotten so long after it: retention may have passed over what was closed before. Who is called and has
-- not looked stands in mentions; nobody calls themselves.
WITH moment AS MATERIALIZED (
    SELECT clock_timestamp() AS reading
), head AS (
    UPDATE conversations
    SET last_seq = last_seq + 1, active_at = moment.reading
    FROM moment
    WHERE site_id = :site_id AND id = :conversation_id
    RETURNING last_seq
), before AS (
    SELECT last_public_seq FROM conversations WHERE site_id = :site_id AND id = :conversation_id
), called AS (
    INSERT INTO mentions (site_id, conversation_id, operator_id, seq)
    SELECT :site_id, :conversation_id, called.id, head.last_seq
    FROM head, unnest(CAST(:mentions AS uuid[])) AS called (id)
    WHERE called.id <> :author_id
    ON CONFLICT (site_id, conversation_id, operator_id) DO UPDATE SET seq = excluded.seq
)
INSERT INTO entries (
    site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, echo_id, body, mentions, created_at
)
SELECT
    :site_id, :conversation_id, head.last_seq, 'note', false, before.last_public_seq,
    :author_kind, :author_id, :echo_id, :body, CAST(:mentions AS uuid[]), moment.reading
FROM head, before, moment
RETURNING seq, public, prev_public_seq, created_at;

-- name: has_message
-- By entries_pkey.
SELECT EXISTS (
    SELECT FROM entries
    WHERE site_id = :site_id AND conversation_id = :conversation_id AND seq = :seq AND kind = 'message' AND public
);

-- name: append_tags
-- Not for visitors: their newest entry stays what it is. Nothing moves in the lists.
WITH moment AS MATERIALIZED (
    SELECT clock_timestamp() AS reading
), head AS (
    UPDATE conversations
    SET last_seq = last_seq + 1, tag_ids = CAST(:tag_ids AS uuid[])
    WHERE site_id = :site_id AND id = :conversation_id
    RETURNING last_seq, last_public_seq
)
INSERT INTO entries (
    site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, echo_id, label_ids,
    dropped_label_ids, rule_name, created_at
)
SELECT
    :site_id, :conversation_id, head.last_seq, 'tags', false, head.last_public_seq,
    :author_kind, :author_id, :echo_id, CAST(:added_ids AS uuid[]), CAST(:removed_ids AS uuid[]),
    CAST(:rule_name AS text), moment.reading
FROM head, moment
RETURNING seq, public, prev_public_seq, created_at;

-- name: append_snooze
-- Not for visitors either. What comes back comes to the top of the lists, and to its old place in the queue.
WITH moment AS MATERIALIZED (
    SELECT clock_timestamp() AS reading
), head AS (
    UPDATE conversations
    SET
        last_seq = last_seq + 1,
        active_at = moment.reading,
        snoozed_until = CAST(:until AS timestamptz),
        snoozed_by = CAST(:author_id AS uuid)
    FROM moment
    WHERE site_id = :site_id AND id = :conversation_id
    RETURNING last_seq, last_public_seq
)
INSERT INTO entries (
    site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, echo_id, until, created_at
)
SELECT
    :site_id, :conversation_id, head.last_seq, 'snooze', false, head.last_public_seq,
    :author_kind, CAST(:author_id AS uuid), :echo_id, CAST(:until AS timestamptz), moment.reading
FROM head, moment
RETURNING seq, public, prev_public_seq, created_at;

-- name: append_merge
-- Not for visitors. What was merged into it moves it in the lists: there is more to read now. Whoever waited there waits here
-- from then on, and has their place in the queue, where it is in it; that ends a snooze as a message does.
WITH moment AS MATERIALIZED (
    SELECT clock_timestamp() AS reading
), head AS (
    UPDATE conversations
    SET
        last_seq = last_seq + 1,
        active_at = moment.reading,
        waiting_since = least(waiting_since, CAST(:waited_since AS timestamptz)),
        queued_at = CASE WHEN queued_at IS NOT NULL THEN least(queued_at, CAST(:waited_since AS timestamptz)) END,
        snoozed_until = CASE WHEN CAST(:waited_since AS timestamptz) IS NULL THEN snoozed_until END
    FROM moment
    WHERE site_id = :site_id AND id = :conversation_id
    RETURNING last_seq, last_public_seq
)
INSERT INTO entries (
    site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, echo_id, other_id, created_at
)
SELECT
    :site_id, :conversation_id, head.last_seq, 'merge', false, head.last_public_seq,
    :author_kind, :author_id, :echo_id, CAST(:other_id AS uuid), moment.reading
FROM head, moment
RETURNING seq, public, prev_public_seq, created_at;

-- name: find_message
-- A message or note that still says something, and how old it is by this clock, in seconds. By entries_pkey.
SELECT CASE author_kind WHEN 'bot' THEN 'operator' ELSE author_kind END AS author_kind, author_id, files, public, CAST(extract(epoch FROM clock_timestamp() - created_at) AS float8) AS age_s
FROM entries
WHERE site_id = :site_id AND conversation_id = :conversation_id AND seq = :seq AND kind IN ('message', 'note') AND body <> '';

-- name: first_words
-- What a message said before anybody changed it; empty where its words are gone. By entries_pkey and entries_about.
SELECT coalesce(
    (
        SELECT e.body
        FROM entries AS e
        WHERE e.site_id = m.site_id AND e.conversation_id = m.conversation_id AND e.message_seq = m.seq AND e.kind = 'edit'
        ORDER BY e.seq
        LIMIT 1
    ),
    m.body
)
FROM entries AS m
WHERE m.site_id = :site_id AND m.conversation_id = :conversation_id AND m.seq = :seq AND m.kind = 'message';

-- name: count_ratings
-- How often a conversation was rated since it was closed: at most a few entries lie behind that. By entries_pkey backwards.
SELECT count(*)
FROM entries AS e
WHERE e.site_id = :site_id AND e.conversation_id = :conversation_id AND e.kind = 'rating'
    AND e.seq > (
        SELECT s.seq
        FROM entries AS s
        WHERE s.site_id = :site_id AND s.conversation_id = :conversation_id AND s.kind = 'status'
        ORDER BY s.seq DESC
        LIMIT 1
    );

-- name: find_by_echo
-- By entries_echo.
SELECT
    conversation_id, seq, own_kind AS kind, public, prev_public_seq, author_kind, author_id, author_name,
    echo_id, body, operator_id, operator_name, status, created_at, message_seq, score, choices, files,
    author_public_name, author_avatar, operator_public_name, operator_avatar, department_id, department_name,
    label_ids, dropped_label_ids, until, mentions, reply_to_seq, is_automatic, remark, is_by_bot,
    leading_bot_id, leading_bot_name, leading_bot_public_name, other_id, rule_name, has_left
FROM entries_shown
WHERE site_id = :site_id AND conversation_id = :conversation_id AND echo_id = :echo_id;

-- name: list_after
-- Oldest first. By entries_pkey.
SELECT
    conversation_id, seq, own_kind AS kind, public, prev_public_seq, author_kind, author_id, author_name,
    echo_id, body, operator_id, operator_name, status, created_at, message_seq, score, choices, files,
    author_public_name, author_avatar, operator_public_name, operator_avatar, department_id, department_name,
    label_ids, dropped_label_ids, until, mentions, reply_to_seq, is_automatic, remark, is_by_bot,
    leading_bot_id, leading_bot_name, leading_bot_public_name, other_id, rule_name, has_left
FROM entries_shown
WHERE site_id = :site_id AND conversation_id = :conversation_id AND seq > :after_seq
    AND (public OR NOT CAST(:public_only AS boolean))
ORDER BY seq
LIMIT :row_limit;

-- name: list_before
-- Newest first. By entries_pkey.
SELECT
    conversation_id, seq, own_kind AS kind, public, prev_public_seq, author_kind, author_id, author_name,
    echo_id, body, operator_id, operator_name, status, created_at, message_seq, score, choices, files,
    author_public_name, author_avatar, operator_public_name, operator_avatar, department_id, department_name,
    label_ids, dropped_label_ids, until, mentions, reply_to_seq, is_automatic, remark, is_by_bot,
    leading_bot_id, leading_bot_name, leading_bot_public_name, other_id, rule_name, has_left
FROM entries_shown
WHERE site_id = :site_id AND conversation_id = :conversation_id AND seq < :before_seq
    AND (public OR NOT CAST(:public_only AS boolean))
ORDER BY seq DESC
LIMIT :row_limit;
