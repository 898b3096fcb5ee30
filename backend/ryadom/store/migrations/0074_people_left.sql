-- Of conversations that went back to the queue: whether whoever led them had been gone for long, or may not answer there.

-- In the order in which servers take them.
LOCK TABLE visitors IN ACCESS SHARE MODE;
LOCK TABLE conversations IN ACCESS SHARE MODE;
LOCK TABLE entries IN ACCESS EXCLUSIVE MODE;
ALTER TABLE entries ADD COLUMN has_left boolean;
COMMENT ON COLUMN entries.has_left IS 'Of an assignment to nobody: its author may not answer on the site any more; null: it is not for that.';

-- As in migration 0070, with that.
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
    e.other_id,
    e.rule_name,
    e.has_left
FROM entries AS e
JOIN conversations AS c ON c.site_id = e.site_id AND c.id = e.conversation_id
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
LEFT JOIN operators AS a ON e.author_kind = 'operator' AND a.id = e.author_id
LEFT JOIN operators AS o ON o.id = e.operator_id
LEFT JOIN departments AS d ON d.site_id = e.site_id AND d.id = e.department_id
LEFT JOIN entries AS m
    ON m.site_id = e.site_id AND m.conversation_id = e.conversation_id AND m.seq = e.message_seq;
