-- Takings of files in the panel. They go with their job, and a link makes one at most.

-- name: insert_taking
INSERT INTO export_takings (job_id, tag_sha256, link_sha256, session_id)
VALUES (:job_id, :tag_sha256, :link_sha256, :session_id);

-- name: is_taking
-- By export_takings_pkey and export_jobs_pkey. As with `use_link` the job may have ended since it was looked at.
SELECT EXISTS (
    SELECT FROM export_takings AS t
    JOIN export_jobs AS j ON j.id = t.job_id
    WHERE t.job_id = :job_id AND t.tag_sha256 = :tag_sha256 AND t.link_sha256 = :link_sha256
        AND t.session_id = :session_id AND j.state = 'done' AND j.expires_at > now()
);
