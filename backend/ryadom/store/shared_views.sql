-- name: list_shared
-- Of these controllers, on these sites, in no order; of departments, those that the operator is in, or all of them where
-- :sees_all. One that is not offered any more has nobody in it. By shared_views_pkey and department_members_operator.
SELECT v.controller_id, v.id, v.site_id, v.department_id, v.version, CAST(v.view AS text) AS view
FROM shared_views AS v
WHERE v.controller_id = ANY(CAST(:controller_ids AS uuid[]))
    AND (v.site_id IS NULL OR v.site_id = ANY(CAST(:site_ids AS uuid[])))
    AND (
        v.department_id IS NULL OR CAST(:sees_all AS boolean)
        OR EXISTS (
            SELECT FROM department_members AS m
            JOIN departments AS d ON d.site_id = m.site_id AND d.id = m.department_id
            WHERE m.operator_id = :operator_id AND m.site_id = v.site_id AND m.department_id = v.department_id
                AND d.archived_at IS NULL
        )
    );

-- name: count_shared
-- By shared_views_pkey.
SELECT count(*) FROM shared_views WHERE controller_id = :controller_id;

-- name: insert_shared
-- Nothing where there is one of this id.
INSERT INTO shared_views (controller_id, id, site_id, department_id, version, view)
VALUES (:controller_id, :id, :site_id, :department_id, :version, CAST(:view AS jsonb))
ON CONFLICT (controller_id, id) DO NOTHING;

-- name: update_shared
-- By shared_views_pkey. Nothing where somebody else has changed it since that version.
UPDATE shared_views
SET version = version + 1, site_id = :site_id, department_id = :department_id, view = CAST(:view AS jsonb)
WHERE controller_id = :controller_id AND id = :id AND version = :over_version;

-- name: delete_shared
-- By shared_views_pkey.
DELETE FROM shared_views WHERE controller_id = :controller_id AND id = :id AND version = :over_version;
