-- What programs are told of how a firm works: in the order of ids, oldest first, behind one; and one by its id.

-- name: list_operators
-- Of these sites. By operators_pkey, operator_sites_pkey.
SELECT
    o.id, o.name, o.email, o.role, o.deactivated_at IS NULL AS is_active,
    ARRAY(
        SELECT s.key
        FROM operator_sites AS os
        JOIN sites AS s ON s.id = os.site_id
        WHERE os.operator_id = o.id AND os.site_id = ANY (CAST(:site_ids AS uuid[]))
        ORDER BY s.id
    ) AS sites
FROM operators AS o
WHERE o.id > :after_id AND EXISTS (
    SELECT FROM operator_sites AS os WHERE os.operator_id = o.id AND os.site_id = ANY (CAST(:site_ids AS uuid[]))
)
ORDER BY o.id
LIMIT :row_limit;

-- name: find_operator
-- One, where they work on one of these sites. By operators_pkey, operator_sites_pkey.
SELECT
    o.id, o.name, o.email, o.role, o.deactivated_at IS NULL AS is_active,
    ARRAY(
        SELECT s.key
        FROM operator_sites AS os
        JOIN sites AS s ON s.id = os.site_id
        WHERE os.operator_id = o.id AND os.site_id = ANY (CAST(:site_ids AS uuid[]))
        ORDER BY s.id
    ) AS sites
FROM operators AS o
WHERE o.id = :id AND EXISTS (
    SELECT FROM operator_sites AS os WHERE os.operator_id = o.id AND os.site_id = ANY (CAST(:site_ids AS uuid[]))
);

-- name: list_departments
-- Of these sites. By departments_pkey, department_members_pkey.
SELECT
    d.id, s.key AS site, d.name, d.name_en, d.archived_at IS NOT NULL AS is_archived,
    ARRAY(
        SELECT m.operator_id FROM department_members AS m
        WHERE m.site_id = d.site_id AND m.department_id = d.id ORDER BY m.operator_id
    ) AS operator_ids
FROM departments AS d
JOIN sites AS s ON s.id = d.site_id
WHERE d.site_id = ANY (CAST(:site_ids AS uuid[])) AND d.id > :after_id
ORDER BY d.id
LIMIT :row_limit;

-- name: find_department
-- One of these sites. By departments_pkey, department_members_pkey.
SELECT
    d.id, s.key AS site, d.name, d.name_en, d.archived_at IS NOT NULL AS is_archived,
    ARRAY(
        SELECT m.operator_id FROM department_members AS m
        WHERE m.site_id = d.site_id AND m.department_id = d.id ORDER BY m.operator_id
    ) AS operator_ids
FROM departments AS d
JOIN sites AS s ON s.id = d.site_id
WHERE d.site_id = ANY (CAST(:site_ids AS uuid[])) AND d.id = :id;

-- name: list_tags
-- Of a controller. By labels_pkey.
SELECT id, name, colour, archived_at IS NOT NULL AS is_archived
FROM labels
WHERE controller_id = :controller_id AND kind = 'tag' AND id > :after_id
ORDER BY id
LIMIT :row_limit;

-- name: find_tag
-- One of a controller. By labels_pkey.
SELECT id, name, colour, archived_at IS NOT NULL AS is_archived
FROM labels
WHERE controller_id = :controller_id AND kind = 'tag' AND id = :id;

-- name: list_replies
-- Those that colleagues share: of a controller, and of these sites; by the partial unique indexes.
SELECT r.id, s.key AS site, r.shortcut, r.body, r.version, r.changed_at
FROM canned_replies AS r
LEFT JOIN sites AS s ON s.id = r.site_id
WHERE (r.controller_id = :controller_id OR r.site_id = ANY (CAST(:site_ids AS uuid[]))) AND r.id > :after_id
ORDER BY r.id
LIMIT :row_limit;

-- name: find_reply
-- One that colleagues share: of a controller, or of one of these sites. By canned_replies_pkey.
SELECT r.id, s.key AS site, r.shortcut, r.body, r.version, r.changed_at
FROM canned_replies AS r
LEFT JOIN sites AS s ON s.id = r.site_id
WHERE (r.controller_id = :controller_id OR r.site_id = ANY (CAST(:site_ids AS uuid[]))) AND r.id = :id;
