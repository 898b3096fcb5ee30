-- Rows of the inbox that take their time: what a reading gives is then often older than what its reader has heard meanwhile.
CREATE FUNCTION turned_clock.dawdle(id uuid) RETURNS boolean LANGUAGE plpgsql VOLATILE COST 100000 AS $$
BEGIN
    IF random() < 0.15 THEN
        PERFORM pg_sleep(0.02);
    END IF;
    RETURN true;
END;
$$;
ALTER VIEW inbox_rows RENAME TO inbox_rows_at_once;
CREATE VIEW inbox_rows AS SELECT r.* FROM inbox_rows_at_once AS r WHERE turned_clock.dawdle(r.id);
