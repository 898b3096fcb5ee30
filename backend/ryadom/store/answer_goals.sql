-- name: list_goals
-- By answer_goals_pkey.
SELECT site_id, version, minutes FROM answer_goals WHERE site_id = ANY(CAST(:site_ids AS uuid[]));

-- name: insert_goal
INSERT INTO answer_goals (site_id, version, minutes)
SELECT :site_id, 1, :minutes WHERE CAST(:over_version AS bigint) = 0
ON CONFLICT (site_id) DO NOTHING;

-- name: update_goal
-- By answer_goals_pkey.
UPDATE answer_goals SET version = version + 1, minutes = :minutes WHERE site_id = :site_id AND version = :over_version;
