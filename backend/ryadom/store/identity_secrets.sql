-- name: find_secrets
-- By identity_secrets_pkey.
SELECT site_id, version, sealed, sealed_before, made_at FROM identity_secrets WHERE site_id = :site_id;

-- name: secrets_of_sites
-- By identity_secrets_pkey.
SELECT site_id, version, sealed, sealed_before, made_at
FROM identity_secrets
WHERE site_id = ANY(CAST(:site_ids AS uuid[]));

-- name: insert_secret
INSERT INTO identity_secrets (site_id, version, sealed) VALUES (:site_id, 1, :sealed) ON CONFLICT (site_id) DO NOTHING;

-- name: replace_secret
UPDATE identity_secrets
SET version = version + 1, sealed_before = sealed, sealed = :sealed, made_at = now()
WHERE site_id = :site_id AND version = :over_version;

-- name: drop_secret_before
UPDATE identity_secrets
SET version = version + 1, sealed_before = NULL
WHERE site_id = :site_id AND version = :over_version AND sealed_before IS NOT NULL;

-- name: reseal_secret
UPDATE identity_secrets
SET sealed = CASE sealed WHEN :sealed THEN :resealed ELSE sealed END,
    sealed_before = CASE sealed_before WHEN :sealed THEN :resealed ELSE sealed_before END
WHERE site_id = :site_id;
