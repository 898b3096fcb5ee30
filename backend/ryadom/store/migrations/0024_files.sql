-- Files of conversations. Their contents lie in a folder, under the hash of each: one content is there once a site.

CREATE TABLE file_contents (
    site_id uuid NOT NULL REFERENCES sites (id),
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    size_bytes bigint NOT NULL CHECK (size_bytes > 0),
    kept_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, sha256)
);
COMMENT ON TABLE file_contents IS
    'Contents that lie in the folder, or may: the row is there before the content, and goes after it.';

CREATE TABLE files (
    site_id uuid NOT NULL,
    id uuid NOT NULL,
    visitor_id uuid NOT NULL,
    author_kind text NOT NULL CHECK (author_kind IN ('visitor', 'operator')),
    author_id uuid NOT NULL,
    conversation_id uuid,
    seq bigint,
    sha256 bytea NOT NULL,
    name text NOT NULL,
    media_type text NOT NULL,
    size_bytes bigint NOT NULL,
    width integer,
    height integer,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, id),
    FOREIGN KEY (site_id, sha256) REFERENCES file_contents (site_id, sha256),
    CHECK ((conversation_id IS NULL) = (seq IS NULL))
);
COMMENT ON TABLE files IS 'What was uploaded. Several files, of several people too, may have one content.';
COMMENT ON COLUMN files.visitor_id IS 'Whose conversation it is for, whoever uploaded it.';
COMMENT ON COLUMN files.seq IS 'The message it was sent with; null while it is only uploaded, for a day at most.';
CREATE INDEX files_visitor ON files (site_id, visitor_id, id);
CREATE INDEX files_conversation ON files (site_id, conversation_id, id) WHERE conversation_id IS NOT NULL;
CREATE INDEX files_content ON files (site_id, sha256);
CREATE INDEX files_unsent ON files (created_at) WHERE seq IS NULL;

-- What a message tells of its files lies in its entry: history costs no more for it.
ALTER TABLE entries ADD COLUMN files jsonb;
COMMENT ON COLUMN entries.files IS 'Of a message with files: ryadom.protocol.shared.FileRef, in order; null of any other.';

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
    e.message_seq, e.score, e.choices, e.files
FROM entries AS e
JOIN conversations AS c ON c.site_id = e.site_id AND c.id = e.conversation_id
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
LEFT JOIN operators AS a ON e.author_kind = 'operator' AND a.id = e.author_id
LEFT JOIN operators AS o ON o.id = e.operator_id
LEFT JOIN departments AS d ON d.site_id = e.site_id AND d.id = e.department_id
LEFT JOIN entries AS m
    ON m.site_id = e.site_id AND m.conversation_id = e.conversation_id AND m.seq = e.message_seq;
