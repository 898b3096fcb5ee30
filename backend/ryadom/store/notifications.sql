-- name: notify
-- One notification per payload. Whoever listens has lost nothing durable when Postgres forgets them, so the commit does
-- not wait for the disk.
SELECT count(pg_notify(:channel, payload))
FROM
    (SELECT set_config('synchronous_commit', 'off', true)) AS quick,
    unnest(CAST(:payloads AS text[])) AS payload;
