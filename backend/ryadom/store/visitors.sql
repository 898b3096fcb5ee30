-- name: insert_visitor
INSERT INTO visitors (site_id, id, locale) VALUES (:site_id, :id, :locale) ON CONFLICT DO NOTHING;

-- name: lock_visitor
SELECT 1 FROM visitors WHERE site_id = :site_id AND id = :id FOR UPDATE;

-- name: find_revoked_generation
-- By visitors_pkey.
SELECT revoked_generation FROM visitors WHERE site_id = :site_id AND id = :id;

-- name: revoke_tokens
UPDATE visitors
SET revoked_generation = greatest(revoked_generation + 1, :generation)
WHERE site_id = :site_id AND id = :id;
