-- Whoever may not answer any more leads nothing: servers look at these until they have taken back all that was theirs.
-- The default is for whoever is here by now: what closed accesses have left before is taken back too.
ALTER TABLE operators ADD COLUMN leaves_since timestamptz DEFAULT now();
ALTER TABLE operators ALTER COLUMN leaves_since DROP DEFAULT;
COMMENT ON COLUMN operators.leaves_since IS
    'Since when it is looked whether they lead conversations of sites where they may not answer; null: there is nothing to look for.';
CREATE INDEX operators_leaving ON operators (id) WHERE leaves_since IS NOT NULL;
