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

-- name: insert_missing_keys
-- By person_keys_pkey and visitors_pkey.
INSERT INTO person_keys (id, site_id, visitor_id, wrapped)
SELECT n.id, n.site_id, n.visitor_id, n.wrapped
FROM unnest(
    CAST(:site_ids AS uuid[]), CAST(:visitor_ids AS uuid[]), CAST(:ids AS uuid[]), CAST(:wrapped AS bytea[])
) AS n (site_id, visitor_id, id, wrapped)
JOIN visitors AS v ON v.site_id = n.site_id AND v.id = n.visitor_id AND v.erased_at IS NULL
WHERE NOT EXISTS (SELECT FROM person_keys AS k WHERE k.site_id = n.site_id AND k.visitor_id = n.visitor_id)
ON CONFLICT (site_id, visitor_id) DO NOTHING;

-- name: keys_of
-- By person_keys_pkey.
SELECT k.site_id, k.visitor_id, k.id, k.wrapped
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:visitor_ids AS uuid[])) AS n (site_id, visitor_id)
JOIN person_keys AS k ON k.site_id = n.site_id AND k.visitor_id = n.visitor_id;

-- name: destroy_key
DELETE FROM person_keys WHERE site_id = :site_id AND visitor_id = :visitor_id;
