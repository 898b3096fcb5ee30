-- Exports that programs ask for once, however often they send it: known by what their `Idempotency-Key` makes, and by what
-- was asked for with it. A server of an older version leaves both empty. The table has the jobs of a month, and is small.
ALTER TABLE export_jobs
    ADD COLUMN echo_id uuid,
    ADD COLUMN asked_sha256 bytea,
    ADD CONSTRAINT export_jobs_once CHECK ((echo_id IS NULL) = (asked_sha256 IS NULL));
COMMENT ON COLUMN export_jobs.echo_id IS 'Made of the key and its Idempotency-Key; empty where none was sent.';
COMMENT ON COLUMN export_jobs.asked_sha256 IS 'Of what was asked for with it, as it was said.';
CREATE UNIQUE INDEX export_jobs_echo ON export_jobs (echo_id) WHERE echo_id IS NOT NULL;
