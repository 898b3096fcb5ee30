-- name: offered_departments
-- Of these sites, in the order in which they are offered. By departments_pkey.
SELECT site_id, id, name, name_en
FROM departments
WHERE site_id = ANY(CAST(:site_ids AS uuid[])) AND archived_at IS NULL
ORDER BY site_id, place, id;

-- name: archived_departments
-- Of these sites, the newest last. By departments_pkey.
SELECT site_id, id, name
FROM departments
WHERE site_id = ANY(CAST(:site_ids AS uuid[])) AND archived_at IS NOT NULL
ORDER BY site_id, archived_at, id;

-- name: find_offered
-- By departments_pkey.
SELECT name FROM departments WHERE site_id = :site_id AND id = :id AND archived_at IS NULL;

-- name: find_by_wish
-- One row at most; of the same name in two languages the first that is offered. By departments_pkey.
SELECT id, name
FROM departments
WHERE site_id = :site_id AND archived_at IS NULL
    AND (CAST(id AS text) = lower(:wish) OR lower(name) = lower(:wish) OR lower(name_en) = lower(:wish))
ORDER BY place, id
LIMIT 1;

-- name: named_departments
-- Of these sites, in the order in which they are offered. By departments_pkey.
SELECT site_id, id, name
FROM departments
WHERE site_id = ANY(CAST(:site_ids AS uuid[])) AND archived_at IS NULL
ORDER BY site_id, place, id;

-- name: count_choice
-- So that whoever changes the departments as a whole sees that somebody is in others now.
INSERT INTO department_choices AS c (site_id, version, is_required) VALUES (:site_id, 1, false)
ON CONFLICT (site_id) DO UPDATE SET version = c.version + 1;

-- name: join_departments
INSERT INTO department_members (site_id, department_id, operator_id)
SELECT :site_id, department_id, :operator_id FROM unnest(CAST(:department_ids AS uuid[])) AS department_id
ON CONFLICT DO NOTHING;

-- name: leave_departments
-- By department_members_operator.
DELETE FROM department_members
WHERE operator_id = :operator_id AND site_id = :site_id AND department_id = ANY(CAST(:department_ids AS uuid[]));

-- name: departments_of_operator
-- By department_members_operator.
SELECT m.site_id, m.department_id
FROM department_members AS m
JOIN departments AS d ON d.site_id = m.site_id AND d.id = m.department_id
WHERE m.operator_id = :operator_id AND m.site_id = ANY(CAST(:site_ids AS uuid[])) AND d.archived_at IS NULL;

-- name: list_departments
-- All of these sites, with who is in them and how many open conversations are in each, counted to :max_count. By
-- departments_pkey, department_members_pkey and conversations_department.
SELECT
    d.site_id, d.id, d.name, d.name_en, d.archived_at IS NOT NULL AS is_archived,
    ARRAY(
        SELECT m.operator_id FROM department_members AS m
        WHERE m.site_id = d.site_id AND m.department_id = d.id ORDER BY m.operator_id
    ) AS member_ids,
    (
        SELECT count(*) FROM (
            SELECT FROM conversations AS c
            WHERE c.site_id = d.site_id AND c.status = 'open' AND c.department_id = d.id AND NOT c.is_blocked
            LIMIT :max_count
        ) AS open
    ) AS open_count
FROM departments AS d
WHERE d.site_id = ANY(CAST(:site_ids AS uuid[]))
ORDER BY d.site_id, d.archived_at IS NOT NULL, d.place, d.id;

-- name: list_choices
-- By sites_pkey and department_choices_pkey.
SELECT s.id AS site_id, coalesce(c.version, 0) AS version, coalesce(c.is_required, false) AS is_required
FROM sites AS s
LEFT JOIN department_choices AS c ON c.site_id = s.id
WHERE s.id = ANY(CAST(:site_ids AS uuid[]));

-- name: insert_choice
INSERT INTO department_choices (site_id, version, is_required)
SELECT :site_id, 1, :is_required WHERE CAST(:over_version AS bigint) = 0
ON CONFLICT (site_id) DO NOTHING;

-- name: update_choice
UPDATE department_choices
SET version = version + 1, is_required = :is_required
WHERE site_id = :site_id AND version = :over_version;

-- name: put_department
-- One that is archived keeps the time since when it is.
INSERT INTO departments AS d (site_id, id, name, name_en, place, archived_at)
VALUES (:site_id, :id, :name, :name_en, :place, CASE WHEN CAST(:is_archived AS boolean) THEN now() END)
ON CONFLICT (site_id, id) DO UPDATE SET
    name = excluded.name,
    name_en = excluded.name_en,
    place = excluded.place,
    archived_at = CASE WHEN excluded.archived_at IS NOT NULL THEN coalesce(d.archived_at, excluded.archived_at) END;

-- name: remove_members
-- By department_members_pkey.
DELETE FROM department_members
WHERE site_id = :site_id AND department_id = :department_id AND operator_id <> ALL(CAST(:operator_ids AS uuid[]));

-- name: add_members
INSERT INTO department_members (site_id, department_id, operator_id)
SELECT :site_id, :department_id, operator_id FROM unnest(CAST(:operator_ids AS uuid[])) AS operator_id
ON CONFLICT DO NOTHING;
