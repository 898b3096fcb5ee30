-- All that is kept sealed under the server's secret key: by the id that each value is bound to, and for each table how one of
-- its values is put in another's place. Nothing where somebody has changed it meanwhile.

-- name: list_second_factors
-- By operator_second_factors_pkey. One that nobody has confirmed is good for a quarter of an hour.
SELECT
    operator_id AS id,
    ARRAY[sealed_secret, CASE WHEN pending_since > now() - INTERVAL '1 hour' THEN pending_secret END] AS sealed
FROM operator_second_factors
WHERE operator_id > :after
ORDER BY operator_id
LIMIT :row_limit;

-- name: renew_second_factors
UPDATE operator_second_factors
SET sealed_secret = CASE sealed_secret WHEN :sealed THEN :renewed ELSE sealed_secret END,
    pending_secret = CASE pending_secret WHEN :sealed THEN :renewed ELSE pending_secret END
WHERE operator_id = :id;

-- name: list_identity_secrets
-- By identity_secrets_pkey.
SELECT site_id AS id, ARRAY[sealed, sealed_before] AS sealed
FROM identity_secrets
WHERE site_id > :after
ORDER BY site_id
LIMIT :row_limit;

-- name: renew_identity_secrets
UPDATE identity_secrets
SET sealed = CASE sealed WHEN :sealed THEN :renewed ELSE sealed END,
    sealed_before = CASE sealed_before WHEN :sealed THEN :renewed ELSE sealed_before END
WHERE site_id = :id;

-- name: list_webhooks
-- By webhook_endpoints_pkey. The secret before the newest is good for a day.
SELECT id, ARRAY[sealed_url, sealed_secret, CASE WHEN before_until > now() THEN sealed_before END] AS sealed
FROM webhook_endpoints
WHERE id > :after
ORDER BY id
LIMIT :row_limit;

-- name: renew_webhooks
-- None that is being told: by how its URL is sealed it is known what counts for it, and its process seals it anew itself.
UPDATE webhook_endpoints
SET sealed_url = CASE sealed_url WHEN :sealed THEN :renewed ELSE sealed_url END,
    sealed_secret = CASE sealed_secret WHEN :sealed THEN :renewed ELSE sealed_secret END,
    sealed_before = CASE sealed_before WHEN :sealed THEN :renewed ELSE sealed_before END
WHERE id = :id AND coalesce(leased_until <= now(), true);

-- name: list_connectors
-- By connectors_pkey.
SELECT id, ARRAY[sealed_settings] AS sealed
FROM connectors
WHERE id > :after
ORDER BY id
LIMIT :row_limit;

-- name: renew_connectors
UPDATE connectors SET sealed_settings = :renewed WHERE id = :id AND sealed_settings = :sealed;

-- name: list_person_keys
-- By person_keys_id_key.
SELECT id, ARRAY[wrapped] AS sealed
FROM person_keys
WHERE id > :after
ORDER BY id
LIMIT :row_limit;

-- name: renew_person_keys
UPDATE person_keys SET wrapped = :renewed WHERE id = :id AND wrapped = :sealed;

-- name: list_kept_keys
-- By kept_keys_pkey.
SELECT id, ARRAY[sealed] AS sealed
FROM kept_keys
WHERE id > :after
ORDER BY id
LIMIT :row_limit;

-- name: renew_kept_keys
UPDATE kept_keys SET sealed = :renewed WHERE id = :id AND sealed = :sealed;
