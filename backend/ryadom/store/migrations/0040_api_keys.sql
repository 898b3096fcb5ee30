-- Keys by which programs of the controller ask for data (/api/v1). A key is shown once; here is only its hash, which
-- nobody can find a key by: keys are 256 random bits.
CREATE TABLE api_keys (
    id uuid PRIMARY KEY,
    controller_id uuid NOT NULL REFERENCES controllers (id),
    name text NOT NULL CHECK (name <> ''),
    secret_sha256 bytea NOT NULL UNIQUE CHECK (octet_length(secret_sha256) = 32),
    scopes text[] NOT NULL CHECK (scopes <> '{}'),
    site_ids uuid[] NOT NULL DEFAULT '{}',
    made_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz CHECK (expires_at > made_at),
    used_at timestamptz,
    revoked_at timestamptz
);
COMMENT ON COLUMN api_keys.scopes IS 'ryadom.core.api_keys.Scope: what the key may be used for.';
COMMENT ON COLUMN api_keys.site_ids IS 'Empty: all sites of the controller, also those that come later.';
COMMENT ON COLUMN api_keys.used_at IS 'To the minute or so: not written at every request.';
