-- Bookkeeping of the migrations themselves.

-- name: server_version
SELECT current_setting('server_version_num');

-- name: lock_migrations
SELECT pg_advisory_xact_lock(hashtext('ryadom.migrations'));

-- name: limit_lock_waits
-- Until the transaction ends. Whoever comes behind a migration that waits for a table waits as long as it does.
SELECT set_config('lock_timeout', CAST(CAST(:wait_ms AS integer) || 'ms' AS text), true);

-- name: make_table
CREATE TABLE IF NOT EXISTS schema_migrations (
    name text PRIMARY KEY,
    sha256 text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);

-- name: table_exists
SELECT to_regclass('schema_migrations') IS NOT NULL;

-- name: applied
SELECT name, sha256 FROM schema_migrations ORDER BY name;

-- name: record
INSERT INTO schema_migrations (name, sha256) VALUES (:name, :sha256);
