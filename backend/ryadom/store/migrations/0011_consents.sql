-- Consents (152-FZ article 9): their documents, who gave and withdrew them, and on what basis a site processes at all.

-- Sites that are there go on as they were: their owner has not said yet on what basis they process.
ALTER TABLE sites
    ADD COLUMN basis text NOT NULL DEFAULT 'undecided' CHECK (basis IN ('undecided', 'consent', 'other')),
    ADD COLUMN basis_wording text NOT NULL DEFAULT '',
    ADD CONSTRAINT sites_basis_worded CHECK ((basis = 'other') = (basis_wording <> ''));
COMMENT ON COLUMN sites.basis IS 'consent: nothing is taken from who has not agreed. undecided: nobody has chosen yet, nothing is refused, and the first consent to be published makes it consent.';
COMMENT ON COLUMN sites.basis_wording IS 'Of another basis: which, in the owner''s words, e.g. a contract with the visitor.';

CREATE TABLE consent_documents (
    id uuid PRIMARY KEY,
    controller_id uuid NOT NULL REFERENCES controllers (id),
    site_id uuid REFERENCES sites (id),
    purpose text NOT NULL CHECK (purpose IN ('processing', 'advertising', 'cross_border')),
    wording jsonb NOT NULL,
    version integer CHECK (version > 0),
    content bytea,
    sha256 bytea,
    published_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CHECK (num_nulls(version, content, sha256, published_at) IN (0, 4)),
    CHECK (sha256 = sha256(content)),
    UNIQUE NULLS NOT DISTINCT (controller_id, site_id, purpose, version)
);
COMMENT ON TABLE consent_documents IS 'A draft until it has a version; from then on nothing of it changes. One draft at a time for each purpose.';
COMMENT ON COLUMN consent_documents.site_id IS 'Null: of every site of the controller that has none of its own for this purpose.';
COMMENT ON COLUMN consent_documents.wording IS 'What its author wrote: a text for each field and language.';
COMMENT ON COLUMN consent_documents.content IS 'The text as published, in UTF-8: the bytes that sha256 is of.';

CREATE TABLE consent_events (
    site_id uuid NOT NULL REFERENCES sites (id),
    visitor_id uuid NOT NULL,
    ordinal bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    action text NOT NULL CHECK (action IN ('given', 'withdrawn')),
    document_id uuid NOT NULL REFERENCES consent_documents (id),
    purpose text NOT NULL,
    version integer NOT NULL,
    sha256 bytea NOT NULL,
    method text NOT NULL CHECK (method IN ('widget_checkbox', 'page', 'operator')),
    ip inet,
    user_agent text NOT NULL,
    page_url text NOT NULL,
    echo_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (site_id, visitor_id, ordinal),
    UNIQUE (site_id, visitor_id, document_id, action, echo_id)
);
COMMENT ON TABLE consent_events IS 'The evidence, append-only: the newest event of a visitor and a purpose says whether they agree.';
COMMENT ON COLUMN consent_events.visitor_id IS 'No reference: evidence is kept after the visitor has been erased.';
COMMENT ON COLUMN consent_events.ip IS 'Null where the address was not known, or an operator wrote it down.';
COMMENT ON COLUMN consent_events.echo_id IS 'Of the command. Sent again, it is no second consent: not even after a withdrawal in between.';
CREATE INDEX consent_events_withdrawn ON consent_events (site_id, created_at) WHERE action = 'withdrawn';

CREATE FUNCTION refuse_change_of_consents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is kept as evidence: no row of it is changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END;
$$;

CREATE TRIGGER consent_documents_kept BEFORE UPDATE OR DELETE ON consent_documents
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION refuse_change_of_consents();
CREATE TRIGGER consent_documents_not_emptied BEFORE TRUNCATE ON consent_documents
    EXECUTE FUNCTION refuse_change_of_consents();
CREATE TRIGGER consent_events_kept BEFORE UPDATE OR DELETE ON consent_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_consents();
CREATE TRIGGER consent_events_not_emptied BEFORE TRUNCATE ON consent_events
    EXECUTE FUNCTION refuse_change_of_consents();
