-- Incidents with personal data (152-FZ article 21 part 3.1), alarms of a controller, and sites where health data may come.

CREATE TABLE incidents (
    controller_id uuid NOT NULL REFERENCES controllers (id),
    id uuid NOT NULL UNIQUE,
    number integer NOT NULL CHECK (number > 0),
    version integer NOT NULL DEFAULT 1,
    title text NOT NULL,
    happened text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('access', 'transfer', 'spreading', 'accident')),
    discovered_at timestamptz NOT NULL,
    occurred_from timestamptz,
    occurred_to timestamptz,
    categories text[] NOT NULL,
    cause text NOT NULL,
    harm text NOT NULL,
    measures text NOT NULL,
    results text NOT NULL,
    culprits text NOT NULL,
    contact text NOT NULL,
    first_notice_at timestamptz,
    first_notice_number text NOT NULL DEFAULT '',
    second_notice_at timestamptz,
    second_notice_number text NOT NULL DEFAULT '',
    closed_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (controller_id, id),
    UNIQUE (controller_id, number),
    CHECK (occurred_from <= occurred_to)
);
COMMENT ON TABLE incidents IS 'What happened, by when the regulator must hear of it, and when it did. None is ever deleted.';
COMMENT ON COLUMN incidents.number IS 'As people name it: 1, 2, 3 … of a controller.';
COMMENT ON COLUMN incidents.version IS 'Counts changes, so that nobody overwrites what another wrote meanwhile.';
COMMENT ON COLUMN incidents.discovered_at IS 'From here the 24 and the 72 hours run.';
COMMENT ON COLUMN incidents.first_notice_number IS 'Given by the regulator; empty while it is not known.';
-- What the alarms look at: all that may still have a clock running.
CREATE INDEX incidents_running ON incidents (discovered_at) WHERE closed_at IS NULL;

CREATE TABLE incident_events (
    controller_id uuid NOT NULL,
    incident_id uuid NOT NULL,
    ordinal bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    kind text NOT NULL CHECK (
        kind IN ('opened', 'described', 'noted', 'counted', 'first_notice', 'second_notice', 'alarm', 'closed')
    ),
    actor_name text NOT NULL,
    note text NOT NULL,
    alarm text,
    details jsonb NOT NULL,
    PRIMARY KEY (controller_id, incident_id, ordinal),
    UNIQUE (controller_id, incident_id, alarm),
    FOREIGN KEY (controller_id, incident_id) REFERENCES incidents (controller_id, id)
);
COMMENT ON TABLE incident_events IS 'The timeline of an incident, append-only: what was found, changed, counted, sent.';
COMMENT ON COLUMN incident_events.alarm IS 'Which alarm was mailed, and for which deadline: once, however many processes look.';
COMMENT ON COLUMN incident_events.details IS 'Of a count: its query and its result. Of a change: the names of the fields.';

CREATE FUNCTION refuse_change_of_incident_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the timeline of an incident is only added to: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END;
$$;
CREATE TRIGGER incident_events_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON incident_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_incident_events();

CREATE TABLE controller_alarms (
    controller_id uuid NOT NULL REFERENCES controllers (id),
    alarm text NOT NULL,
    raised_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (controller_id, alarm)
);
COMMENT ON TABLE controller_alarms IS 'What a controller''s officer was told of once, e.g. that there are 90,000 subjects.';

ALTER TABLE sites
    ADD COLUMN special text NOT NULL DEFAULT 'none' CHECK (special IN ('none', 'written', 'warned'));
COMMENT ON COLUMN sites.special IS
    'Where health data may come (152-FZ article 10). written: consents need identity and signature. warned: visitors are told not to send such data.';
