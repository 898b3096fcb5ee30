-- Colleagues who are invited by mail, and colleagues whose access is closed while what they wrote stays.

ALTER TABLE operators ADD COLUMN deactivated_at timestamptz;
COMMENT ON COLUMN operators.deactivated_at IS 'Since when they may not sign in; what they wrote stays theirs.';

CREATE TABLE operator_invitations (
    id uuid PRIMARY KEY,
    token_sha256 bytea NOT NULL UNIQUE,
    email text NOT NULL,
    role text NOT NULL CHECK (role IN ('owner', 'admin', 'supervisor', 'operator', 'auditor')),
    site_ids uuid[] NOT NULL CHECK (cardinality(site_ids) > 0),
    invited_by uuid NOT NULL REFERENCES operators (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
COMMENT ON TABLE operator_invitations IS 'A row goes when the invitation is accepted or withdrawn, or some time after it has expired.';
COMMENT ON COLUMN operator_invitations.token_sha256 IS '256 random bits are in the link, so a plain hash can''t be guessed; the token itself is kept nowhere.';
COMMENT ON COLUMN operator_invitations.email IS 'Not unique: whether somebody else has invited this address is nobody''s business.';
