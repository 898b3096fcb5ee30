-- name: insert_site
INSERT INTO sites (id, key, name, origins, controller_id)
VALUES (:id, :key, :name, :origins, :controller_id)
ON CONFLICT (key) DO NOTHING;

-- name: set_origins
UPDATE sites SET origins = :origins WHERE id = :id;

-- name: change_site
UPDATE sites SET name = :name, origins = :origins
WHERE id = :id AND name = :over_name AND origins = CAST(:over_origins AS text[]);

-- name: set_basis
UPDATE sites SET basis = :basis, basis_wording = :basis_wording WHERE id = :id;

-- name: set_special
UPDATE sites SET special = :special WHERE id = :id;

-- name: default_to_consent
-- By sites_controller.
UPDATE sites
SET basis = 'consent'
WHERE controller_id = :controller_id AND (CAST(:site_id AS uuid) IS NULL OR id = :site_id) AND basis = 'undecided';

-- name: find_site
-- One row at most, by sites_key_key.
SELECT id, key, name, origins, controller_id, basis, basis_wording, special FROM sites WHERE key = :key;

-- name: hold_site
-- Nobody else changes what is set for it until the transaction ends. By sites_pkey.
SELECT id, key, name, origins, controller_id, basis, basis_wording, special FROM sites WHERE id = :id FOR NO KEY UPDATE;

-- name: all_sites
SELECT id, key, name, origins, controller_id, basis, basis_wording, special FROM sites ORDER BY id;

-- name: sites_of_operator
-- By operator_sites_operator.
SELECT s.id, s.key, s.name, s.origins, s.controller_id, s.basis, s.basis_wording, s.special
FROM operator_sites AS os
JOIN sites AS s ON s.id = os.site_id
WHERE os.operator_id = :operator_id
ORDER BY s.id;
