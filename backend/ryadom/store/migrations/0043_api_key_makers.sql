-- Who made a key: when somebody leaves, theirs are to be looked at.
ALTER TABLE api_keys ADD COLUMN made_by text NOT NULL DEFAULT '';
COMMENT ON COLUMN api_keys.made_by IS 'Their name at the time; empty for keys from before this was kept.';
