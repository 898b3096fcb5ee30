-- Connectors to CRMs, and what of conversations they have pushed or are to push. What is pushed is read when it is sent; a row
-- here has numbers, and what became of them.

CREATE TABLE connectors (
    id uuid PRIMARY KEY,
    controller_id uuid NOT NULL REFERENCES controllers (id),
    site_ids uuid[] NOT NULL DEFAULT '{}',
    kind text NOT NULL,
    origin text NOT NULL,
    sealed_settings bytea NOT NULL,
    mapping text NOT NULL DEFAULT '{}',
    rules text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    failures integer NOT NULL DEFAULT 0,
    failing_since timestamptz,
    paused_until timestamptz,
    trouble text NOT NULL DEFAULT '',
    stopped_at timestamptz,
    disabled_at timestamptz,
    generation integer NOT NULL DEFAULT 0,
    leased_by uuid,
    leased_until timestamptz,
    CHECK ((failures = 0) = (failing_since IS NULL))
);
COMMENT ON COLUMN connectors.site_ids IS 'Empty: all sites of the controller, also those that come later.';
COMMENT ON COLUMN connectors.kind IS 'The name of one of ryadom.core.connectors.kinds.KINDS.';
COMMENT ON COLUMN connectors.origin IS 'Scheme, host and port of the account, whose path may be a secret.';
COMMENT ON COLUMN connectors.sealed_settings IS 'JSON as its kind has it, sealed by ryadom.core.sealing.';
COMMENT ON COLUMN connectors.mapping IS 'JSON: templates by the names of the CRM''s fields.';
COMMENT ON COLUMN connectors.rules IS 'JSON: ryadom.store.connectors.Rules.';
COMMENT ON COLUMN connectors.trouble IS 'In Russian, what keeps it from pushing now.';
COMMENT ON COLUMN connectors.stopped_at IS 'Its settings are wrong: what is to be pushed is queued, and waits for somebody to change them.';
COMMENT ON COLUMN connectors.disabled_at IS 'By hand: nothing is queued.';
COMMENT ON COLUMN connectors.generation IS 'How often its settings were changed: who pushes by older ones notes nothing more.';
COMMENT ON COLUMN connectors.leased_by IS 'The process that pushes for it: one at a time, or a conversation might become two cards.';

CREATE TABLE connector_pushes (
    site_id uuid NOT NULL,
    connector_id uuid NOT NULL REFERENCES connectors (id) ON DELETE CASCADE,
    conversation_id uuid NOT NULL,
    ordinal bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    visitor_id uuid NOT NULL,
    cause text NOT NULL,
    status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'sent', 'failed', 'refused')),
    asks integer NOT NULL DEFAULT 1,
    queued_at timestamptz NOT NULL DEFAULT now(),
    due_at timestamptz DEFAULT now(),
    attempts integer NOT NULL DEFAULT 0,
    tried_at timestamptz,
    sent_at timestamptz,
    remote_id text NOT NULL DEFAULT '',
    url text NOT NULL DEFAULT '',
    told_seq bigint NOT NULL DEFAULT 0,
    failure text NOT NULL DEFAULT '',
    PRIMARY KEY (site_id, connector_id, conversation_id),
    CHECK ((due_at IS NULL) = (status <> 'pending'))
);
COMMENT ON COLUMN connector_pushes.cause IS 'ryadom.core.connectors.protocol.Trigger: why it was asked for last.';
COMMENT ON COLUMN connector_pushes.status IS 'refused: by us (no basis, no contacts, blocked); failed: by the CRM, or it took too long.';
COMMENT ON COLUMN connector_pushes.asks IS 'How often it was asked for: one who pushes sees whether it was again meanwhile.';
COMMENT ON COLUMN connector_pushes.due_at IS 'Before a write it is put off for as long as it takes to be known whether a lost one was done.';
COMMENT ON COLUMN connector_pushes.told_seq IS 'Up to which entry the CRM has the transcript.';
COMMENT ON COLUMN connector_pushes.failure IS 'In Russian, why it is not sent; it may repeat words of the CRM''s.';
CREATE INDEX connector_pushes_due ON connector_pushes (connector_id, due_at, ordinal) WHERE due_at IS NOT NULL;
CREATE INDEX connector_pushes_log ON connector_pushes (connector_id, ordinal);
CREATE INDEX connector_pushes_visitor ON connector_pushes (site_id, visitor_id, ordinal);

-- What is no entry leaves a line for whoever is to be told: now connectors, too, want to know of contacts that were written down.
CREATE OR REPLACE FUNCTION note_webhook_news(
    event text, controller_id uuid, site_id uuid, visitor_id uuid, object_id uuid, seq bigint DEFAULT 0
) RETURNS void LANGUAGE sql AS $$
    INSERT INTO webhook_news (event, controller_id, site_id, visitor_id, object_id, seq)
    SELECT $1, $2, $3, $4, $5, $6
    WHERE EXISTS (SELECT FROM webhook_endpoints WHERE disabled_at IS NULL)
        OR EXISTS (SELECT FROM connectors WHERE disabled_at IS NULL);
$$;
