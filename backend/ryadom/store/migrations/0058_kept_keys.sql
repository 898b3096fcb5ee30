-- Keys that outlive the server's secret key: what is known by them alone would be lost with it.

CREATE TABLE kept_keys (
    id uuid PRIMARY KEY,
    purpose text NOT NULL,
    sealed bytea NOT NULL,
    is_own boolean NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX kept_keys_purpose ON kept_keys (purpose, made_at, id);
COMMENT ON TABLE kept_keys IS 'Random keys for one purpose each, and keys that were made of secret keys of before, sealed under the newest.';
COMMENT ON COLUMN kept_keys.is_own IS 'Made at random: it hashes and signs. The others only know again what they once have.';
