-- Links by which colleagues who have forgotten their password choose another one.

CREATE TABLE password_links (
    operator_id uuid PRIMARY KEY REFERENCES operators (id) ON DELETE CASCADE,
    token_sha256 bytea NOT NULL UNIQUE,
    made_by uuid NOT NULL REFERENCES operators (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
COMMENT ON TABLE password_links IS 'One of a person: the newest. A row goes when it is used, when password, name, address or access change, when sessions of its maker are ended, or once it has expired.';
COMMENT ON COLUMN password_links.token_sha256 IS '256 random bits are in the link, so a plain hash can''t be guessed. The token itself is only in the mail with the link, in outgoing_mails until it is sent, or 30 days where it was given up.';
