-- Webhooks: whom to tell of what happens, and what is still to be told. Events are fanned out from the feed of entries, so a
-- message pays nothing; what is no entry (a customer, a consent, a subject's request) leaves a line by triggers, and only where
-- there is anybody to be told.

ALTER TABLE egress_recipients
    ADD COLUMN most_data text NOT NULL DEFAULT 'ids' CHECK (most_data IN ('ids', 'contents', 'contents_and_contacts'));
COMMENT ON COLUMN egress_recipients.most_data IS 'The most that webhooks may send there, whatever their endpoint asks for.';

CREATE TABLE webhook_endpoints (
    id uuid PRIMARY KEY,
    controller_id uuid NOT NULL REFERENCES controllers (id),
    site_ids uuid[] NOT NULL DEFAULT '{}',
    events text[] NOT NULL CHECK (events <> '{}'),
    data text NOT NULL CHECK (data IN ('ids', 'contents', 'contents_and_contacts')),
    origin text NOT NULL,
    sealed_url bytea NOT NULL,
    sealed_secret bytea NOT NULL,
    sealed_before bytea,
    before_until timestamptz,
    made_at timestamptz NOT NULL DEFAULT now(),
    failures integer NOT NULL DEFAULT 0,
    failing_since timestamptz,
    failed_at timestamptz,
    paused_until timestamptz,
    disabled_at timestamptz,
    disabled_because text NOT NULL DEFAULT '',
    leased_by uuid,
    leased_until timestamptz,
    CHECK ((failures = 0) = (failing_since IS NULL)),
    CHECK ((sealed_before IS NULL) = (before_until IS NULL))
);
COMMENT ON COLUMN webhook_endpoints.site_ids IS 'Empty: all sites of the controller, also those that come later.';
COMMENT ON COLUMN webhook_endpoints.events IS 'ryadom.core.webhooks.events.Event: of what it is told.';
COMMENT ON COLUMN webhook_endpoints.origin IS 'Scheme, host and port of the URL, whose path may be a secret.';
COMMENT ON COLUMN webhook_endpoints.sealed_url IS 'Sealed by ryadom.core.sealing, as the secrets are.';
COMMENT ON COLUMN webhook_endpoints.sealed_before IS 'The secret before the newest, by which deliveries are signed too until before_until.';
COMMENT ON COLUMN webhook_endpoints.failures IS 'How many attempts have failed since one succeeded.';
COMMENT ON COLUMN webhook_endpoints.failed_at IS 'When one failed last: what was not tried for long does not fail for long.';
COMMENT ON COLUMN webhook_endpoints.paused_until IS 'It asked for a rest, or has failed several times: nothing is tried before.';
COMMENT ON COLUMN webhook_endpoints.leased_by IS 'The process that delivers to it: one at a time, which keeps the order.';

CREATE TABLE webhook_feed (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    cluster text NOT NULL DEFAULT '',
    cursor text NOT NULL DEFAULT '',
    read_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE webhook_feed IS 'How far the entries have been fanned out: one row.';
COMMENT ON COLUMN webhook_feed.cursor IS 'Empty: there is nobody to be told, so nothing is read.';
INSERT INTO webhook_feed DEFAULT VALUES;

CREATE TABLE webhook_news (
    ordinal bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event text NOT NULL,
    controller_id uuid,
    site_id uuid,
    visitor_id uuid,
    object_id uuid NOT NULL,
    seq bigint NOT NULL DEFAULT 0,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE webhook_news IS 'What has happened and is no entry, until it is fanned out: a second or so.';
COMMENT ON COLUMN webhook_news.controller_id IS 'Of a subject''s request, which may be about no site; else the site''s.';
COMMENT ON COLUMN webhook_news.visitor_id IS 'Whose rows it goes with; nobody''s where it tells that somebody was erased.';

CREATE TABLE webhook_deliveries (
    endpoint_id uuid NOT NULL REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
    event_id uuid NOT NULL,
    ordinal bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    event text NOT NULL,
    site_id uuid,
    visitor_id uuid,
    object_id uuid NOT NULL,
    seq bigint NOT NULL DEFAULT 0,
    message_seq bigint NOT NULL DEFAULT 0,
    happened_at timestamptz NOT NULL,
    queued_at timestamptz NOT NULL DEFAULT now(),
    due_at timestamptz DEFAULT now(),
    attempts integer NOT NULL DEFAULT 0,
    outcome text CHECK (outcome IN ('delivered', 'given_up', 'dropped')),
    tried_at timestamptz,
    status integer,
    took_ms integer,
    failure text NOT NULL DEFAULT '',
    answer text NOT NULL DEFAULT '',
    PRIMARY KEY (endpoint_id, event_id),
    CHECK ((due_at IS NULL) = (outcome IS NOT NULL))
);
COMMENT ON TABLE webhook_deliveries IS 'What endpoints are to be told, and were: ids only. What is sent is read when it is sent.';
COMMENT ON COLUMN webhook_deliveries.event_id IS 'The webhook-id: the same whoever is told, and however often.';
COMMENT ON COLUMN webhook_deliveries.object_id IS 'The conversation, the visitor, or the subject''s request.';
COMMENT ON COLUMN webhook_deliveries.seq IS 'Of the entry; of a consent its ordinal.';
COMMENT ON COLUMN webhook_deliveries.message_seq IS 'Of which message an event of messages tells.';
COMMENT ON COLUMN webhook_deliveries.answer IS 'The beginning of what the receiver answered last.';
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint_id, due_at, ordinal) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (queued_at) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_deliveries_log ON webhook_deliveries (endpoint_id, ordinal);
CREATE INDEX webhook_deliveries_visitor ON webhook_deliveries (site_id, visitor_id, ordinal);
CREATE INDEX webhook_deliveries_queued ON webhook_deliveries (queued_at);
-- Each row is written, tried and noted within a second or so: at the usual fifth of a large log what is due would lie among
-- as many dead entries of its index.
ALTER TABLE webhook_deliveries SET (
    autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000,
    autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05
);
ALTER TABLE webhook_news SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

CREATE FUNCTION note_webhook_news(
    event text, controller_id uuid, site_id uuid, visitor_id uuid, object_id uuid, seq bigint DEFAULT 0
) RETURNS void LANGUAGE sql AS $$
    INSERT INTO webhook_news (event, controller_id, site_id, visitor_id, object_id, seq)
    SELECT $1, $2, $3, $4, $5, $6
    WHERE EXISTS (SELECT FROM webhook_endpoints WHERE disabled_at IS NULL);
$$;

CREATE FUNCTION note_webhook_customer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed record := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    PERFORM note_webhook_news('customer.updated', NULL, changed.site_id, changed.visitor_id, changed.visitor_id);
    RETURN NULL;
END;
$$;
CREATE TRIGGER customer_cards_told AFTER INSERT OR UPDATE OR DELETE ON customer_cards
    FOR EACH ROW EXECUTE FUNCTION note_webhook_customer();
CREATE TRIGGER visitor_identities_told AFTER INSERT OR UPDATE OR DELETE ON visitor_identities
    FOR EACH ROW EXECUTE FUNCTION note_webhook_customer();

CREATE FUNCTION note_webhook_visitor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM note_webhook_news('customer.created', NULL, NEW.site_id, NEW.id, NEW.id);
    ELSIF NEW.erased_at IS NOT NULL THEN
        PERFORM note_webhook_news('customer.erased', NULL, NEW.site_id, NULL, NEW.id);
    ELSE
        PERFORM note_webhook_news('customer.updated', NULL, NEW.site_id, NEW.id, NEW.id);
    END IF;
    RETURN NULL;
END;
$$;
CREATE TRIGGER visitors_told_created AFTER INSERT ON visitors FOR EACH ROW EXECUTE FUNCTION note_webhook_visitor();
CREATE TRIGGER visitors_told_changed AFTER UPDATE OF name, erased_at ON visitors
    FOR EACH ROW
    WHEN (NEW.name IS DISTINCT FROM OLD.name OR (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL))
    EXECUTE FUNCTION note_webhook_visitor();

CREATE FUNCTION note_webhook_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_webhook_news('consent.' || NEW.action, NULL, NEW.site_id, NEW.visitor_id, NEW.visitor_id, NEW.ordinal);
    RETURN NULL;
END;
$$;
CREATE TRIGGER consent_events_told AFTER INSERT ON consent_events FOR EACH ROW EXECUTE FUNCTION note_webhook_consent();

CREATE FUNCTION note_webhook_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_webhook_news('subject_request.created', NEW.controller_id, NEW.site_id, NULL, NEW.id);
    RETURN NULL;
END;
$$;
CREATE TRIGGER subject_requests_told AFTER INSERT ON subject_requests FOR EACH ROW EXECUTE FUNCTION note_webhook_request();
