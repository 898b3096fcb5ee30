-- name: find_factor
-- One row at most, by operator_second_factors_pkey.
SELECT
    sealed_secret,
    CASE WHEN pending_since > now() - make_interval(secs => :pending_limit_s) THEN pending_secret END AS pending_secret
FROM operator_second_factors
WHERE operator_id = :operator_id;

-- name: put_pending
INSERT INTO operator_second_factors (operator_id, pending_secret, pending_since) VALUES (:operator_id, :pending_secret, now())
ON CONFLICT (operator_id) DO UPDATE
SET pending_secret = excluded.pending_secret, pending_since = excluded.pending_since;

-- name: confirm_pending
-- Only the secret whose code was checked: another may have been begun meanwhile.
UPDATE operator_second_factors
SET sealed_secret = pending_secret, pending_secret = NULL, pending_since = NULL, confirmed_at = now(), last_step = :step
WHERE operator_id = :operator_id AND pending_secret = :pending_secret;

-- name: spend_step
-- Each step once: of two who show the same code at the same time one is told that it is used.
UPDATE operator_second_factors
SET last_step = :step
WHERE operator_id = :operator_id AND last_step < :step AND confirmed_at IS NOT NULL;

-- name: reseal
UPDATE operator_second_factors SET sealed_secret = :resealed
WHERE operator_id = :operator_id AND sealed_secret = :sealed_secret;

-- name: delete_factor
-- The recovery codes go with it.
DELETE FROM operator_second_factors WHERE operator_id = :operator_id;

-- name: delete_recovery_codes
DELETE FROM operator_recovery_codes WHERE operator_id = :operator_id;

-- name: insert_recovery_codes
INSERT INTO operator_recovery_codes (operator_id, code_sha256)
SELECT :operator_id, code FROM unnest(CAST(:codes AS bytea[])) AS code;

-- name: spend_recovery_code
-- By operator_recovery_codes_pkey.
DELETE FROM operator_recovery_codes WHERE operator_id = :operator_id AND code_sha256 = :code_sha256;

-- name: count_recovery_codes
SELECT count(*) FROM operator_recovery_codes WHERE operator_id = :operator_id;
