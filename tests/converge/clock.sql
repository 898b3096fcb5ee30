-- A clock that a test puts forward. It shadows Postgres' own for every connection that is opened from now on, and time
-- goes on by itself from where it has been put.
CREATE SCHEMA turned_clock;
CREATE TABLE turned_clock.ahead (by interval NOT NULL);
INSERT INTO turned_clock.ahead (by) VALUES ('0');

-- Stable, though time is not: how far it is ahead is then read under the statement's own snapshot, so that nobody who puts
-- the clock forward meanwhile parts two readings of one statement by more than the moment between them.
CREATE FUNCTION turned_clock.clock_timestamp() RETURNS timestamptz LANGUAGE sql STABLE
RETURN pg_catalog.clock_timestamp() + (SELECT by FROM turned_clock.ahead);

CREATE FUNCTION turned_clock.now() RETURNS timestamptz LANGUAGE sql STABLE
RETURN pg_catalog.now() + (SELECT by FROM turned_clock.ahead);

-- Defaults were bound to Postgres' own functions when the tables were made.
DO $$
DECLARE
    field record;
BEGIN
    FOR field IN
        SELECT table_schema, table_name, column_name, column_default
        FROM information_schema.columns
        WHERE column_default IN ('now()', 'clock_timestamp()') AND table_schema = 'public'
    LOOP
        EXECUTE format(
            'ALTER TABLE %I.%I ALTER COLUMN %I SET DEFAULT turned_clock.%s',
            field.table_schema, field.table_name, field.column_name, field.column_default
        );
    END LOOP;
    EXECUTE format('ALTER DATABASE %I SET search_path = turned_clock, pg_catalog, public', current_database());
END;
$$;

-- Whoever stores an entry shares this lock until they commit; whoever turns the clock wants it alone.
CREATE FUNCTION turned_clock.may_turn() RETURNS boolean LANGUAGE sql
RETURN pg_try_advisory_xact_lock(hashtext('turned_clock'));

CREATE FUNCTION turned_clock.hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('turned_clock'));
    RETURN NULL;
END;
$$;
CREATE TRIGGER clock_is_held BEFORE INSERT ON entries FOR EACH STATEMENT EXECUTE FUNCTION turned_clock.hold();
