-- Sealed values that no secret key opens any more: what they are of, and how each is let go. A value is named by what stands there,
-- so that nothing goes which somebody has made anew meanwhile.

-- name: name_second_factors
-- By operators_pkey. Whose journals hear of it is looked up by the operator.
SELECT o.id, o.email AS name, CAST(NULL AS uuid) AS controller_id
FROM operators AS o
WHERE o.id = ANY (CAST(:ids AS uuid[]));

-- name: name_identity_secrets
-- By sites_pkey.
SELECT s.id, s.key AS name, s.controller_id FROM sites AS s WHERE s.id = ANY (CAST(:ids AS uuid[]));

-- name: name_webhooks
-- By webhook_endpoints_pkey, and bots_pkey.
SELECT e.id, concat_ws(' ', e.origin, b.name) AS name, e.controller_id
FROM webhook_endpoints AS e
LEFT JOIN bots AS b ON b.id = e.bot_id
WHERE e.id = ANY (CAST(:ids AS uuid[]));

-- name: name_connectors
-- By connectors_pkey.
SELECT c.id, concat_ws(' ', c.kind, c.origin) AS name, c.controller_id
FROM connectors AS c
WHERE c.id = ANY (CAST(:ids AS uuid[]));

-- name: name_person_keys
-- By person_keys_id_key, and sites_pkey.
SELECT k.id, concat_ws(' ', s.key, CAST(k.visitor_id AS text)) AS name, s.controller_id
FROM person_keys AS k
JOIN sites AS s ON s.id = k.site_id
WHERE k.id = ANY (CAST(:ids AS uuid[]));

-- name: name_kept_keys
-- By kept_keys_pkey. They are the whole installation's.
SELECT k.id, k.purpose AS name, CAST(NULL AS uuid) AS controller_id
FROM kept_keys AS k
WHERE k.id = ANY (CAST(:ids AS uuid[]));

-- name: drop_pending_factor
-- By operator_second_factors_pkey.
UPDATE operator_second_factors SET pending_secret = NULL, pending_since = NULL
WHERE operator_id = :id AND pending_secret = :sealed;

-- name: drop_factor
-- By operator_second_factors_pkey. The recovery codes go with it.
DELETE FROM operator_second_factors WHERE operator_id = :id AND sealed_secret = :sealed;

-- name: drop_identity_secret_before
-- By identity_secrets_pkey.
UPDATE identity_secrets SET version = version + 1, sealed_before = NULL WHERE site_id = :id AND sealed_before = :sealed;

-- name: drop_identity_secret
-- By identity_secrets_pkey. One from before that is good still takes its place, see below.
DELETE FROM identity_secrets WHERE site_id = :id AND sealed = :sealed AND sealed_before IS NULL;

-- name: recall_identity_secret
-- By identity_secrets_pkey.
UPDATE identity_secrets SET version = version + 1, sealed = sealed_before, sealed_before = NULL
WHERE site_id = :id AND sealed = :sealed AND sealed_before IS NOT NULL;

-- name: drop_webhook_secret_before
-- By webhook_endpoints_pkey.
UPDATE webhook_endpoints SET sealed_before = NULL, before_until = NULL WHERE id = :id AND sealed_before = :sealed;

-- name: drop_person_keys
-- By person_keys_id_key.
DELETE FROM person_keys AS k
USING unnest(CAST(:ids AS uuid[]), CAST(:sealed AS bytea[])) AS lost (id, sealed)
WHERE k.id = lost.id AND k.wrapped = lost.sealed;

-- name: drop_kept_key
-- By kept_keys_pkey.
DELETE FROM kept_keys WHERE id = :id AND sealed = :sealed;
