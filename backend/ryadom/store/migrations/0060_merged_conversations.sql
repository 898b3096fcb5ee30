-- Conversations of one person that operators have merged. No message moves: the one that was merged is closed, and says into
-- which.

-- In the order in which servers take them. No foreign keys: as in migration 0049.
LOCK TABLE visitors IN ACCESS SHARE MODE;
LOCK TABLE conversations IN ACCESS EXCLUSIVE MODE;
LOCK TABLE entries IN ACCESS EXCLUSIVE MODE;
ALTER TABLE conversations ADD COLUMN merged_into_id uuid;
COMMENT ON COLUMN conversations.merged_into_id IS
    'Of a closed one: the conversation of the same person and site in which it goes on. Only an open one is merged into, and opening lifts this: so there are no circles.';

-- A trigger, so that a server of the version before, which is being replaced, lifts it too.
CREATE FUNCTION lift_merger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.merged_into_id := NULL;
    RETURN NEW;
END;
$$;
CREATE TRIGGER conversations_opened BEFORE UPDATE OF status ON conversations
    FOR EACH ROW WHEN (NEW.status = 'open' AND NEW.merged_into_id IS NOT NULL) EXECUTE FUNCTION lift_merger();

ALTER TABLE entries
    ADD COLUMN other_id uuid,
    DROP CONSTRAINT entries_kind_check,
    DROP CONSTRAINT entries_inward_check,
    ADD CONSTRAINT entries_kind_check CHECK (
        kind IN ('message', 'assignment', 'status', 'edit', 'deletion', 'rating', 'tags', 'snooze', 'note', 'merge')
    ) NOT VALID,
    ADD CONSTRAINT entries_inward_check CHECK (kind NOT IN ('tags', 'snooze', 'merge') OR NOT public) NOT VALID,
    ADD CONSTRAINT entries_other_check
        CHECK (CASE kind WHEN 'merge' THEN other_id IS NOT NULL WHEN 'status' THEN true ELSE other_id IS NULL END) NOT VALID;
COMMENT ON COLUMN entries.other_id IS
    'Of a merge: the conversation that was merged into this one; of a closing: the one into which this was merged.';

-- As in migration 0049, with the other conversation. To a server of the version before a merge is a status that says what it is
-- anyway; visitors see none.
CREATE OR REPLACE VIEW entries_shown AS
SELECT
    e.site_id,
    e.conversation_id, e.seq,
    CASE WHEN e.kind IN ('tags', 'snooze', 'note', 'merge') THEN 'status' ELSE e.kind END AS kind,
    e.public, e.prev_public_seq,
    CASE e.author_kind WHEN 'bot' THEN 'operator' ELSE e.author_kind END AS author_kind,
    e.author_id,
    CASE e.author_kind WHEN 'operator' THEN a.name WHEN 'bot' THEN (SELECT b.name FROM bots AS b WHERE b.id = e.author_id) ELSE v.name END AS author_name,
    e.echo_id,
    -- What an edit took the place of is shown to nobody.
    CASE e.kind WHEN 'edit' THEN m.body ELSE e.body END AS body,
    e.operator_id, o.name AS operator_name,
    CASE WHEN e.kind IN ('tags', 'snooze', 'note', 'merge') THEN c.status ELSE e.status END AS status,
    e.created_at,
    CASE e.author_kind WHEN 'bot' THEN (SELECT b.public_name FROM bots AS b WHERE b.id = e.author_id) ELSE a.public_name END
        AS author_public_name, a.avatar_digest AS author_avatar,
    o.public_name AS operator_public_name, o.avatar_digest AS operator_avatar,
    e.department_id, d.name AS department_name,
    e.message_seq, e.score, e.choices, e.files,
    e.kind AS own_kind, e.label_ids, e.dropped_label_ids, e.until, e.mentions, e.reply_to_seq,
    e.is_automatic, e.remark,
    e.author_kind = 'bot' AS is_by_bot,
    e.bot_id AS leading_bot_id,
    (SELECT b.name FROM bots AS b WHERE b.id = e.bot_id) AS leading_bot_name,
    (SELECT b.public_name FROM bots AS b WHERE b.id = e.bot_id) AS leading_bot_public_name,
    e.other_id
FROM entries AS e
JOIN conversations AS c ON c.site_id = e.site_id AND c.id = e.conversation_id
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
LEFT JOIN operators AS a ON e.author_kind = 'operator' AND a.id = e.author_id
LEFT JOIN operators AS o ON o.id = e.operator_id
LEFT JOIN departments AS d ON d.site_id = e.site_id AND d.id = e.department_id
LEFT JOIN entries AS m
    ON m.site_id = e.site_id AND m.conversation_id = e.conversation_id AND m.seq = e.message_seq;

-- As in migration 0049.
CREATE OR REPLACE VIEW inbox_rows AS
SELECT
    c.site_id, c.id, c.visitor_id, v.name AS visitor_name, c.status,
    coalesce(c.assignee_id, c.bot_id) AS assignee_id,
    coalesce(o.name, (SELECT b.name FROM bots AS b WHERE b.id = c.bot_id)) AS assignee_name,
    c.last_seq, c.visitor_read_seq, c.operator_read_seq, u.unread_count,
    CASE m.author_kind WHEN 'bot' THEN 'operator' ELSE m.author_kind END AS message_author_kind,
    m.author_id AS message_author_id,
    CASE m.author_kind WHEN 'operator' THEN mo.name WHEN 'bot' THEN (SELECT b.name FROM bots AS b WHERE b.id = m.author_id) ELSE v.name END
        AS message_author_name,
    m.body AS message_body, m.created_at AS message_created_at,
    c.page_url, c.page_title, c.page_referrer, c.queued_at, c.waiting_since, c.active_at, c.created_at,
    c.department_id, d.name AS department_name,
    m.seq AS message_seq, c.score,
    c.snoozed_until, c.tag_ids, c.result_id,
    c.assignee_id IS NULL AND c.bot_id IS NOT NULL AS is_led_by_bot,
    c.merged_into_id
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
