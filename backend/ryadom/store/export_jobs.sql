-- Exports as jobs. There are few at a time, and the index of the open ones is small, so a look each second costs next to
-- nothing; rows are forgotten after a month.

-- name: insert_job
INSERT INTO export_jobs (
    id, operator_id, api_key_id, site_ids, kind, form, columns, since, before, delimiter, has_mark, is_masked, conditions,
    echo_id, asked_sha256
)
VALUES (
    :id, :operator_id, :api_key_id, :site_ids, :kind, :form, :columns, :since, :before, :delimiter, :has_mark, :is_masked,
    CAST(:conditions AS jsonb), :echo_id, :asked_sha256
)
RETURNING
    id, operator_id, api_key_id, site_ids, kind, form, columns, since, before, delimiter, has_mark, is_masked,
    CAST(conditions AS text) AS conditions, state, reason,
    asked_at, runs, tries, started_at, reads_from, rows_done, rows_about, size_bytes, finished_at, expires_at,
    coalesce(expires_at <= now(), false) AS is_expired;

-- name: hold_makers
-- Of those who ask at the same time each counts the others: until the transaction ends.
SELECT pg_advisory_xact_lock(5236017048);

-- name: count_held
-- By export_jobs_open and export_jobs_kept: of all, and of this maker.
SELECT
    count(*) FILTER (WHERE state <> 'done') AS all_open,
    count(*) FILTER (WHERE state <> 'done' AND is_own) AS own_open,
    count(*) FILTER (WHERE state = 'done' AND is_own) AS own_files
FROM (
    SELECT
        state,
        coalesce(operator_id = CAST(:operator_id AS uuid) OR api_key_id = CAST(:api_key_id AS uuid), false) AS is_own
    FROM export_jobs
    WHERE state IN ('queued', 'running') OR (state = 'done' AND expires_at > now())
) AS held;

-- name: find_job
-- By export_jobs_pkey.
SELECT
    id, operator_id, api_key_id, site_ids, kind, form, columns, since, before, delimiter, has_mark, is_masked,
    CAST(conditions AS text) AS conditions, state, reason,
    asked_at, runs, tries, started_at, reads_from, rows_done, rows_about, size_bytes, finished_at, expires_at,
    coalesce(expires_at <= now(), false) AS is_expired
FROM export_jobs
WHERE id = :id;

-- name: find_by_echo
-- By export_jobs_echo.
SELECT id, asked_sha256 FROM export_jobs WHERE echo_id = :echo_id;

-- name: list_jobs_of_operator
-- By export_jobs_operator, newest first.
SELECT
    id, operator_id, api_key_id, site_ids, kind, form, columns, since, before, delimiter, has_mark, is_masked,
    CAST(conditions AS text) AS conditions, state, reason,
    asked_at, runs, tries, started_at, reads_from, rows_done, rows_about, size_bytes, finished_at, expires_at,
    coalesce(expires_at <= now(), false) AS is_expired
FROM export_jobs
WHERE operator_id = :operator_id
ORDER BY asked_at DESC, id DESC
LIMIT :row_limit;

-- name: list_jobs_of_key
-- By export_jobs_key, newest first, behind a place.
SELECT
    id, operator_id, api_key_id, site_ids, kind, form, columns, since, before, delimiter, has_mark, is_masked,
    CAST(conditions AS text) AS conditions, state, reason,
    asked_at, runs, tries, started_at, reads_from, rows_done, rows_about, size_bytes, finished_at, expires_at,
    coalesce(expires_at <= now(), false) AS is_expired
FROM export_jobs
WHERE api_key_id = :api_key_id AND (asked_at, id) < (CAST(:asked_at AS timestamptz), CAST(:id AS uuid))
ORDER BY asked_at DESC, id DESC
LIMIT :row_limit;

-- name: list_done
-- By export_jobs_kept.
SELECT
    id, operator_id, api_key_id, site_ids, kind, form, columns, since, before, delimiter, has_mark, is_masked,
    CAST(conditions AS text) AS conditions, state, reason,
    asked_at, runs, tries, started_at, reads_from, rows_done, rows_about, size_bytes, finished_at, expires_at,
    coalesce(expires_at <= now(), false) AS is_expired
FROM export_jobs
WHERE state = 'done'
ORDER BY expires_at;

-- name: is_any_due
-- By export_jobs_open.
SELECT EXISTS (
    SELECT FROM export_jobs
    WHERE (state = 'queued' AND due_at <= now()) OR (state = 'running' AND leased_until < now())
);

-- name: hold_leases
-- Of processes that look at the same time each counts what the others have taken: until the transaction ends.
SELECT pg_advisory_xact_lock(5236017049);

-- name: lease_job
-- The one that has waited longest of those who have none under way, else of all, unless as many as may be are. What is
-- being written while this runs is not seen by the snapshot that the rows are read from; no writing transaction takes longer than two minutes (time_limits.py).
UPDATE export_jobs AS j
SET state = 'running', runs = j.runs + 1, tries = j.tries + 1, started_at = now(), rows_done = 0, rows_about = NULL,
    leased_by = :node, leased_until = now() + make_interval(secs => :lease_s),
    reads_from = least(
        clock_timestamp(),
        (
            SELECT min(a.xact_start)
            FROM pg_stat_activity AS a
            WHERE a.datname = current_database() AND a.backend_type = 'client backend'
                AND a.xact_start > now() - interval '125 seconds'
        )
    ) - interval '1 second'
WHERE j.id = (
    SELECT o.id
    FROM export_jobs AS o
    WHERE o.tries < :most_tries
        AND ((o.state = 'queued' AND o.due_at <= now()) OR (o.state = 'running' AND o.leased_until < now()))
    ORDER BY
        EXISTS (
            SELECT FROM export_jobs AS b
            WHERE b.state = 'running' AND b.leased_until >= now()
                AND (b.operator_id = o.operator_id OR b.api_key_id = o.api_key_id)
        ),
        o.due_at, o.id
    LIMIT 1
) AND (SELECT count(*) FROM export_jobs AS b WHERE b.state = 'running' AND b.leased_until >= now()) < :most
RETURNING
    id, operator_id, api_key_id, site_ids, kind, form, columns, since, before, delimiter, has_mark, is_masked,
    CAST(conditions AS text) AS conditions, state, reason,
    asked_at, runs, tries, started_at, reads_from, rows_done, rows_about, size_bytes, finished_at, expires_at,
    coalesce(expires_at <= now(), false) AS is_expired;

-- name: fail_crashed
-- By export_jobs_open: begun as often as may be, and no process has it any more.
UPDATE export_jobs
SET state = 'failed', reason = 'crashed', finished_at = now(), leased_until = NULL
WHERE tries >= :most_tries
    AND ((state = 'running' AND leased_until < now()) OR state = 'queued');

-- name: renew_lease
UPDATE export_jobs
SET rows_done = :rows_done, leased_until = now() + make_interval(secs => :lease_s)
WHERE id = :id AND runs = :runs AND leased_by = :node AND state = 'running';

-- name: note_about
UPDATE export_jobs SET rows_about = :rows_about WHERE id = :id AND runs = :runs AND state = 'running';

-- name: finish_job
-- Nothing where somebody else has it by now, or it was cancelled.
UPDATE export_jobs
SET state = 'done', rows_done = :rows_done, size_bytes = :size_bytes, finished_at = now(),
    expires_at = now() + make_interval(secs => :kept_s), leased_by = NULL, leased_until = NULL
WHERE id = :id AND runs = :runs AND leased_by = :node AND state = 'running';

-- name: fail_job
UPDATE export_jobs
SET state = 'failed', reason = :reason, finished_at = now(), leased_by = NULL, leased_until = NULL
WHERE id = :id AND runs = :runs AND state = 'running';

-- name: put_back
-- To be begun once more; `is_counted`: not where the server was stopped, which is nobody's fault.
UPDATE export_jobs
SET state = 'queued', due_at = now() + make_interval(secs => :wait_s),
    tries = tries - CASE WHEN :is_counted THEN 0 ELSE 1 END,
    leased_by = NULL, leased_until = NULL
WHERE id = :id AND runs = :runs AND leased_by = :node AND state = 'running';

-- name: cancel_job
UPDATE export_jobs
SET state = 'cancelled', reason = :reason, finished_at = now(), leased_by = NULL, leased_until = NULL
WHERE id = :id AND state IN ('queued', 'running');

-- name: end_job
-- Before its file is taken away.
UPDATE export_jobs
SET state = 'ended', reason = :reason, link_sha256 = NULL, link_session_id = NULL, link_until = NULL
WHERE id = :id AND state = 'done';

-- name: interrupt_site
-- Before `end_site`, which finds what becomes done meanwhile.
UPDATE export_jobs
SET state = CASE WHEN tries >= :most_tries THEN 'failed' ELSE 'queued' END,
    reason = CASE WHEN tries >= :most_tries THEN CAST(:reason AS text) ELSE reason END,
    finished_at = CASE WHEN tries >= :most_tries THEN now() END,
    due_at = now() + make_interval(secs => :wait_s),
    leased_by = NULL, leased_until = NULL
WHERE state = 'running' AND CAST(:site_id AS uuid) = ANY (site_ids);

-- name: end_site
-- As `end_job`, of all that have the site.
UPDATE export_jobs
SET state = 'ended', reason = :reason, link_sha256 = NULL, link_session_id = NULL, link_until = NULL
WHERE state = 'done' AND CAST(:site_id AS uuid) = ANY (site_ids);

-- name: has_left_since
-- By visitors_erased and visitors_blocked: whether anybody of these sites was erased or blocked from then on. The time of
-- a blocking is of a server's clock, which may be behind the database's by as much as the margin.
SELECT EXISTS (SELECT FROM visitors WHERE site_id = ANY (CAST(:site_ids AS uuid[])) AND erased_at >= :since)
    OR EXISTS (
        SELECT FROM visitors
        WHERE site_id = ANY (CAST(:site_ids AS uuid[]))
            AND blocked_at >= CAST(:since AS timestamptz) - make_interval(secs => :clocks_apart_s)
    );

-- name: set_link
-- The one before is good no more.
UPDATE export_jobs
SET link_sha256 = :link_sha256, link_session_id = :session_id, link_until = now() + make_interval(secs => :good_s)
WHERE id = :id AND state = 'done' AND expires_at > now();

-- name: use_link
-- By export_jobs_pkey. Of those who use it at the same time one has it.
UPDATE export_jobs
SET link_sha256 = NULL, link_session_id = NULL, link_until = NULL
WHERE id = :id AND link_sha256 = :link_sha256 AND link_session_id = :session_id AND link_until > now()
    AND state = 'done' AND expires_at > now()
RETURNING
    id, operator_id, api_key_id, site_ids, kind, form, columns, since, before, delimiter, has_mark, is_masked,
    CAST(conditions AS text) AS conditions, state, reason,
    asked_at, runs, tries, started_at, reads_from, rows_done, rows_about, size_bytes, finished_at, expires_at,
    coalesce(expires_at <= now(), false) AS is_expired;

-- name: list_runs
-- By export_jobs_pkey: which run of these has a file, or is writing one.
SELECT id, runs, state FROM export_jobs WHERE id = ANY (CAST(:ids AS uuid[]));

-- name: list_runs_of_site
-- The same, of those that have the site.
SELECT id, runs, state FROM export_jobs
WHERE id = ANY (CAST(:ids AS uuid[])) AND CAST(:site_id AS uuid) = ANY (site_ids);

-- name: forget_old
-- By export_jobs_asked.
DELETE FROM export_jobs
WHERE asked_at < now() - make_interval(secs => :older_s) AND state NOT IN ('queued', 'running', 'done');
