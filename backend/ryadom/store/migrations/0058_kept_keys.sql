-- Keys that outlive the server's secret key: what is known by them alone would be lost with it.

CREATE TABLE kept_keys (
    id uuid PRIMARY KEY,
    purpose text NOT NULL,
    sealed bytea NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX kept_keys_purpose ON kept_keys (purpose, made_at, id);
COMMENT ON TABLE kept_keys IS 'What secret keys have stood for in what is hashed or signed for ever, sealed under the newest of them.';
