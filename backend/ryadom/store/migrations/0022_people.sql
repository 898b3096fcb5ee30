-- Departments (направления) that visitors choose from, and what visitors see of who answers them: a name and a picture.

CREATE TABLE departments (
    site_id uuid NOT NULL REFERENCES sites (id),
    id uuid NOT NULL,
    name text NOT NULL CHECK (name <> ''),
    name_en text NOT NULL DEFAULT '',
    place integer NOT NULL,
    archived_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, id)
);
COMMENT ON COLUMN departments.name IS 'As operators see it, and visitors of pages that are not in English.';
COMMENT ON COLUMN departments.name_en IS 'On pages in English; empty: as name.';
COMMENT ON COLUMN departments.place IS '0, 1, 2 …: the order in which they are offered.';
COMMENT ON COLUMN departments.archived_at IS 'Since when it is not offered any more; conversations keep it.';

CREATE TABLE department_members (
    site_id uuid NOT NULL,
    department_id uuid NOT NULL,
    operator_id uuid NOT NULL,
    PRIMARY KEY (site_id, department_id, operator_id),
    FOREIGN KEY (site_id, department_id) REFERENCES departments (site_id, id),
    -- Whoever is taken off a site is in none of its departments either.
    FOREIGN KEY (site_id, operator_id) REFERENCES operator_sites (site_id, operator_id) ON DELETE CASCADE
);
CREATE INDEX department_members_operator ON department_members (operator_id, site_id);

CREATE TABLE department_choices (
    site_id uuid PRIMARY KEY REFERENCES sites (id),
    version bigint NOT NULL CHECK (version > 0),
    is_required boolean NOT NULL
);
COMMENT ON TABLE department_choices IS 'How a site''s departments are offered: of sites where somebody has made some.';
COMMENT ON COLUMN department_choices.version IS '1, 2, 3 …: of all the site''s departments together; whoever changes them names the one they have seen.';
COMMENT ON COLUMN department_choices.is_required IS 'Whether the widget asks for one before the first message.';

-- Not valid: that is, not checked in rows that are there. They have none, and a look at each would hold up every writer.
ALTER TABLE conversations
    ADD COLUMN department_id uuid,
    ADD CONSTRAINT conversations_department
        FOREIGN KEY (site_id, department_id) REFERENCES departments (site_id, id) NOT VALID;
-- No foreign key here: it would be looked at with every message, and departments are archived, never deleted.
ALTER TABLE entries
    ADD COLUMN department_id uuid,
    ADD CONSTRAINT entries_department_kind CHECK (kind = 'assignment' OR department_id IS NULL) NOT VALID;
COMMENT ON COLUMN entries.department_id IS 'Of an assignment: which department it gave the conversation to; null: it stays in its.';

ALTER TABLE operators
    ADD COLUMN public_name text NOT NULL DEFAULT '',
    ADD COLUMN avatar bytea,
    ADD COLUMN avatar_digest text GENERATED ALWAYS AS (left(encode(sha256(avatar), 'hex'), 32)) STORED;
COMMENT ON COLUMN operators.public_name IS 'The name that visitors see; empty: the account''s.';
COMMENT ON COLUMN operators.avatar IS 'A small square picture, as ryadom.core.avatars made it; any visitor may fetch it.';
COMMENT ON COLUMN operators.avatar_digest IS 'Its address: it changes with the picture.';
CREATE INDEX operators_avatar ON operators (avatar_digest) WHERE avatar_digest IS NOT NULL;

CREATE OR REPLACE VIEW conversation_heads AS
SELECT
    c.site_id, c.id, c.visitor_id, v.name AS visitor_name, c.status, c.assignee_id, o.name AS assignee_name,
    c.last_seq, c.last_public_seq, c.visitor_read_seq, c.operator_read_seq, c.created_at,
    c.is_blocked,
    o.public_name AS assignee_public_name, o.avatar_digest AS assignee_avatar
FROM conversations AS c
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
LEFT JOIN operators AS o ON o.id = c.assignee_id;

CREATE OR REPLACE VIEW inbox_rows AS
SELECT
    c.site_id, c.id, c.visitor_id, v.name AS visitor_name, c.status, c.assignee_id, o.name AS assignee_name,
    c.last_seq, c.visitor_read_seq, c.operator_read_seq, u.unread_count,
    m.author_kind AS message_author_kind, m.author_id AS message_author_id,
    CASE m.author_kind WHEN 'operator' THEN mo.name ELSE v.name END AS message_author_name,
    m.body AS message_body, m.created_at AS message_created_at,
    c.page_url, c.page_title, c.page_referrer, c.queued_at, c.waiting_since, c.active_at, c.created_at,
    c.department_id, d.name AS department_name
FROM conversations AS c
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
LEFT JOIN operators AS o ON o.id = c.assignee_id
LEFT JOIN departments AS d ON d.site_id = c.site_id AND d.id = c.department_id
LEFT JOIN LATERAL (
    SELECT e.author_kind, e.author_id, left(e.body, 200) AS body, e.created_at
    FROM entries AS e
    WHERE e.site_id = c.site_id AND e.conversation_id = c.id AND e.kind = 'message' AND e.public
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

CREATE OR REPLACE VIEW entries_shown AS
SELECT
    e.site_id,
    e.conversation_id, e.seq, e.kind, e.public, e.prev_public_seq, e.author_kind, e.author_id,
    CASE e.author_kind WHEN 'operator' THEN a.name ELSE v.name END AS author_name,
    e.echo_id, e.body, e.operator_id, o.name AS operator_name, e.status, e.created_at,
    a.public_name AS author_public_name, a.avatar_digest AS author_avatar,
    o.public_name AS operator_public_name, o.avatar_digest AS operator_avatar,
    e.department_id, d.name AS department_name
FROM entries AS e
JOIN conversations AS c ON c.site_id = e.site_id AND c.id = e.conversation_id
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
LEFT JOIN operators AS a ON e.author_kind = 'operator' AND a.id = e.author_id
LEFT JOIN operators AS o ON o.id = e.operator_id
LEFT JOIN departments AS d ON d.site_id = e.site_id AND d.id = e.department_id;
