-- name: list_rules
-- By work_rules_pkey.
SELECT site_id, version, mode, return_min FROM work_rules WHERE site_id = ANY(CAST(:site_ids AS uuid[]));

-- name: insert_rule
INSERT INTO work_rules (site_id, version, mode, return_min)
SELECT :site_id, 1, :mode, :return_min WHERE CAST(:over_version AS bigint) = 0
ON CONFLICT (site_id) DO NOTHING;

-- name: update_rule
-- By work_rules_pkey.
UPDATE work_rules
SET version = version + 1, mode = :mode, return_min = :return_min
WHERE site_id = :site_id AND version = :over_version;
