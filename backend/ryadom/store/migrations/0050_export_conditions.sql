-- Of which conversations an export is, as `ryadom.protocol.filters.Conditions`; empty: of all.
ALTER TABLE export_jobs ADD COLUMN conditions jsonb NOT NULL DEFAULT '{}';
COMMENT ON COLUMN export_jobs.conditions IS 'Of which conversations it is, by ids of departments, operators and tags, states and scores.';
