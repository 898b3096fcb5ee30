-- Who works on what: operators' presence and limits, how a site gives its conversations out, and words of a handing over.

CREATE TABLE operator_work (
    operator_id uuid PRIMARY KEY REFERENCES operators (id) ON DELETE CASCADE,
    is_away boolean NOT NULL DEFAULT false,
    max_chats integer CHECK (max_chats BETWEEN 0 AND 100),
    given_at timestamptz
);
COMMENT ON TABLE operator_work IS 'Of operators who have ever been in the panel, or were given a limit.';
COMMENT ON COLUMN operator_work.is_away IS 'They have said so themselves; it holds until they take it back.';
COMMENT ON COLUMN operator_work.max_chats IS 'So many open conversations at once are given to them by the server, null: as many as come.';
COMMENT ON COLUMN operator_work.given_at IS 'When the server last gave them one; whose is the oldest is next. Locked by who gives.';

-- A table of its own: heartbeats must not wait for those who give.
CREATE TABLE operator_presences (
    operator_id uuid PRIMARY KEY REFERENCES operators (id) ON DELETE CASCADE,
    seen_at timestamptz,
    gone_s double precision NOT NULL DEFAULT 0 CHECK (gone_s >= 0),
    counted_at timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (fillfactor = 50);
COMMENT ON COLUMN operator_presences.seen_at IS 'When a process last said that the operator has a socket there: a lease, renewed every 5 s.';
COMMENT ON COLUMN operator_presences.gone_s IS 'For how many seconds servers have seen them gone, up to an hour and some minutes; time in which no server ran is not counted.';
COMMENT ON COLUMN operator_presences.counted_at IS 'Up to when gone_s is counted.';

CREATE TABLE work_rules (
    site_id uuid PRIMARY KEY REFERENCES sites (id),
    version bigint NOT NULL CHECK (version > 0),
    mode text NOT NULL CHECK (mode IN ('off', 'evenly', 'load', 'last')),
    return_min integer CHECK (return_min BETWEEN 1 AND 60)
);
COMMENT ON TABLE work_rules IS 'How a site gives its conversations out: of sites where somebody has chosen it.';
COMMENT ON COLUMN work_rules.return_min IS 'After so many minutes without their operator unanswered conversations go back to the queue; null: never.';

ALTER TABLE entries
    ADD COLUMN is_automatic boolean,
    ADD COLUMN remark text,
    ADD CONSTRAINT entries_remark_check CHECK (kind = 'assignment' OR (is_automatic IS NULL AND remark IS NULL)) NOT VALID;
COMMENT ON COLUMN entries.is_automatic IS 'Of an assignment: whether the server made it, in the name of whom it concerns.';
COMMENT ON COLUMN entries.remark IS 'Of an assignment: what whoever handed the conversation over says to colleagues; no visitor sees it.';

-- As in migration 0032, with is_automatic and remark.
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
    e.kind AS own_kind, e.label_ids, e.dropped_label_ids, e.until, e.mentions, e.reply_to_seq,
    e.is_automatic, e.remark
FROM entries AS e
JOIN conversations AS c ON c.site_id = e.site_id AND c.id = e.conversation_id
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
LEFT JOIN operators AS a ON e.author_kind = 'operator' AND a.id = e.author_id
LEFT JOIN operators AS o ON o.id = e.operator_id
LEFT JOIN departments AS d ON d.site_id = e.site_id AND d.id = e.department_id
LEFT JOIN entries AS m
    ON m.site_id = e.site_id AND m.conversation_id = e.conversation_id AND m.seq = e.message_seq;
