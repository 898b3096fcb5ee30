-- Keys of programs. There are few, and the server's sites are few, so a list reads them all.

-- name: insert_key
INSERT INTO api_keys (id, controller_id, name, secret_sha256, scopes, site_ids, made_by, expires_at)
VALUES (:id, :controller_id, :name, :secret_sha256, :scopes, :site_ids, :made_by, :expires_at);

-- name: find_key
-- By api_keys_secret_sha256_key. One that may be used now.
SELECT id, controller_id, name, scopes, site_ids, made_by, made_at, expires_at, used_at, revoked_at
FROM api_keys
WHERE secret_sha256 = :secret_sha256 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now());

-- name: is_usable
-- By api_keys_pkey.
SELECT EXISTS (
    SELECT FROM api_keys WHERE id = :id AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
);

-- name: note_use
-- By api_keys_pkey. Once a minute at most: a program that asks often must not write as often.
UPDATE api_keys SET used_at = now() WHERE id = :id AND (used_at IS NULL OR used_at < now() - interval '1 minute');

-- name: list_keys
SELECT id, controller_id, name, scopes, site_ids, made_by, made_at, expires_at, used_at, revoked_at
FROM api_keys
ORDER BY made_at, id;

-- name: revoke_key
-- By api_keys_pkey.
UPDATE api_keys
SET revoked_at = now()
WHERE id = :id AND revoked_at IS NULL
RETURNING id, controller_id, name, scopes, site_ids, made_by, made_at, expires_at, used_at, revoked_at;
