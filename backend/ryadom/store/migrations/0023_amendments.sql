-- Messages that are edited or deleted, choices under a message, ratings: entries of the timeline like all others.

-- NOT VALID: the rows that are there pass, for what they were checked by was stricter, and nobody waits while they are read.

ALTER TABLE entries
    ADD COLUMN message_seq bigint,
    ADD COLUMN score smallint,
    ADD COLUMN choices text[],
    DROP CONSTRAINT entries_kind_check,
    DROP CONSTRAINT entries_check,
    ADD CONSTRAINT entries_kind_check
        CHECK (kind IN ('message', 'assignment', 'status', 'edit', 'deletion', 'rating')) NOT VALID,
    ADD CONSTRAINT entries_body_check
        CHECK ((kind IN ('message', 'edit', 'rating')) = (body IS NOT NULL)) NOT VALID,
    ADD CONSTRAINT entries_message_seq_check
        CHECK ((kind IN ('edit', 'deletion')) = (message_seq IS NOT NULL) AND message_seq < seq) NOT VALID,
    ADD CONSTRAINT entries_score_check
        CHECK ((kind = 'rating') = (score IS NOT NULL) AND score BETWEEN 1 AND 5) NOT VALID,
    ADD CONSTRAINT entries_choices_check CHECK (choices IS NULL OR kind = 'message') NOT VALID;
COMMENT ON COLUMN entries.body IS
    'Of a message its words as they are now, of an edit those that it took the place of, of a rating the comment.';
COMMENT ON COLUMN entries.message_seq IS 'Of an edit or a deletion: which message of the conversation.';
COMMENT ON COLUMN entries.score IS 'Of a rating: 1 to 5.';
COMMENT ON COLUMN entries.choices IS 'Of an operator''s message: answers that the visitor may give with one press.';
CREATE INDEX entries_about ON entries (site_id, conversation_id, message_seq) WHERE message_seq IS NOT NULL;

ALTER TABLE conversations ADD COLUMN score smallint;
COMMENT ON COLUMN conversations.score IS 'How the visitor rated it since it was closed; null from its opening on.';

CREATE OR REPLACE VIEW entries_shown AS
SELECT
    e.site_id,
    e.conversation_id, e.seq, e.kind, e.public, e.prev_public_seq, e.author_kind, e.author_id,
    CASE e.author_kind WHEN 'operator' THEN a.name ELSE v.name END AS author_name,
    e.echo_id,
    -- What an edit took the place of is shown to nobody.
    CASE e.kind WHEN 'edit' THEN m.body ELSE e.body END AS body,
    e.operator_id, o.name AS operator_name, e.status, e.created_at,
    a.public_name AS author_public_name, a.avatar_digest AS author_avatar,
    o.public_name AS operator_public_name, o.avatar_digest AS operator_avatar,
    e.department_id, d.name AS department_name,
    e.message_seq, e.score, e.choices
FROM entries AS e
JOIN conversations AS c ON c.site_id = e.site_id AND c.id = e.conversation_id
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
LEFT JOIN operators AS a ON e.author_kind = 'operator' AND a.id = e.author_id
LEFT JOIN operators AS o ON o.id = e.operator_id
LEFT JOIN departments AS d ON d.site_id = e.site_id AND d.id = e.department_id
LEFT JOIN entries AS m
    ON m.site_id = e.site_id AND m.conversation_id = e.conversation_id AND m.seq = e.message_seq;
COMMENT ON VIEW entries_shown IS 'Entries with the names they are shown with; an edit with the words of its message as they are now.';

CREATE OR REPLACE VIEW inbox_rows AS
SELECT
    c.site_id, c.id, c.visitor_id, v.name AS visitor_name, c.status, c.assignee_id, o.name AS assignee_name,
    c.last_seq, c.visitor_read_seq, c.operator_read_seq, u.unread_count,
    m.author_kind AS message_author_kind, m.author_id AS message_author_id,
    CASE m.author_kind WHEN 'operator' THEN mo.name ELSE v.name END AS message_author_name,
    m.body AS message_body, m.created_at AS message_created_at,
    c.page_url, c.page_title, c.page_referrer, c.queued_at, c.waiting_since, c.active_at, c.created_at,
    c.department_id, d.name AS department_name,
    m.seq AS message_seq, c.score
FROM conversations AS c
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
LEFT JOIN operators AS o ON o.id = c.assignee_id
LEFT JOIN departments AS d ON d.site_id = c.site_id AND d.id = c.department_id
LEFT JOIN LATERAL (
    SELECT e.author_kind, e.author_id, left(e.body, 200) AS body, e.created_at, e.seq
    FROM entries AS e
    WHERE e.site_id = c.site_id AND e.conversation_id = c.id AND e.kind = 'message' AND e.public
        -- One that was deleted is passed over; the emptiness of one that is shown says that its person was erased.
        AND NOT EXISTS (
            SELECT FROM entries AS gone
            WHERE gone.site_id = e.site_id AND gone.conversation_id = e.conversation_id AND gone.message_seq = e.seq
                AND gone.kind = 'deletion'
        )
    ORDER BY e.seq DESC
    LIMIT 1
) AS m ON true
LEFT JOIN operators AS mo ON m.author_kind = 'operator' AND mo.id = m.author_id
CROSS JOIN LATERAL (
    SELECT count(*) AS unread_count
    FROM (
        SELECT 1
        FROM entries AS e
        WHERE e.site_id = c.site_id AND e.conversation_id = c.id AND e.kind = 'message'
            AND e.author_kind = 'visitor' AND e.seq > c.operator_read_seq
        LIMIT 100
    ) AS unread
) AS u;
COMMENT ON VIEW inbox_rows IS 'What a row of the inbox shows; join it to a page of keys, never sort it whole.';
