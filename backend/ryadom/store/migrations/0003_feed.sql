-- The feed of changes: which transaction stored an entry, so that every process can read what it has not seen yet.

-- The default is stable, so it is worked out once for the rows that are there, and no row is written anew.
ALTER TABLE entries ADD COLUMN xact_id xid8 NOT NULL DEFAULT pg_current_xact_id();
COMMENT ON COLUMN entries.xact_id IS
    'The transaction that stored it. Compared with a snapshot it tells what was committed since: see store/feed.sql.';
CREATE INDEX entries_xact ON entries (xact_id);
