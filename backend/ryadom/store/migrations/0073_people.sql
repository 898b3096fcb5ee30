-- Whoever may not answer any more leads nothing: servers look at these until they have taken back all that was theirs. One that
-- begins looks at everybody once, by what they lead: what closed accesses have left before is taken back too.
ALTER TABLE operators ADD COLUMN leaves_since timestamptz;
COMMENT ON COLUMN operators.leaves_since IS
    'Since when it is looked whether they lead conversations of sites where they may not answer; null: there is nothing to look for.';
CREATE INDEX operators_leaving ON operators (id) WHERE leaves_since IS NOT NULL;
