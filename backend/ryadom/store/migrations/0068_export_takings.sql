-- Files of exports that are being taken in the panel by a link, which is good once: whoever has had the head of that answer
-- may go on where a line broke. A server of an older version writes none, and lets nobody go on.
CREATE TABLE export_takings (
    job_id uuid NOT NULL REFERENCES export_jobs (id) ON DELETE CASCADE,
    tag_sha256 bytea NOT NULL,
    link_sha256 bytea NOT NULL,
    session_id uuid NOT NULL,
    begun_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (job_id, tag_sha256)
);
COMMENT ON COLUMN export_takings.tag_sha256 IS 'Of the ETag, which this taking alone was given.';
