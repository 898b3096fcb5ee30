-- What operators have in a thread: notes that no visitor sees, with colleagues who are told of them; quotes; ready replies.

-- NOT VALID: the rows that are there pass, for what they were checked by was stricter, and nobody waits while they are read.
ALTER TABLE entries
    ADD COLUMN mentions uuid[],
    ADD COLUMN reply_to_seq bigint,
    DROP CONSTRAINT entries_kind_check,
    DROP CONSTRAINT entries_body_check,
    ADD CONSTRAINT entries_kind_check
        CHECK (kind IN ('message', 'assignment', 'status', 'edit', 'deletion', 'rating', 'tags', 'snooze', 'note')) NOT VALID,
    ADD CONSTRAINT entries_body_check
        CHECK ((kind IN ('message', 'edit', 'rating', 'note')) = (body IS NOT NULL)) NOT VALID,
    ADD CONSTRAINT entries_note_check
        CHECK (kind <> 'note' OR (NOT public AND author_kind = 'operator')) NOT VALID,
    ADD CONSTRAINT entries_mentions_check CHECK (mentions IS NULL OR kind = 'note') NOT VALID,
    ADD CONSTRAINT entries_reply_to_seq_check
        CHECK (reply_to_seq IS NULL OR (kind = 'message' AND reply_to_seq < seq)) NOT VALID;
COMMENT ON COLUMN entries.mentions IS 'Of a note: the operators whom it calls.';
COMMENT ON COLUMN entries.reply_to_seq IS 'Of a message: which message of the conversation it answers, where it says so.';

CREATE TABLE mentions (
    site_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    seq bigint NOT NULL,
    PRIMARY KEY (site_id, conversation_id, operator_id),
    FOREIGN KEY (site_id, conversation_id) REFERENCES conversations (site_id, id)
);
COMMENT ON TABLE mentions IS 'Whom notes have called who has not looked yet; looking takes the row away.';
COMMENT ON COLUMN mentions.seq IS 'The newest such note.';
CREATE INDEX mentions_operator ON mentions (operator_id, conversation_id);

CREATE TABLE canned_replies (
    id uuid PRIMARY KEY,
    controller_id uuid REFERENCES controllers (id),
    site_id uuid REFERENCES sites (id),
    operator_id uuid REFERENCES operators (id),
    shortcut text NOT NULL,
    body text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    changed_at timestamptz NOT NULL DEFAULT now(),
    CHECK (num_nonnulls(controller_id, site_id, operator_id) = 1)
);
COMMENT ON TABLE canned_replies IS 'Ready replies: of a controller''s sites, of one site, or an operator''s own.';
CREATE UNIQUE INDEX canned_replies_controller ON canned_replies (controller_id, lower(shortcut)) WHERE controller_id IS NOT NULL;
CREATE UNIQUE INDEX canned_replies_site ON canned_replies (site_id, lower(shortcut)) WHERE site_id IS NOT NULL;
CREATE UNIQUE INDEX canned_replies_operator ON canned_replies (operator_id, lower(shortcut)) WHERE operator_id IS NOT NULL;

-- As in migration 0031, but for notes: a server of the version before, which knows none, takes them for a status that says
-- what it is anyway. Visitors see neither.
CREATE OR REPLACE VIEW entries_shown AS
SELECT
    e.site_id,
    e.conversation_id, e.seq,
    CASE WHEN e.kind IN ('tags', 'snooze', 'note') THEN 'status' ELSE e.kind END AS kind,
    e.public, e.prev_public_seq, e.author_kind, e.author_id,
    CASE e.author_kind WHEN 'operator' THEN a.name ELSE v.name END AS author_name,
    e.echo_id,
    -- What an edit took the place of is shown to nobody.
    CASE e.kind WHEN 'edit' THEN m.body ELSE e.body END AS body,
    e.operator_id, o.name AS operator_name,
    CASE WHEN e.kind IN ('tags', 'snooze', 'note') THEN c.status ELSE e.status END AS status,
    e.created_at,
    a.public_name AS author_public_name, a.avatar_digest AS author_avatar,
    o.public_name AS operator_public_name, o.avatar_digest AS operator_avatar,
    e.department_id, d.name AS department_name,
    e.message_seq, e.score, e.choices, e.files,
    e.kind AS own_kind, e.label_ids, e.dropped_label_ids, e.until, e.mentions, e.reply_to_seq
FROM entries AS e
JOIN conversations AS c ON c.site_id = e.site_id AND c.id = e.conversation_id
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
LEFT JOIN operators AS a ON e.author_kind = 'operator' AND a.id = e.author_id
LEFT JOIN operators AS o ON o.id = e.operator_id
LEFT JOIN departments AS d ON d.site_id = e.site_id AND d.id = e.department_id
LEFT JOIN entries AS m
    ON m.site_id = e.site_id AND m.conversation_id = e.conversation_id AND m.seq = e.message_seq;
