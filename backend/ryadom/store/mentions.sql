-- name: unseen_mentions
-- By mentions_operator and conversations_pkey. A blocked visitor's conversation calls nobody.
SELECT m.conversation_id, m.seq
FROM mentions AS m
JOIN conversations AS c ON c.site_id = m.site_id AND c.id = m.conversation_id
WHERE m.operator_id = :operator_id AND m.site_id = ANY(:site_ids) AND NOT c.is_blocked AND IN_PURVIEW
ORDER BY m.conversation_id DESC
LIMIT :row_limit;

-- name: see_mentions
-- By mentions_pkey.
DELETE FROM mentions
WHERE site_id = :site_id AND conversation_id = :conversation_id AND operator_id = :operator_id AND seq <= :seq
RETURNING true;

-- name: operators_among
-- By operator_sites_pkey.
SELECT os.operator_id
FROM operator_sites AS os
JOIN operators AS o ON o.id = os.operator_id
WHERE os.site_id = :site_id AND os.operator_id = ANY(:ids) AND o.deactivated_at IS NULL;

-- name: blind_among
-- Those of these limited operators who do not see this conversation. By conversations_pkey, operators_pkey and
-- department_members_pkey.
SELECT o.id
FROM conversations AS c
JOIN operators AS o ON o.id = ANY(CAST(:ids AS uuid[]))
WHERE c.site_id = :site_id AND c.id = :conversation_id
    AND o.sees_own_departments_only AND o.role = ANY(CAST(:limitable_roles AS text[]))
    AND c.department_id IS NOT NULL AND c.assignee_id IS DISTINCT FROM o.id
    AND NOT EXISTS (
        SELECT FROM department_members AS m
        WHERE m.site_id = c.site_id AND m.department_id = c.department_id AND m.operator_id = o.id
    );

-- name: operators_to_call
-- By operator_sites_pkey; a firm has few enough for one answer. Of those who are limited, their departments on the site.
SELECT
    o.id, o.name,
    CASE WHEN o.sees_own_departments_only AND o.role = ANY(CAST(:limitable_roles AS text[])) THEN ARRAY(
        SELECT m.department_id FROM department_members AS m WHERE m.operator_id = o.id AND m.site_id = os.site_id
    ) END AS seen_department_ids
FROM operator_sites AS os
JOIN operators AS o ON o.id = os.operator_id
WHERE os.site_id = :site_id AND o.deactivated_at IS NULL
ORDER BY lower(o.name), o.id;
