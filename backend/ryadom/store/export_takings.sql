-- Takings of files in the panel. They go with their job, and a link makes one at most.

-- name: insert_taking
INSERT INTO export_takings (job_id, tag_sha256, link_sha256, session_id)
VALUES (:job_id, :tag_sha256, :link_sha256, :session_id);

-- name: is_taking
-- By export_takings_pkey.
SELECT EXISTS (
    SELECT FROM export_takings
    WHERE job_id = :job_id AND tag_sha256 = :tag_sha256 AND link_sha256 = :link_sha256 AND session_id = :session_id
);
