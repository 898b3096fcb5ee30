-- Programs that write: the bots in whose names they do, and whose key has changed a card.

CREATE TABLE bots (
    id uuid PRIMARY KEY,
    controller_id uuid NOT NULL REFERENCES controllers (id),
    api_key_id uuid UNIQUE REFERENCES api_keys (id),
    name text NOT NULL CHECK (name <> ''),
    public_name text NOT NULL DEFAULT '',
    made_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE bots IS 'Authors of entries that are no people. They are never deleted: timelines name them.';
COMMENT ON COLUMN bots.api_key_id IS 'The program itself, where it leads a conversation; null: a name in which programs write messages.';
COMMENT ON COLUMN bots.public_name IS 'What visitors are told in the place of the name: what a key is called is for the firm alone.';
CREATE UNIQUE INDEX bots_name ON bots (controller_id, name) WHERE api_key_id IS NULL;

-- In the order in which servers take them: whoever has read one goes on to the other.
LOCK TABLE visitors IN ACCESS SHARE MODE;
LOCK TABLE entries IN ACCESS EXCLUSIVE MODE;
ALTER TABLE entries
    DROP CONSTRAINT entries_author_kind_check,
    ADD CONSTRAINT entries_author_kind_check CHECK (author_kind IN ('visitor', 'operator', 'bot')) NOT VALID;
COMMENT ON COLUMN entries.author_kind IS 'Of a bot: it stands on the operators'' side, answers nobody in their place, and leads what it is told to.';

ALTER TABLE customer_changes
    ALTER COLUMN operator_id DROP NOT NULL,
    ADD COLUMN api_key_id uuid REFERENCES api_keys (id),
    ADD CONSTRAINT customer_changes_hand_check CHECK (num_nonnulls(operator_id, api_key_id) = 1) NOT VALID;
COMMENT ON COLUMN customer_changes.api_key_id IS 'Of a change that no operator but a program has made.';

-- As in migration 0034, with bots; looked up by themselves, since a join more than eight would let the planner join in the
-- order of the text. A server of the version before, which is being replaced, knows none: to it they are operators,
-- whose side of the counter they are on.
CREATE OR REPLACE VIEW entries_shown AS
SELECT
    e.site_id,
    e.conversation_id, e.seq,
    CASE WHEN e.kind IN ('tags', 'snooze', 'note') THEN 'status' ELSE e.kind END AS kind,
    e.public, e.prev_public_seq,
    CASE e.author_kind WHEN 'bot' THEN 'operator' ELSE e.author_kind END AS author_kind,
    e.author_id,
    CASE e.author_kind WHEN 'operator' THEN a.name WHEN 'bot' THEN (SELECT b.name FROM bots AS b WHERE b.id = e.author_id) ELSE v.name END AS author_name,
    e.echo_id,
    -- What an edit took the place of is shown to nobody.
    CASE e.kind WHEN 'edit' THEN m.body ELSE e.body END AS body,
    e.operator_id, o.name AS operator_name,
    CASE WHEN e.kind IN ('tags', 'snooze', 'note') THEN c.status ELSE e.status END AS status,
    e.created_at,
    CASE e.author_kind WHEN 'bot' THEN (SELECT b.public_name FROM bots AS b WHERE b.id = e.author_id) ELSE a.public_name END
        AS author_public_name, a.avatar_digest AS author_avatar,
    o.public_name AS operator_public_name, o.avatar_digest AS operator_avatar,
    e.department_id, d.name AS department_name,
    e.message_seq, e.score, e.choices, e.files,
    e.kind AS own_kind, e.label_ids, e.dropped_label_ids, e.until, e.mentions, e.reply_to_seq,
    e.is_automatic, e.remark,
    e.author_kind = 'bot' AS is_by_bot
FROM entries AS e
JOIN conversations AS c ON c.site_id = e.site_id AND c.id = e.conversation_id
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
LEFT JOIN operators AS a ON e.author_kind = 'operator' AND a.id = e.author_id
LEFT JOIN operators AS o ON o.id = e.operator_id
LEFT JOIN departments AS d ON d.site_id = e.site_id AND d.id = e.department_id
LEFT JOIN entries AS m
    ON m.site_id = e.site_id AND m.conversation_id = e.conversation_id AND m.seq = e.message_seq;

-- As in migration 0031, with bots.
CREATE OR REPLACE VIEW inbox_rows AS
SELECT
    c.site_id, c.id, c.visitor_id, v.name AS visitor_name, c.status, c.assignee_id, o.name AS assignee_name,
    c.last_seq, c.visitor_read_seq, c.operator_read_seq, u.unread_count,
    CASE m.author_kind WHEN 'bot' THEN 'operator' ELSE m.author_kind END AS message_author_kind,
    m.author_id AS message_author_id,
    CASE m.author_kind WHEN 'operator' THEN mo.name WHEN 'bot' THEN (SELECT b.name FROM bots AS b WHERE b.id = m.author_id) ELSE v.name END
        AS message_author_name,
    m.body AS message_body, m.created_at AS message_created_at,
    c.page_url, c.page_title, c.page_referrer, c.queued_at, c.waiting_since, c.active_at, c.created_at,
    c.department_id, d.name AS department_name,
    m.seq AS message_seq, c.score,
    c.snoozed_until, c.tag_ids, c.result_id
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

-- As in migration 0027: what a bot has answered is mailed too.
CREATE OR REPLACE VIEW unread_answers AS
SELECT
    c.site_id, c.id AS conversation_id, c.visitor_id, s.controller_id, c.active_minute,
    a.email, a.locale, a.mailed_seq, e.until_seq, e.oldest_at, e.newest_at
FROM widget_settings AS w
JOIN sites AS s ON s.id = w.site_id
JOIN conversations AS c ON c.site_id = s.id AND c.status IN ('open', 'closed')
JOIN answer_addresses AS a ON a.site_id = c.site_id AND a.conversation_id = c.id
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
CROSS JOIN LATERAL (
    SELECT max(m.seq) AS until_seq, min(m.created_at) AS oldest_at, max(m.created_at) AS newest_at
    FROM entries AS m
    WHERE m.site_id = c.site_id AND m.conversation_id = c.id AND m.seq > greatest(a.mailed_seq, c.visitor_read_seq)
        AND m.kind = 'message' AND m.author_kind IN ('operator', 'bot') AND m.public AND (m.body <> '' OR m.files IS NOT NULL)
) AS e
WHERE w.settings -> 'mail' -> 'answers' = 'true'
    AND c.last_public_seq > greatest(a.mailed_seq, c.visitor_read_seq)
    AND NOT c.is_blocked AND v.blocked_at IS NULL AND v.erased_at IS NULL
    -- Whichever version was agreed to: what matters is that it was not withdrawn.
    AND (s.required_consent_id IS NULL OR c.consent_id IS NOT NULL)
    AND e.until_seq IS NOT NULL;
