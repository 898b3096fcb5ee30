-- Destruction of personal data: acts and logs of it (RKN order 179), lifetimes after which it happens by itself, and holds.

-- What an act says and the product can't know.
ALTER TABLE controllers
    ADD COLUMN ispdn_name text NOT NULL DEFAULT '',
    ADD COLUMN officer_post text NOT NULL DEFAULT '',
    ADD COLUMN processor_name text NOT NULL DEFAULT '',
    ADD COLUMN processor_address text NOT NULL DEFAULT '';
COMMENT ON COLUMN controllers.ispdn_name IS 'How the controller''s own papers call the information system (ИСПДн).';
COMMENT ON COLUMN controllers.processor_name IS 'Who processes by mandate (152-FZ article 6 part 3), if anybody does.';

-- One row while a destruction is under way: what it says is committed together with each page that was erased.
CREATE TABLE destructions_begun (
    id uuid NOT NULL,
    controller_id uuid NOT NULL REFERENCES controllers (id),
    site_id uuid NOT NULL REFERENCES sites (id),
    visitor_id uuid,
    ground text NOT NULL,
    executor text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    resumed_at timestamptz[] NOT NULL DEFAULT '{}',
    changed jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (site_id, id),
    UNIQUE NULLS NOT DISTINCT (site_id, visitor_id)
);
COMMENT ON TABLE destructions_begun IS 'Not finished yet: there is no act of it. Whoever goes on finds it here.';
COMMENT ON COLUMN destructions_begun.visitor_id IS 'Whose data; null for a retention run, which is about many.';
COMMENT ON COLUMN destructions_begun.executor IS 'The operator''s name as it was; empty for a command line or the server itself.';
COMMENT ON COLUMN destructions_begun.changed IS 'Rows erased so far, by table.';

CREATE TABLE destruction_subjects (
    site_id uuid NOT NULL,
    destruction_id uuid NOT NULL,
    visitor_id uuid NOT NULL,
    categories text[] NOT NULL,
    PRIMARY KEY (site_id, destruction_id, visitor_id),
    FOREIGN KEY (site_id, destruction_id) REFERENCES destructions_begun (site_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE destruction_subjects IS 'Whose data has been erased so far; the act and its log take them over.';

CREATE TABLE destructions (
    id uuid PRIMARY KEY,
    controller_id uuid NOT NULL REFERENCES controllers (id),
    number bigint NOT NULL CHECK (number > 0),
    site_id uuid NOT NULL,
    ground text NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz NOT NULL CHECK (finished_at >= started_at),
    changed jsonb NOT NULL,
    subjects bigint NOT NULL CHECK (subjects > 0),
    act bytea NOT NULL,
    act_sha256 bytea NOT NULL CHECK (act_sha256 = sha256(act)),
    log bytea NOT NULL,
    log_sha256 bytea NOT NULL CHECK (log_sha256 = sha256(log)),
    kept_until timestamptz NOT NULL,
    UNIQUE (controller_id, number)
);
CREATE INDEX destructions_site ON destructions (site_id, finished_at DESC, id DESC);
ALTER TABLE destructions ALTER COLUMN act SET STORAGE EXTERNAL; -- a PDF is compressed already
COMMENT ON TABLE destructions IS 'Acts of destruction (PDF) and their logs (CSV), numbered per controller without gaps; append-only.';
COMMENT ON COLUMN destructions.kept_until IS 'RKN order 179: 3 years at least. No row is deleted by the product afterwards either.';

CREATE FUNCTION refuse_change_of_acts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'acts of destruction are append-only: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END;
$$;
CREATE TRIGGER destructions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON destructions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_acts();
-- ALWAYS: else a session that calls itself a replica would pass.
ALTER TABLE destructions ENABLE ALWAYS TRIGGER destructions_append_only;

CREATE TABLE lifetimes (
    site_id uuid NOT NULL REFERENCES sites (id) ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('messages', 'card', 'pages', 'consents')),
    days integer NOT NULL CHECK (days BETWEEN 1 AND 36500 AND (kind <> 'consents' OR days >= 1095)),
    set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    swept_until timestamptz,
    PRIMARY KEY (site_id, kind)
);
COMMENT ON TABLE lifetimes IS 'Without a row nothing of the kind is erased by itself.';
COMMENT ON COLUMN lifetimes.swept_until IS 'What ended before has been looked at. A hold that is lifted, or another lifetime, begins anew.';

CREATE TABLE legal_holds (
    id uuid NOT NULL,
    site_id uuid NOT NULL,
    visitor_id uuid NOT NULL,
    conversation_id uuid,
    reason text NOT NULL CHECK (reason <> ''),
    placed_by text NOT NULL,
    placed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    FOREIGN KEY (site_id, visitor_id) REFERENCES visitors (site_id, id),
    FOREIGN KEY (site_id, conversation_id) REFERENCES conversations (site_id, id),
    PRIMARY KEY (site_id, id),
    UNIQUE NULLS NOT DISTINCT (site_id, visitor_id, conversation_id)
);
COMMENT ON TABLE legal_holds IS 'While a row is here nothing it is about is erased. Lifting deletes it; the journal knows of both.';
COMMENT ON COLUMN legal_holds.conversation_id IS 'Null: everything of the person.';

-- The few whose consents ended with their erasure.
CREATE INDEX visitors_erased ON visitors (site_id, erased_at, id) WHERE erased_at IS NOT NULL;

-- Evidence of consents may go once it proves nothing any more: the owner has set a lifetime, and the consent ended that
-- long ago, by its withdrawal or the person's erasure. Looked at after the statement, so that the order of rows is all the same.
CREATE FUNCTION refuse_early_end_of_consents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT g.site_id, g.visitor_id, g.purpose FROM gone AS g) AS s
        CROSS JOIN LATERAL (
            SELECT e.action, e.created_at
            FROM (
                SELECT g.action, g.created_at, g.ordinal FROM gone AS g
                WHERE g.site_id = s.site_id AND g.visitor_id = s.visitor_id AND g.purpose = s.purpose
                UNION ALL
                SELECT c.action, c.created_at, c.ordinal FROM consent_events AS c
                WHERE c.site_id = s.site_id AND c.visitor_id = s.visitor_id AND c.purpose = s.purpose
            ) AS e
            ORDER BY e.ordinal DESC
            LIMIT 1
        ) AS newest
        LEFT JOIN visitors AS v ON v.site_id = s.site_id AND v.id = s.visitor_id
        LEFT JOIN lifetimes AS l ON l.site_id = s.site_id AND l.kind = 'consents'
        WHERE coalesce(
            greatest(newest.created_at, CASE newest.action WHEN 'given' THEN coalesce(v.erased_at, 'infinity') END)
                >= clock_timestamp() - make_interval(days => l.days),
            true
        )
    ) THEN
        RAISE EXCEPTION 'consent_events is kept as evidence: no row of it is deleted before its lifetime is over'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END;
$$;
DROP TRIGGER consent_events_kept ON consent_events;
CREATE TRIGGER consent_events_kept BEFORE UPDATE ON consent_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_consents();
CREATE TRIGGER consent_events_not_ended_early AFTER DELETE ON consent_events
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_early_end_of_consents();
