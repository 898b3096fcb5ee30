-- A write locks the conversation first and reads its head by a second statement, under a fresh snapshot: one statement that
-- joined names and locked would, after waiting for a lock, pair the new row with the old names. What operators are shown
-- leaves out conversations of blocked visitors (NOT is_blocked), everywhere. Pages of the inbox are in inbox.sql and inbox_filters.sql.

-- name: take_turn_of_visitor
-- Until the transaction ends nobody else notes a consent of this visitor, or that they take one back.
SELECT take_turn_of_visitor(:visitor_id);

-- name: insert_conversation
INSERT INTO conversations (
    site_id, id, visitor_id, page_url, page_title, page_referrer, landing_url, queued_at, department_id
)
VALUES (:site_id, :id, :visitor_id, :url, :title, :referrer, :landing_url, clock_timestamp(), :department_id);

-- name: lock_conversation
-- By conversations_pkey.
SELECT id FROM conversations WHERE site_id = :site_id AND id = :id FOR UPDATE;

-- name: lock_current_conversation
-- By conversations_visitor.
SELECT id
FROM conversations
WHERE site_id = :site_id AND visitor_id = :visitor_id
ORDER BY created_at DESC
LIMIT 1
FOR UPDATE;

-- name: find_head
-- By conversations_pkey.
SELECT
    site_id, id, visitor_id, visitor_name, status, assignee_id, assignee_name,
    last_seq, last_public_seq, visitor_read_seq, operator_read_seq, is_blocked, assignee_public_name, assignee_avatar,
    is_led_by_bot
FROM conversation_heads
WHERE site_id = :site_id AND id = :id;

-- name: find_current_head
-- By conversations_visitor.
SELECT
    site_id, id, visitor_id, visitor_name, status, assignee_id, assignee_name,
    last_seq, last_public_seq, visitor_read_seq, operator_read_seq, is_blocked, assignee_public_name, assignee_avatar,
    is_led_by_bot
FROM conversation_heads
WHERE site_id = :site_id AND visitor_id = :visitor_id
ORDER BY created_at DESC
LIMIT 1;

-- name: find_seen_head
-- On these sites, and in the operator's sight as it is now. By conversations_pkey, once per site.
SELECT
    h.site_id, h.id, h.visitor_id, h.visitor_name, h.status, h.assignee_id, h.assignee_name,
    h.last_seq, h.last_public_seq, h.visitor_read_seq, h.operator_read_seq, h.is_blocked, h.assignee_public_name,
    h.assignee_avatar, h.is_led_by_bot
FROM conversations AS c
JOIN conversation_heads AS h ON h.site_id = c.site_id AND h.id = c.id
WHERE c.id = :id AND c.site_id = ANY(CAST(:site_ids AS uuid[]))
    AND sees_conversation(:reader_id, c.site_id, c.department_id, c.assignee_id);

-- name: find_owner
-- By conversations_pkey, once per site.
SELECT site_id, visitor_id FROM conversations WHERE id = :id AND site_id = ANY(:site_ids);

-- name: find_seen_owner
-- The same, in the operator's sight as it is now.
SELECT c.site_id, c.visitor_id
FROM conversations AS c
WHERE c.id = :id AND c.site_id = ANY(:site_ids)
    AND sees_conversation(:reader_id, c.site_id, c.department_id, c.assignee_id);

-- name: set_blocked
-- By conversations_visitor.
UPDATE conversations
SET is_blocked = :is_blocked
WHERE site_id = :site_id AND visitor_id = :visitor_id AND is_blocked <> :is_blocked;

-- name: list_ids_of_visitor
-- By conversations_visitor.
SELECT id FROM conversations WHERE site_id = :site_id AND visitor_id = :visitor_id ORDER BY created_at, id;

-- name: mark_read_by_visitor
UPDATE conversations
SET visitor_read_seq = least(:seq, last_public_seq)
WHERE site_id = :site_id AND id = :id AND visitor_read_seq < least(:seq, last_public_seq)
    AND (NOT is_blocked OR CAST(:blocked_too AS boolean))
RETURNING visitor_read_seq AS seq, visitor_read_seq AS public_seq, true AS public_moved;

-- name: mark_read_by_operator
-- What is read of notes the visitor is not told.
UPDATE conversations AS c
SET operator_read_seq = least(:seq, c.last_seq)
FROM (SELECT operator_read_seq FROM conversations WHERE site_id = :site_id AND id = :id) AS before
WHERE c.site_id = :site_id AND c.id = :id AND c.operator_read_seq < least(:seq, c.last_seq)
    AND (NOT c.is_blocked OR CAST(:blocked_too AS boolean))
    AND sees_conversation(CAST(:reader_id AS uuid), c.site_id, c.department_id, c.assignee_id)
RETURNING
    c.operator_read_seq AS seq,
    least(c.operator_read_seq, c.last_public_seq) AS public_seq,
    before.operator_read_seq < c.last_public_seq AS public_moved;

-- name: set_page
-- The page that the visitor is on already is no step. One is added after those that are here, so one fewer of them stays.
WITH before AS (
    SELECT page_url FROM conversations WHERE site_id = :site_id AND id = :id
), noted AS (
    UPDATE conversations AS c
    SET page_url = :url, page_title = :title, page_referrer = coalesce(c.page_referrer, :referrer)
    FROM visitors AS v
    WHERE c.site_id = :site_id AND c.id = :id AND v.site_id = c.site_id AND v.id = c.visitor_id
        AND v.erased_at IS NULL AND NOT c.is_blocked
    RETURNING c.site_id, c.id, c.status
), added AS (
    INSERT INTO visited_pages (site_id, conversation_id, id, url, title)
    SELECT n.site_id, n.id, :visit_id, :url, :title
    FROM noted AS n, before AS b
    WHERE CAST(:is_step AS boolean) AND b.page_url IS DISTINCT FROM :url AND n.status = 'open'
    RETURNING site_id, conversation_id
), forgotten AS (
    -- By visited_pages_pkey: one conversation's, a hundred at most.
    DELETE FROM visited_pages AS p
    USING added AS a
    WHERE p.site_id = a.site_id AND p.conversation_id = a.conversation_id AND p.id IN (
        SELECT o.id FROM visited_pages AS o
        WHERE o.site_id = :site_id AND o.conversation_id = :id
        ORDER BY o.id DESC
        OFFSET CAST(:kept AS bigint)
    )
)
SELECT true FROM noted;

-- name: list_visited_pages
-- Oldest first. By visited_pages_pkey.
SELECT at, url, title FROM visited_pages WHERE site_id = :site_id AND conversation_id = :id ORDER BY id;

-- name: set_client_id
UPDATE conversations AS c
SET metrica_client_id = :client_id
FROM visitors AS v
WHERE c.site_id = :site_id AND c.id = :id AND v.site_id = c.site_id AND v.id = c.visitor_id
    AND v.erased_at IS NULL AND NOT c.is_blocked AND c.metrica_client_id IS DISTINCT FROM :client_id;

-- name: lock_landing
-- Where a conversation began, if that was within :younger_s and is known, until the transaction ends. By conversations_pkey.
SELECT landing_url
FROM conversations
WHERE site_id = :site_id AND id = :id AND landing_url IS NOT NULL
    AND created_at > now() - make_interval(secs => :younger_s)
FOR UPDATE;

-- name: set_landing
-- By conversations_pkey.
UPDATE conversations SET landing_url = :url WHERE site_id = :site_id AND id = :id;

-- name: find_conversation
-- By conversations_pkey.
SELECT
    r.site_id, r.id, r.visitor_id, r.visitor_name, r.status, r.assignee_id, r.assignee_name, r.is_led_by_bot,
    r.last_seq, r.visitor_read_seq, r.operator_read_seq, r.unread_count,
    r.message_author_kind, r.message_author_id, r.message_author_name, r.message_body, r.message_created_at,
    r.page_url, r.page_title, r.page_referrer, r.queued_at, r.waiting_since, r.active_at, r.created_at, r.message_seq, r.score,
    r.department_id, r.department_name, r.snoozed_until, r.tag_ids, r.result_id,
    r.merged_into_id
FROM inbox_rows AS r
WHERE r.site_id = :site_id AND r.id = :id
    AND NOT EXISTS (SELECT FROM conversations AS c WHERE c.site_id = r.site_id AND c.id = r.id AND c.is_blocked);

-- name: find_rows
-- By conversations_pkey, once for each key.
SELECT
    r.site_id, r.id, r.visitor_id, r.visitor_name, r.status, r.assignee_id, r.assignee_name, r.is_led_by_bot,
    r.last_seq, r.visitor_read_seq, r.operator_read_seq, r.unread_count,
    r.message_author_kind, r.message_author_id, r.message_author_name, r.message_body, r.message_created_at,
    r.page_url, r.page_title, r.page_referrer, r.queued_at, r.waiting_since, r.active_at, r.created_at, r.message_seq, r.score,
    r.department_id, r.department_name, r.snoozed_until, r.tag_ids, r.result_id,
    r.merged_into_id
FROM (
    SELECT c.site_id, c.id
    FROM unnest(CAST(:site_ids AS uuid[]), CAST(:ids AS uuid[])) AS key (site_id, id)
    JOIN conversations AS c ON c.site_id = key.site_id AND c.id = key.id AND NOT c.is_blocked AND IN_PURVIEW
    -- A bound that the planner knows: else it makes all rows there are, to choose from them.
    LIMIT 100
) AS page
JOIN inbox_rows AS r ON r.site_id = page.site_id AND r.id = page.id;

-- name: last_bodies
-- As in inbox_rows. By entries_pkey backwards, once for each key, and entries_about.
SELECT key.id, e.body
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:ids AS uuid[])) AS key (site_id, id)
CROSS JOIN LATERAL (
    SELECT e.body
    FROM entries AS e
    WHERE e.site_id = key.site_id AND e.conversation_id = key.id AND e.kind = 'message' AND e.public
        AND NOT EXISTS (
            SELECT FROM entries AS d
            WHERE d.site_id = e.site_id AND d.conversation_id = e.conversation_id AND d.message_seq = e.seq
                AND d.kind = 'deletion'
        )
    ORDER BY e.seq DESC
    LIMIT 1
) AS e;
