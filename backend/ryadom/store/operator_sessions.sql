-- name: hold_proven
-- None where the password is another one by now. Whoever is changing how they sign in is waited for, and ends what was
-- begun before. By operators_pkey.
SELECT id FROM operators WHERE id = :operator_id AND password_hash = :password_hash FOR SHARE;

-- name: insert_session
-- Nothing where a second factor was set up after a proof without one. By operator_second_factors_pkey. Not one statement
-- with hold_proven: it would not see what was committed while that waited.
INSERT INTO operator_sessions (id, operator_id, token_sha256)
SELECT CAST(:id AS uuid), CAST(:operator_id AS uuid), CAST(:token_sha256 AS bytea)
WHERE CAST(:has_second_factor AS boolean) OR NOT EXISTS (
    SELECT FROM operator_second_factors WHERE operator_id = :operator_id AND confirmed_at IS NOT NULL
);

-- name: find_session
-- One row at most, by operator_sessions_token_sha256_key.
SELECT
    s.id, s.operator_id, o.email, o.name, o.role, o.public_name, o.avatar_digest,
    EXISTS (SELECT FROM operator_second_factors AS f WHERE f.operator_id = o.id AND f.confirmed_at IS NOT NULL) AS has_second_factor,
    CAST(extract(epoch FROM now() - s.last_seen_at) AS double precision) AS seen_s_ago
FROM operator_sessions AS s
JOIN operators AS o ON o.id = s.operator_id
WHERE s.token_sha256 = :token_sha256
    AND s.last_seen_at > now() - make_interval(secs => :idle_limit_s)
    AND o.deactivated_at IS NULL;

-- name: touch_session
UPDATE operator_sessions SET last_seen_at = now() WHERE id = :id;

-- name: touch_live_sessions
UPDATE operator_sessions SET last_seen_at = now() WHERE id = ANY(:ids) RETURNING id;

-- name: delete_session
DELETE FROM operator_sessions WHERE token_sha256 = :token_sha256;

-- name: session_ids_of
-- By operator_sessions_operator.
SELECT id FROM operator_sessions WHERE operator_id = ANY(CAST(:operator_ids AS uuid[]));

-- name: sessions_on_site
-- By operator_sites_pkey and operator_sessions_operator.
SELECT s.id
FROM operator_sites AS os
JOIN operator_sessions AS s ON s.operator_id = os.operator_id
WHERE os.site_id = :site_id;

-- name: list_sessions
-- By operator_sessions_operator.
SELECT id, created_at, last_seen_at
FROM operator_sessions
WHERE operator_id = :operator_id AND last_seen_at > now() - make_interval(secs => :idle_limit_s)
ORDER BY last_seen_at DESC, id
LIMIT 100;

-- name: hold_sessions
-- Whoever ends one is waited for, and waits. In the order in which end_sessions deletes. By operator_sessions_operator.
SELECT id FROM operator_sessions WHERE operator_id = :operator_id FOR KEY SHARE;

-- name: end_session
DELETE FROM operator_sessions WHERE operator_id = :operator_id AND id = :id;

-- name: end_sessions
-- By operator_sessions_operator.
DELETE FROM operator_sessions
WHERE operator_id = :operator_id AND id IS DISTINCT FROM CAST(:but AS uuid)
RETURNING id;

-- name: delete_idle_sessions
DELETE FROM operator_sessions WHERE last_seen_at <= now() - make_interval(secs => :idle_limit_s);

-- name: count_attempt
INSERT INTO sign_in_failures AS f (key_hmac, failures, last_failed_at)
VALUES (:key_hmac, 1, now())
ON CONFLICT (key_hmac) DO UPDATE SET
    failures = CASE
        WHEN f.last_failed_at <= now() - make_interval(secs => :window_s) THEN 1
        ELSE least(f.failures, :attempt_limit) + 1
    END,
    last_failed_at = CASE
        WHEN f.failures >= :attempt_limit AND f.last_failed_at > now() - make_interval(secs => :window_s)
        THEN f.last_failed_at
        ELSE now()
    END
RETURNING
    failures,
    CAST(extract(epoch FROM last_failed_at + make_interval(secs => :window_s) - now()) AS double precision)
        AS window_ends_in_s;

-- name: forgive_attempts
UPDATE sign_in_failures SET failures = greatest(failures - 1, 0) WHERE key_hmac = ANY(:key_hmacs);

-- name: forget_attempts
DELETE FROM sign_in_failures WHERE key_hmac = :key_hmac;

-- name: delete_old_attempts
DELETE FROM sign_in_failures WHERE last_failed_at <= now() - make_interval(secs => :window_s);
