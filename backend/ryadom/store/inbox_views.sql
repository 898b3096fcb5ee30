-- name: find_views
-- By inbox_views_pkey.
SELECT version, CAST(views AS text) AS views, hidden_ids FROM inbox_views WHERE operator_id = :operator_id;

-- name: insert_views
INSERT INTO inbox_views (operator_id, version, views, hidden_ids)
SELECT :operator_id, 1, CAST(:views AS jsonb), coalesce(CAST(:hidden_ids AS uuid[]), '{}') WHERE CAST(:over_version AS bigint) = 0
ON CONFLICT (operator_id) DO NOTHING;

-- name: update_views
-- By inbox_views_pkey.
UPDATE inbox_views
SET version = version + 1, views = CAST(:views AS jsonb), hidden_ids = coalesce(CAST(:hidden_ids AS uuid[]), hidden_ids)
WHERE operator_id = :operator_id AND version = :over_version;
