-- Requests of data subjects (152-FZ articles 14, 20 and 21): what they ask, by when the law wants an answer, what was done.

CREATE TABLE subject_request_numbers (
    controller_id uuid PRIMARY KEY REFERENCES controllers (id),
    last_number bigint NOT NULL
);
COMMENT ON TABLE subject_request_numbers IS 'The newest number of each controller: none is given twice, not even after the request was deleted.';

CREATE TABLE subject_requests (
    id uuid PRIMARY KEY,
    controller_id uuid NOT NULL REFERENCES controllers (id),
    number bigint NOT NULL CHECK (number > 0),
    site_id uuid REFERENCES sites (id),
    kind text NOT NULL
        CHECK (kind IN ('access', 'rectification', 'restriction', 'erasure', 'withdrawal', 'objection')),
    source text NOT NULL CHECK (source IN ('widget', 'email', 'panel')),
    subject_name text NOT NULL,
    contact text NOT NULL,
    body text NOT NULL,
    echo_id uuid NOT NULL,
    status text NOT NULL DEFAULT 'received'
        CHECK (status IN ('received', 'identity_check', 'in_work', 'answered', 'refused')),
    version integer NOT NULL DEFAULT 1,
    received_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    deadline_on date,
    extended_on date,
    extension_reason text,
    due_on date NOT NULL GENERATED ALWAYS AS (coalesce(extended_on, deadline_on, DATE '0001-01-01')) STORED,
    alarm_stage integer NOT NULL DEFAULT 0,
    identity_method text,
    identity_note text,
    identity_by uuid REFERENCES operators (id),
    identity_by_name text,
    identity_at timestamptz,
    closed_at timestamptz,
    outcome text,
    UNIQUE (controller_id, number),
    UNIQUE (controller_id, echo_id),
    CHECK ((closed_at IS NOT NULL) = (status IN ('answered', 'refused'))),
    CHECK (num_nulls(closed_at, outcome) IN (0, 2)),
    CHECK (num_nulls(identity_method, identity_note, identity_by_name, identity_at) IN (0, 4)),
    CHECK (num_nulls(extended_on, extension_reason) IN (0, 2))
);
COMMENT ON COLUMN subject_requests.site_id IS 'Where it came from; null until that is known.';
COMMENT ON COLUMN subject_requests.source IS 'widget: the public page of a consent. email, panel: an operator wrote it down.';
COMMENT ON COLUMN subject_requests.echo_id IS 'Of the form. Sent again, it is no second request.';
COMMENT ON COLUMN subject_requests.version IS 'Grows with every change: who decides on an older one is told so.';
COMMENT ON COLUMN subject_requests.deadline_on IS 'The last day, in Moscow; null where the calendar of working days does not reach so far yet.';
COMMENT ON COLUMN subject_requests.due_on IS 'What lists are ordered by: what has no deadline yet comes first.';
COMMENT ON COLUMN subject_requests.alarm_stage IS 'The last alarm that was raised; it only grows, whatever the clock says. An extension sets it back.';
COMMENT ON COLUMN subject_requests.identity_by_name IS 'As it was then: operators change names.';
CREATE INDEX subject_requests_open ON subject_requests (controller_id, due_on, id) WHERE closed_at IS NULL;
CREATE INDEX subject_requests_closed ON subject_requests (controller_id, closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX subject_requests_from_page ON subject_requests (controller_id, created_at) WHERE source = 'widget';

CREATE TABLE subject_request_people (
    site_id uuid NOT NULL REFERENCES sites (id),
    visitor_id uuid NOT NULL,
    request_id uuid NOT NULL REFERENCES subject_requests (id) ON DELETE CASCADE,
    added_by_name text NOT NULL,
    added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (site_id, visitor_id, request_id)
);
COMMENT ON TABLE subject_request_people IS 'Which visitors are meant: one person may have written from two browsers.';
COMMENT ON COLUMN subject_request_people.visitor_id IS 'No reference: it is kept after the visitor has been erased.';
CREATE INDEX subject_request_people_request ON subject_request_people (request_id);

CREATE TABLE subject_request_events (
    request_id uuid NOT NULL REFERENCES subject_requests (id) ON DELETE CASCADE,
    ordinal bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL,
    actor_id uuid REFERENCES operators (id),
    actor_name text NOT NULL,
    note text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (request_id, ordinal)
);
COMMENT ON TABLE subject_request_events IS 'What happened to a request, append-only.';
COMMENT ON COLUMN subject_request_events.actor_name IS 'As it was then; empty where the subject or the server did it.';

-- A request is kept for three years after its answer (Civil Code, article 196), and goes with its timeline, not before.
CREATE FUNCTION refuse_early_loss_of_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NULL OR OLD.closed_at > now() - interval '3 years' THEN
        RAISE EXCEPTION 'a request is kept for three years after its answer' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END;
$$;
CREATE TRIGGER subject_requests_kept BEFORE DELETE ON subject_requests
    FOR EACH ROW EXECUTE FUNCTION refuse_early_loss_of_request();

CREATE FUNCTION refuse_change_of_request_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A request that is deleted takes its timeline along: by then it is not there any more.
    IF TG_OP = 'DELETE' THEN
        IF NOT EXISTS (SELECT FROM subject_requests WHERE id = OLD.request_id) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'the timeline of a request is append-only: % is refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END;
$$;
CREATE TRIGGER subject_request_events_kept BEFORE UPDATE OR DELETE ON subject_request_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_request_events();
CREATE TRIGGER subject_request_events_not_emptied BEFORE TRUNCATE ON subject_request_events
    EXECUTE FUNCTION refuse_change_of_request_events();
