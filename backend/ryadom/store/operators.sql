-- name: insert_operator
INSERT INTO operators (id, email, name, password_hash)
VALUES (:id, :email, :name, :password_hash)
ON CONFLICT (lower(email)) DO NOTHING;

-- name: add_to_sites
INSERT INTO operator_sites (site_id, operator_id)
SELECT id, :operator_id FROM sites WHERE key = ANY(:site_keys)
ON CONFLICT DO NOTHING;

-- name: find_operator_by_email
-- One row at most, by operators_email.
SELECT
    o.id, o.email, o.name, o.password_hash,
    ARRAY(SELECT s.key FROM operator_sites AS os JOIN sites AS s ON s.id = os.site_id WHERE os.operator_id = o.id ORDER BY s.id) AS site_keys
FROM operators AS o
WHERE lower(o.email) = lower(:email);

-- name: all_operators
SELECT
    o.id, o.email, o.name, o.password_hash,
    ARRAY(SELECT s.key FROM operator_sites AS os JOIN sites AS s ON s.id = os.site_id WHERE os.operator_id = o.id ORDER BY s.id) AS site_keys
FROM operators AS o
ORDER BY o.id;

-- name: set_password_hash
UPDATE operators SET password_hash = :password_hash WHERE id = :id;

-- name: find_name_on_site
-- By operator_sites_pkey.
SELECT o.name
FROM operator_sites AS os
JOIN operators AS o ON o.id = os.operator_id
WHERE os.site_id = :site_id AND os.operator_id = :operator_id;
