-- name: find_purview
-- Nothing of whoever sees all of their sites. Archived departments count: conversations keep theirs. By operators_pkey and
-- department_members_operator.
SELECT ARRAY(SELECT m.department_id FROM department_members AS m WHERE m.operator_id = o.id) AS department_ids
FROM operators AS o
WHERE o.id = :operator_id AND o.sees_own_departments_only AND o.role = ANY(CAST(:roles AS text[]));

-- name: sites_in_purview
-- Each with the departments of whoever does not see all of their sites, else null. By operator_sites_operator, operators_pkey and
-- department_members_operator.
SELECT
    s.id, s.key, s.name, s.origins, s.controller_id, s.basis, s.basis_wording, s.special,
    CASE WHEN o.sees_own_departments_only AND o.role = ANY(CAST(:roles AS text[])) THEN ARRAY(
        SELECT m.department_id FROM department_members AS m WHERE m.operator_id = :operator_id
    ) END AS seen_department_ids
FROM operator_sites AS os
JOIN sites AS s ON s.id = os.site_id
JOIN operators AS o ON o.id = os.operator_id
WHERE os.operator_id = :operator_id
ORDER BY s.id;

-- name: who_sees
-- Of limited operators, who sees these conversations now: `is_seen_by_all` of those of no department, else `operator_ids`. None of
-- a blocked visitor's is seen. By conversations_pkey, once for each key, and department_members_pkey.
SELECT
    c.id, c.department_id IS NULL AS is_seen_by_all,
    array_remove(
        ARRAY(
            SELECT m.operator_id FROM department_members AS m
            WHERE m.site_id = c.site_id AND m.department_id = c.department_id
                AND m.operator_id = ANY(CAST(:operator_ids AS uuid[]))
        ) || c.assignee_id,
        NULL
    ) AS operator_ids
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:ids AS uuid[])) AS key (site_id, id)
JOIN conversations AS c ON c.site_id = key.site_id AND c.id = key.id AND NOT c.is_blocked;
