-- Keys that outlive the server's secret key.

-- name: list_keys
-- Of a purpose, oldest first. By kept_keys_purpose.
SELECT id, sealed FROM kept_keys WHERE purpose = :purpose ORDER BY made_at, id;

-- name: lock_keys
-- Until the transaction ends nobody else makes any.
SELECT pg_advisory_xact_lock(5236017058);

-- name: insert_key
INSERT INTO kept_keys (id, purpose, sealed) VALUES (:id, :purpose, :sealed);
