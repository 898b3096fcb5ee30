-- The journal of actions with personal data: one hash chain per controller, which nothing may change or shorten.

CREATE TABLE journal_heads (
    controller_id uuid PRIMARY KEY REFERENCES controllers (id),
    number bigint NOT NULL DEFAULT 0,
    hash bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex')
);
COMMENT ON TABLE journal_heads IS 'Where each chain ends; locked by whoever appends, so that numbers have no gap.';

CREATE TABLE journal (
    controller_id uuid NOT NULL, -- one of journal_heads: append_journal sees to that, more cheaply than a foreign key
    number bigint NOT NULL,
    at timestamptz NOT NULL,
    action text NOT NULL,
    result text NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid,
    actor_name text NOT NULL,
    network text,
    site_id uuid,
    visitor_ids uuid[] NOT NULL,
    conversation_ids uuid[] NOT NULL,
    details jsonb NOT NULL,
    key_id uuid,
    sealed bytea,
    prev_hash bytea NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (controller_id, number),
    CHECK ((key_id IS NULL) = (sealed IS NULL))
);
COMMENT ON TABLE journal IS 'Who did what with whose data, 152-FZ article 19 part 2(8). Append-only; see append_journal.';
COMMENT ON COLUMN journal.actor_name IS 'As it was then: operators change names.';
COMMENT ON COLUMN journal.network IS 'Where the actor was: an IPv4 address, or the /64 of an IPv6 one. Never a visitor''s.';
COMMENT ON COLUMN journal.details IS 'An object of texts, none of them personal.';
COMMENT ON COLUMN journal.sealed IS 'Personal details under the key key_id; unreadable for ever once that is destroyed.';
COMMENT ON COLUMN journal.hash IS 'SHA-256 of prev_hash, SHA-256 of the content, number and time: see store/journal_chain.py.';

-- No foreign key from the journal: a key is destroyed while what it sealed stays in the chain.
CREATE TABLE person_keys (
    site_id uuid NOT NULL,
    visitor_id uuid NOT NULL,
    id uuid NOT NULL UNIQUE,
    wrapped bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, visitor_id),
    FOREIGN KEY (site_id, visitor_id) REFERENCES visitors (site_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE person_keys IS 'What a person''s details in the journal are sealed with. Erasure deletes the row.';
COMMENT ON COLUMN person_keys.wrapped IS 'The key itself is encrypted under the server''s secret, which is not in the database.';

CREATE FUNCTION begin_journal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO journal_heads (controller_id) VALUES (NEW.id);
    RETURN NULL;
END;
$$;
CREATE TRIGGER controllers_begin_journal AFTER INSERT ON controllers FOR EACH ROW EXECUTE FUNCTION begin_journal();
INSERT INTO journal_heads (controller_id) SELECT id FROM controllers;

-- Many records in one statement. Heads are locked in one order for everybody, so chains of several controllers can't
-- deadlock, and the numbers and hashes of a batch follow each other whoever else writes. A batch has one time, and is inserted as one.
CREATE FUNCTION append_journal(records jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET lock_timeout = '3s'
AS $$
DECLARE
    happened_at timestamptz;
    place bytea;
    head record;
    digest bytea;
    hashes bytea[];
    known bigint := 0;
BEGIN
    FOR head IN
        SELECT h.controller_id, h.number, h.hash
        FROM journal_heads AS h
        WHERE h.controller_id IN (SELECT CAST(r ->> 'controller_id' AS uuid) FROM jsonb_array_elements(records) AS r)
        ORDER BY h.controller_id
        FOR UPDATE
    LOOP
        happened_at := clock_timestamp();
        place := int8send(CAST(extract(epoch FROM happened_at) * 1000000 AS bigint));
        hashes := ARRAY[head.hash];
        FOR digest IN
            SELECT CAST(r ->> 'digest' AS bytea)
            FROM jsonb_array_elements(records) WITH ORDINALITY AS r (r, ordinal)
            WHERE CAST(r ->> 'controller_id' AS uuid) = head.controller_id
            ORDER BY ordinal
        LOOP
            known := known + 1;
            head.number := head.number + 1;
            head.hash := sha256(head.hash || digest || int8send(head.number) || place);
            hashes := hashes || head.hash;
        END LOOP;
        INSERT INTO journal (
            controller_id, number, at, action, result, actor_kind, actor_id, actor_name, network, site_id,
            visitor_ids, conversation_ids, details, key_id, sealed, prev_hash, hash
        )
        SELECT
            head.controller_id, head.number - cardinality(hashes) + 1 + r.place, happened_at, r.action, r.result,
            r.actor_kind, r.actor_id, r.actor_name, r.network, r.site_id, r.visitor_ids, r.conversation_ids, r.details,
            r.key_id, r.sealed, hashes[r.place], hashes[r.place + 1]
        FROM (
            SELECT r.*, row_number() OVER (ORDER BY r.ordinal) AS place
            FROM ROWS FROM (
                jsonb_to_recordset(records) AS (
                    controller_id uuid, action text, result text, actor_kind text, actor_id uuid, actor_name text,
                    network text, site_id uuid, visitor_ids uuid[], conversation_ids uuid[], details jsonb,
                    key_id uuid, sealed bytea
                )
            ) WITH ORDINALITY AS r (
                controller_id, action, result, actor_kind, actor_id, actor_name, network, site_id, visitor_ids,
                conversation_ids, details, key_id, sealed, ordinal
            )
            WHERE r.controller_id = head.controller_id
        ) AS r;
        UPDATE journal_heads AS h
        SET number = head.number, hash = head.hash
        WHERE h.controller_id = head.controller_id;
    END LOOP;
    IF known <> jsonb_array_length(records) THEN
        RAISE EXCEPTION 'a record names a controller that has no journal' USING ERRCODE = 'foreign_key_violation';
    END IF;
END;
$$;
COMMENT ON FUNCTION append_journal IS 'The only way into the journal: numbers, hashes and times are given here.';

-- As SECURITY DEFINER, so that a role that may only call them can append: docs/operations.md, "The journal's owner".
-- Their tables must then not be found in a schema that the caller chooses.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION begin_journal() SET search_path = %I, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION append_journal(jsonb) SET search_path = %I, pg_temp', current_schema());
END;
$$;

CREATE FUNCTION refuse_journal_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END;
$$;
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_journal_change();
CREATE TRIGGER journal_heads_stay BEFORE DELETE OR TRUNCATE ON journal_heads
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_journal_change();
-- ALWAYS: else a session that calls itself a replica would pass.
ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_append_only;
ALTER TABLE journal_heads ENABLE ALWAYS TRIGGER journal_heads_stay;

REVOKE UPDATE, DELETE, TRUNCATE ON journal FROM PUBLIC, CURRENT_USER;
REVOKE DELETE, TRUNCATE ON journal_heads FROM PUBLIC, CURRENT_USER;
REVOKE EXECUTE ON FUNCTION append_journal(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_journal(jsonb) TO CURRENT_USER;
