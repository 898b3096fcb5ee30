-- name: find_key
-- By person_keys_pkey.
SELECT id, wrapped FROM person_keys WHERE site_id = :site_id AND visitor_id = :visitor_id;

-- name: find_keys
-- By person_keys_id_key.
SELECT id, wrapped FROM person_keys WHERE id = ANY(:ids);

-- name: keys_of_blocked
-- By person_keys_id_key and visitors_pkey.
SELECT k.id
FROM person_keys AS k
JOIN visitors AS v ON v.site_id = k.site_id AND v.id = k.visitor_id
WHERE k.id = ANY(:ids) AND v.blocked_at IS NOT NULL;

-- name: insert_key
-- One row: ours, or that of whoever was first.
INSERT INTO person_keys (id, site_id, visitor_id, wrapped) VALUES (:id, :site_id, :visitor_id, :wrapped)
ON CONFLICT (site_id, visitor_id) DO UPDATE SET wrapped = person_keys.wrapped
RETURNING id, wrapped;

-- name: destroy_key
DELETE FROM person_keys WHERE site_id = :site_id AND visitor_id = :visitor_id;
