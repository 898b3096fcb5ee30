-- Sites, operators, visitors, conversations and their timelines.
-- Rows of a site begin their key with site_id, so that a sharded Postgres can distribute by it.

CREATE TABLE sites (
    id uuid PRIMARY KEY,
    key text NOT NULL UNIQUE CHECK (key ~ '^[A-Za-z0-9_-]{8,64}$'),
    name text NOT NULL CHECK (name <> ''),
    origins text[] NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN sites.key IS 'The embed key in the script tag: public.';
COMMENT ON COLUMN sites.origins IS 'Origins whose pages may open a chat, as browsers write them: https://shop.ru, http://localhost:8001.';

CREATE TABLE operators (
    id uuid PRIMARY KEY,
    email text NOT NULL,
    name text NOT NULL CHECK (name <> ''),
    password_hash text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX operators_email ON operators (lower(email));

CREATE TABLE operator_sites (
    site_id uuid NOT NULL REFERENCES sites (id) ON DELETE CASCADE,
    operator_id uuid NOT NULL REFERENCES operators (id) ON DELETE CASCADE,
    PRIMARY KEY (site_id, operator_id)
);
CREATE INDEX operator_sites_operator ON operator_sites (operator_id);

CREATE TABLE operator_sessions (
    id uuid PRIMARY KEY,
    operator_id uuid NOT NULL REFERENCES operators (id) ON DELETE CASCADE,
    token_sha256 bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX operator_sessions_operator ON operator_sessions (operator_id);
COMMENT ON COLUMN operator_sessions.token_sha256 IS 'The cookie itself is not kept: a stolen dump signs nobody in.';

CREATE TABLE sign_in_failures (
    key_hmac bytea PRIMARY KEY,
    failures integer NOT NULL,
    last_failed_at timestamptz NOT NULL
);
COMMENT ON COLUMN sign_in_failures.key_hmac IS 'Keyed hash of the account, the network address, or both: no address is kept.';

CREATE TABLE visitors (
    site_id uuid NOT NULL REFERENCES sites (id),
    id uuid NOT NULL,
    name text NOT NULL DEFAULT '',
    locale text NOT NULL,
    revoked_generation bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, id)
);
COMMENT ON TABLE visitors IS 'A row is made by the first message, not before.';
COMMENT ON COLUMN visitors.revoked_generation IS 'Tokens of this generation and older are refused.';

CREATE TABLE conversations (
    site_id uuid NOT NULL,
    id uuid NOT NULL,
    visitor_id uuid NOT NULL,
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed')),
    assignee_id uuid REFERENCES operators (id),
    last_seq bigint NOT NULL DEFAULT 0,
    last_public_seq bigint NOT NULL DEFAULT 0,
    visitor_read_seq bigint NOT NULL DEFAULT 0,
    operator_read_seq bigint NOT NULL DEFAULT 0,
    page_url text,
    page_title text,
    page_referrer text,
    queued_at timestamptz,
    waiting_since timestamptz,
    active_at timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, id),
    FOREIGN KEY (site_id, visitor_id) REFERENCES visitors (site_id, id),
    CHECK ((queued_at IS NOT NULL) = (status = 'open' AND assignee_id IS NULL)),
    CHECK (last_public_seq <= last_seq)
);
COMMENT ON COLUMN conversations.last_seq IS 'Newest entry of the timeline, and the version of the conversation.';
COMMENT ON COLUMN conversations.last_public_seq IS 'Newest entry that the visitor may see.';
COMMENT ON COLUMN conversations.queued_at IS 'Since when it has been open and nobody''s.';
COMMENT ON COLUMN conversations.waiting_since IS 'When the visitor wrote what no operator has answered yet.';
CREATE INDEX conversations_visitor ON conversations (site_id, visitor_id, created_at DESC);
CREATE INDEX conversations_queue ON conversations (site_id, queued_at, id) WHERE queued_at IS NOT NULL;
CREATE INDEX conversations_assignee ON conversations (site_id, assignee_id, active_at DESC, id DESC) WHERE status = 'open';
CREATE INDEX conversations_activity ON conversations (site_id, status, active_at DESC, id DESC);

CREATE TABLE entries (
    site_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL CHECK (seq > 0),
    kind text NOT NULL CHECK (kind IN ('message', 'assignment', 'status')),
    public boolean NOT NULL,
    prev_public_seq bigint NOT NULL,
    author_kind text NOT NULL CHECK (author_kind IN ('visitor', 'operator')),
    author_id uuid NOT NULL,
    echo_id uuid,
    body text CHECK ((kind = 'message') = (body IS NOT NULL)),
    operator_id uuid REFERENCES operators (id) CHECK (kind = 'assignment' OR operator_id IS NULL),
    status text CHECK ((kind = 'status') = (status IS NOT NULL)),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (site_id, conversation_id, seq),
    FOREIGN KEY (site_id, conversation_id) REFERENCES conversations (site_id, id)
);
COMMENT ON TABLE entries IS 'The timeline: every durable change of a conversation takes the next seq.';
COMMENT ON COLUMN entries.public IS 'Whether the visitor may see it; operators see all.';
COMMENT ON COLUMN entries.prev_public_seq IS 'The newest seq below this one that the visitor may see.';
COMMENT ON COLUMN entries.operator_id IS 'Of an assignment: who has it now; null sends it back to the queue.';
CREATE UNIQUE INDEX entries_echo ON entries (site_id, conversation_id, echo_id) WHERE echo_id IS NOT NULL;

CREATE VIEW messages AS
SELECT site_id, conversation_id, seq, author_kind, author_id, echo_id, body, created_at
FROM entries
WHERE kind = 'message';
COMMENT ON VIEW messages IS 'The entries that carry words.';

CREATE VIEW conversation_heads AS
SELECT
    c.site_id, c.id, c.visitor_id, v.name AS visitor_name, c.status, c.assignee_id, o.name AS assignee_name,
    c.last_seq, c.last_public_seq, c.visitor_read_seq, c.operator_read_seq, c.created_at
FROM conversations AS c
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
LEFT JOIN operators AS o ON o.id = c.assignee_id;
COMMENT ON VIEW conversation_heads IS 'What a write needs to know of a conversation.';

CREATE VIEW inbox_rows AS
SELECT
    c.site_id, c.id, c.visitor_id, v.name AS visitor_name, c.status, c.assignee_id, o.name AS assignee_name,
    c.last_seq, c.visitor_read_seq, c.operator_read_seq, u.unread_count,
    m.author_kind AS message_author_kind, m.author_id AS message_author_id,
    CASE m.author_kind WHEN 'operator' THEN mo.name ELSE v.name END AS message_author_name,
    m.body AS message_body, m.created_at AS message_created_at,
    c.page_url, c.page_title, c.page_referrer, c.queued_at, c.waiting_since, c.active_at, c.created_at
FROM conversations AS c
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
LEFT JOIN operators AS o ON o.id = c.assignee_id
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
COMMENT ON VIEW inbox_rows IS 'What a row of the inbox shows; join it to a page of keys, never sort it whole.';

CREATE VIEW entries_shown AS
SELECT
    e.site_id,
    e.conversation_id, e.seq, e.kind, e.public, e.prev_public_seq, e.author_kind, e.author_id,
    CASE e.author_kind WHEN 'operator' THEN a.name ELSE v.name END AS author_name,
    e.echo_id, e.body, e.operator_id, o.name AS operator_name, e.status, e.created_at
FROM entries AS e
JOIN conversations AS c ON c.site_id = e.site_id AND c.id = e.conversation_id
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
LEFT JOIN operators AS a ON e.author_kind = 'operator' AND a.id = e.author_id
LEFT JOIN operators AS o ON o.id = e.operator_id;
COMMENT ON VIEW entries_shown IS 'Entries with the names they are shown with.';
