-- What operators put on conversations (tags, results, snoozes), how long visitors may wait, and each operator's own views.

CREATE TABLE labels (
    controller_id uuid NOT NULL REFERENCES controllers (id),
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('tag', 'result')),
    name text NOT NULL CHECK (name <> ''),
    colour text NOT NULL CHECK (colour IN ('grey', 'red', 'amber', 'green', 'teal', 'blue', 'violet', 'pink')),
    place integer NOT NULL,
    archived_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (controller_id, id)
);
COMMENT ON TABLE labels IS 'Words that a firm puts on conversations: tags, and results with which they are closed.';
COMMENT ON COLUMN labels.place IS '0, 1, 2 …: the order in which they are offered.';
COMMENT ON COLUMN labels.archived_at IS 'Since when it is not offered any more; conversations keep it.';

CREATE TABLE label_lists (
    controller_id uuid PRIMARY KEY REFERENCES controllers (id),
    version bigint NOT NULL CHECK (version > 0)
);
COMMENT ON TABLE label_lists IS 'Of controllers that have labels: 1, 2, 3 …, of all of them together; whoever changes them names the one they have seen.';

CREATE TABLE answer_goals (
    site_id uuid PRIMARY KEY REFERENCES sites (id),
    version bigint NOT NULL CHECK (version > 0),
    minutes integer CHECK (minutes BETWEEN 1 AND 1440)
);
COMMENT ON TABLE answer_goals IS 'How long a visitor of a site may wait for an answer before the list says that it is late.';

CREATE TABLE inbox_views (
    operator_id uuid PRIMARY KEY REFERENCES operators (id) ON DELETE CASCADE,
    version bigint NOT NULL CHECK (version > 0),
    views jsonb NOT NULL
);
COMMENT ON COLUMN inbox_views.views IS 'ryadom.core.inbox_views.View, in the operator''s order.';

-- No foreign keys: labels are archived, never deleted, and would be looked at with every write.
ALTER TABLE conversations
    ADD COLUMN snoozed_until timestamptz,
    ADD COLUMN snoozed_by uuid,
    ADD COLUMN tag_ids uuid[] NOT NULL DEFAULT '{}',
    ADD COLUMN result_id uuid;
COMMENT ON COLUMN conversations.snoozed_until IS 'Of an open one: it is out of the way until then, or until its visitor writes.';
COMMENT ON COLUMN conversations.snoozed_by IS 'In whose name it wakes.';
COMMENT ON COLUMN conversations.result_id IS 'With which result it was closed; null from its opening on.';

CREATE INDEX conversations_snoozed ON conversations (site_id, snoozed_until, id)
    WHERE snoozed_until IS NOT NULL AND status = 'open';
CREATE INDEX conversations_department ON conversations (site_id, department_id, status, active_minute DESC)
    WHERE department_id IS NOT NULL;
CREATE INDEX conversations_tags ON conversations USING gin (tag_ids) WHERE tag_ids <> '{}';
-- In the place of one of open conversations alone: what somebody has closed is looked for as well, and a write pays for one.
CREATE INDEX conversations_leader ON conversations (site_id, assignee_id, status, active_minute DESC)
    WHERE assignee_id IS NOT NULL;
DROP INDEX conversations_assignee;

ALTER TABLE entries
    ADD COLUMN label_ids uuid[],
    ADD COLUMN dropped_label_ids uuid[],
    ADD COLUMN until timestamptz,
    DROP CONSTRAINT entries_kind_check,
    ADD CONSTRAINT entries_kind_check CHECK (
        kind IN ('message', 'assignment', 'status', 'edit', 'deletion', 'rating', 'tags', 'snooze')
    ) NOT VALID,
    ADD CONSTRAINT entries_labels_check CHECK (
        (label_ids IS NULL OR kind IN ('tags', 'status')) AND (dropped_label_ids IS NULL OR kind = 'tags')
    ) NOT VALID,
    ADD CONSTRAINT entries_until_check CHECK (until IS NULL OR kind = 'snooze') NOT VALID,
    ADD CONSTRAINT entries_inward_check CHECK (kind NOT IN ('tags', 'snooze') OR NOT public) NOT VALID;
COMMENT ON COLUMN entries.label_ids IS 'Of tags: those that were put on; of a status: the result with which it was closed.';
COMMENT ON COLUMN entries.dropped_label_ids IS 'Of tags: those that were taken off.';
COMMENT ON COLUMN entries.until IS 'Of a snooze: for how long; null: it is over.';

-- A server of the version before, which is being replaced, knows no tags and no snoozes: to it they are a status that says
-- what it is anyway. This one reads own_kind.
CREATE OR REPLACE VIEW entries_shown AS
SELECT
    e.site_id,
    e.conversation_id, e.seq,
    CASE WHEN e.kind IN ('tags', 'snooze') THEN 'status' ELSE e.kind END AS kind,
    e.public, e.prev_public_seq, e.author_kind, e.author_id,
    CASE e.author_kind WHEN 'operator' THEN a.name ELSE v.name END AS author_name,
    e.echo_id,
    -- What an edit took the place of is shown to nobody.
    CASE e.kind WHEN 'edit' THEN m.body ELSE e.body END AS body,
    e.operator_id, o.name AS operator_name,
    CASE WHEN e.kind IN ('tags', 'snooze') THEN c.status ELSE e.status END AS status,
    e.created_at,
    a.public_name AS author_public_name, a.avatar_digest AS author_avatar,
    o.public_name AS operator_public_name, o.avatar_digest AS operator_avatar,
    e.department_id, d.name AS department_name,
    e.message_seq, e.score, e.choices, e.files,
    e.kind AS own_kind, e.label_ids, e.dropped_label_ids, e.until
FROM entries AS e
JOIN conversations AS c ON c.site_id = e.site_id AND c.id = e.conversation_id
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
LEFT JOIN operators AS a ON e.author_kind = 'operator' AND a.id = e.author_id
LEFT JOIN operators AS o ON o.id = e.operator_id
LEFT JOIN departments AS d ON d.site_id = e.site_id AND d.id = e.department_id
LEFT JOIN entries AS m
    ON m.site_id = e.site_id AND m.conversation_id = e.conversation_id AND m.seq = e.message_seq;

CREATE OR REPLACE VIEW inbox_rows AS
SELECT
    c.site_id, c.id, c.visitor_id, v.name AS visitor_name, c.status, c.assignee_id, o.name AS assignee_name,
    c.last_seq, c.visitor_read_seq, c.operator_read_seq, u.unread_count,
    m.author_kind AS message_author_kind, m.author_id AS message_author_id,
    CASE m.author_kind WHEN 'operator' THEN mo.name ELSE v.name END AS message_author_name,
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

-- As in migration 0013, but for the snooze: a visitor's message ends it, and is the entry that says so.
CREATE OR REPLACE FUNCTION append_messages(
    site_ids uuid[],
    conversation_ids uuid[],
    author_kinds text[],
    author_ids uuid[],
    echo_ids uuid[],
    bodies text[]
)
RETURNS TABLE (
    site_id uuid, conversation_id uuid, seq bigint, prev_public_seq bigint, created_at timestamptz, xact_id xid8
)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH held AS MATERIALIZED (
        SELECT
            p.site_id, p.conversation_id, p.author_kind, p.author_id, p.echo_id, p.body,
            c.last_seq, c.last_public_seq,
            c.site_id = p.site_id
                AND c.status = 'open'
                AND NOT c.is_blocked
                AND CASE p.author_kind
                    WHEN 'visitor' THEN c.visitor_id = p.author_id
                        AND (s.required_consent_id IS NULL OR s.required_consent_id = c.consent_id)
                    ELSE c.assignee_id IS NOT NULL
                END
                AS is_plain
        FROM unnest(site_ids, conversation_ids, author_kinds, author_ids, echo_ids, bodies)
            AS p (site_id, conversation_id, author_kind, author_id, echo_id, body)
        JOIN conversations AS c ON c.id = p.conversation_id
        JOIN sites AS s ON s.id = p.site_id
        ORDER BY c.id
        FOR UPDATE OF c SKIP LOCKED
    ), added AS (
        INSERT INTO entries (
            site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, echo_id, body
        )
        SELECT
            p.site_id, p.conversation_id, p.last_seq + 1, 'message', true, p.last_public_seq,
            p.author_kind, p.author_id, p.echo_id, p.body
        FROM held AS p
        WHERE p.is_plain
        ON CONFLICT (site_id, conversation_id, echo_id) WHERE echo_id IS NOT NULL DO NOTHING
        RETURNING site_id, conversation_id, seq, prev_public_seq, author_kind, created_at, xact_id
    ), moved AS (
        UPDATE conversations AS c
        SET
            last_seq = a.seq,
            last_public_seq = a.seq,
            active_at = a.created_at,
            waiting_since = CASE a.author_kind WHEN 'visitor' THEN coalesce(c.waiting_since, a.created_at) END,
            snoozed_until = CASE a.author_kind WHEN 'operator' THEN c.snoozed_until END,
            visitor_read_seq = CASE a.author_kind WHEN 'visitor' THEN a.seq ELSE c.visitor_read_seq END,
            operator_read_seq = CASE a.author_kind WHEN 'operator' THEN a.seq ELSE c.operator_read_seq END
        FROM added AS a
        WHERE c.id = a.conversation_id
    )
    SELECT a.site_id, a.conversation_id, a.seq, a.prev_public_seq, a.created_at, a.xact_id
    FROM added AS a;
END;
$$;
