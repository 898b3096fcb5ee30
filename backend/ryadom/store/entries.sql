-- An append moves the head and inserts the entry in one statement. The caller holds the conversation's lock, so the
-- statement's snapshot shows the head as it was before (`before`), and nobody else can take the same seq. The clock is
-- read once (`moment`): panels put the time of an entry that they hear of into the row, and order their lists by it.

-- name: append_message
-- The visitor's makes the conversation wait, an operator's ends the waiting; each side has read what it writes.
WITH moment AS MATERIALIZED (
    SELECT clock_timestamp() AS reading
), head AS (
    UPDATE conversations
    SET
        last_seq = last_seq + 1,
        last_public_seq = last_seq + 1,
        active_at = moment.reading,
        waiting_since = CASE CAST(:author_kind AS text) WHEN 'visitor' THEN coalesce(waiting_since, moment.reading) END,
        visitor_read_seq = CASE CAST(:author_kind AS text) WHEN 'visitor' THEN last_seq + 1 ELSE visitor_read_seq END,
        operator_read_seq = CASE CAST(:author_kind AS text) WHEN 'operator' THEN last_seq + 1 ELSE operator_read_seq END
    FROM moment
    WHERE site_id = :site_id AND id = :conversation_id
    RETURNING last_seq
), before AS (
    SELECT last_public_seq FROM conversations WHERE site_id = :site_id AND id = :conversation_id
)
INSERT INTO entries (
    site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, echo_id, body, created_at, files
)
SELECT
    :site_id, :conversation_id, head.last_seq, 'message', true, before.last_public_seq,
    :author_kind, :author_id, :echo_id, :body, moment.reading, CAST(:files AS jsonb)
FROM head, before, moment
RETURNING seq, prev_public_seq, created_at;

-- name: append_assignment
-- An open conversation that becomes nobody's goes to the queue, where an unanswered visitor has the place of their wait.
WITH moment AS MATERIALIZED (
    SELECT clock_timestamp() AS reading
), head AS (
    UPDATE conversations
    SET
        last_seq = last_seq + 1,
        last_public_seq = last_seq + 1,
        active_at = moment.reading,
        assignee_id = CAST(:operator_id AS uuid),
        queued_at = CASE WHEN status = 'open' AND CAST(:operator_id AS uuid) IS NULL THEN coalesce(queued_at, waiting_since, moment.reading) END
    FROM moment
    WHERE site_id = :site_id AND id = :conversation_id
    RETURNING last_seq
), before AS (
    SELECT last_public_seq FROM conversations WHERE site_id = :site_id AND id = :conversation_id
)
INSERT INTO entries (
    site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, echo_id, operator_id, created_at
)
SELECT
    :site_id, :conversation_id, head.last_seq, 'assignment', true, before.last_public_seq,
    :author_kind, :author_id, :echo_id, CAST(:operator_id AS uuid), moment.reading
FROM head, before, moment
RETURNING seq, prev_public_seq, created_at;

-- name: append_status
-- Closing leaves the queue; opening what is nobody's puts it back, where an unanswered visitor still has their place. A
-- visitor who comes back begins to wait anew.
WITH moment AS MATERIALIZED (
    SELECT clock_timestamp() AS reading
), head AS (
    UPDATE conversations
    SET
        last_seq = last_seq + 1,
        last_public_seq = last_seq + 1,
        active_at = moment.reading,
        status = CAST(:status AS text),
        waiting_since = CASE CAST(:author_kind AS text) WHEN 'operator' THEN waiting_since END,
        queued_at = CASE
            WHEN CAST(:status AS text) = 'open' AND assignee_id IS NULL
            THEN coalesce(
                queued_at,
                CASE CAST(:author_kind AS text) WHEN 'operator' THEN waiting_since END,
                moment.reading
            )
        END
    FROM moment
    WHERE site_id = :site_id AND id = :conversation_id
    RETURNING last_seq
), before AS (
    SELECT last_public_seq FROM conversations WHERE site_id = :site_id AND id = :conversation_id
)
INSERT INTO entries (
    site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, echo_id, status, created_at
)
SELECT
    :site_id, :conversation_id, head.last_seq, 'status', true, before.last_public_seq,
    :author_kind, :author_id, :echo_id, CAST(:status AS text), moment.reading
FROM head, before, moment
RETURNING seq, prev_public_seq, created_at;

-- name: find_by_echo
-- By entries_echo.
SELECT
    conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, author_name,
    echo_id, body, operator_id, operator_name, status, created_at, files
FROM entries_shown
WHERE site_id = :site_id AND conversation_id = :conversation_id AND echo_id = :echo_id;

-- name: list_after
-- Oldest first. By entries_pkey.
SELECT
    conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, author_name,
    echo_id, body, operator_id, operator_name, status, created_at, files
FROM entries_shown
WHERE site_id = :site_id AND conversation_id = :conversation_id AND seq > :after_seq
    AND (public OR NOT CAST(:public_only AS boolean))
ORDER BY seq
LIMIT :row_limit;

-- name: list_before
-- Newest first. By entries_pkey.
SELECT
    conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, author_name,
    echo_id, body, operator_id, operator_name, status, created_at, files
FROM entries_shown
WHERE site_id = :site_id AND conversation_id = :conversation_id AND seq < :before_seq
    AND (public OR NOT CAST(:public_only AS boolean))
ORDER BY seq DESC
LIMIT :row_limit;
