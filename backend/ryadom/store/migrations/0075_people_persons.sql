-- Names and addresses of operators can be changed: over the version that was seen.
ALTER TABLE operators ADD COLUMN person_version bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN operators.person_version IS 'Of name and address together; grows by one with each change.';
