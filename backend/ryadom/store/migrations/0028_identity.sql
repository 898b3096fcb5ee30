-- Who visitors are by the word of their site's own server, and what its pages tell of them.

CREATE TABLE identity_secrets (
    site_id uuid PRIMARY KEY REFERENCES sites (id),
    version bigint NOT NULL CHECK (version > 0),
    sealed bytea NOT NULL,
    sealed_before bytea,
    made_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE identity_secrets IS 'With what a site signs who its visitors are; of sites that have made one.';
COMMENT ON COLUMN identity_secrets.version IS '1, 2, 3 …: whoever changes them names the version they have seen.';
COMMENT ON COLUMN identity_secrets.sealed IS 'The newest secret, sealed by ryadom.core.sealing.';
COMMENT ON COLUMN identity_secrets.sealed_before IS 'The one before, which is good until it is taken back or replaced.';

CREATE TABLE visitor_identities (
    site_id uuid NOT NULL,
    visitor_id uuid NOT NULL,
    external_id text NOT NULL CHECK (external_id <> ''),
    name text NOT NULL DEFAULT '',
    email text NOT NULL DEFAULT '',
    phone text NOT NULL DEFAULT '',
    is_verified boolean NOT NULL,
    identified_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, visitor_id),
    FOREIGN KEY (site_id, visitor_id) REFERENCES visitors (site_id, id)
);
CREATE INDEX visitor_identities_external ON visitor_identities (site_id, external_id);
COMMENT ON TABLE visitor_identities IS 'Of visitors with a conversation whom their site has identified, with a valid signature.';
COMMENT ON COLUMN visitor_identities.external_id IS 'Their number at the site, signed in any case. Several visitors, that is browsers, may have it.';
COMMENT ON COLUMN visitor_identities.is_verified IS 'Whether name, e-mail and phone were signed too; else the page alone told them.';

CREATE TABLE visitor_attributes (
    site_id uuid NOT NULL,
    visitor_id uuid NOT NULL,
    attributes jsonb NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, visitor_id),
    FOREIGN KEY (site_id, visitor_id) REFERENCES visitors (site_id, id)
);
COMMENT ON COLUMN visitor_attributes.attributes IS 'As the page told them; nothing of it is signed. At most 50 keys and 16 kB.';

CREATE TABLE visitor_events (
    site_id uuid NOT NULL,
    visitor_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    properties jsonb NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (site_id, visitor_id, id),
    FOREIGN KEY (site_id, visitor_id) REFERENCES visitors (site_id, id)
);
COMMENT ON TABLE visitor_events IS 'What pages told of by track(), the newest 100 of each visitor.';
COMMENT ON COLUMN visitor_events.id IS 'The echo_id: an event that is sent again is there once.';
