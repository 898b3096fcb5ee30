-- name: insert_operator
INSERT INTO operators (id, email, name, password_hash, role, sees_own_departments_only)
VALUES (:id, :email, :name, :password_hash, :role, :sees_own_departments_only)
ON CONFLICT (lower(email)) DO NOTHING;

-- name: add_to_sites
INSERT INTO operator_sites (site_id, operator_id)
SELECT id, :operator_id FROM sites WHERE key = ANY(:site_keys)
ON CONFLICT DO NOTHING;

-- name: find_operator_by_email
-- One row at most, by operators_email.
SELECT
    o.id, o.email, o.name, o.password_hash, o.role,
    EXISTS (SELECT FROM operator_second_factors AS f WHERE f.operator_id = o.id AND f.confirmed_at IS NOT NULL) AS has_second_factor,
    ARRAY(SELECT s.key FROM operator_sites AS os JOIN sites AS s ON s.id = os.site_id WHERE os.operator_id = o.id ORDER BY s.id) AS site_keys,
    o.deactivated_at IS NULL AS is_active, o.sees_own_departments_only
FROM operators AS o
WHERE lower(o.email) = lower(:email);

-- name: all_operators
SELECT
    o.id, o.email, o.name, o.password_hash, o.role,
    EXISTS (SELECT FROM operator_second_factors AS f WHERE f.operator_id = o.id AND f.confirmed_at IS NOT NULL) AS has_second_factor,
    ARRAY(SELECT s.key FROM operator_sites AS os JOIN sites AS s ON s.id = os.site_id WHERE os.operator_id = o.id ORDER BY s.id) AS site_keys,
    o.deactivated_at IS NULL AS is_active, o.sees_own_departments_only
FROM operators AS o
ORDER BY o.id;

-- name: set_password_hash
-- A link to choose another one is of no use any more. By password_links_pkey.
WITH used AS (
    DELETE FROM password_links WHERE operator_id = :id
)
UPDATE operators SET password_hash = :password_hash
WHERE id = :id AND (CAST(:over AS text) IS NULL OR password_hash = :over);

-- name: set_role
-- Without a limit of sight where the role can't have one: it must not come back with a later role.
UPDATE operators
SET role = :role,
    sees_own_departments_only = sees_own_departments_only AND CAST(:role AS text) = ANY(CAST(:limitable_roles AS text[]))
WHERE id = :id;

-- name: set_sight
UPDATE operators SET sees_own_departments_only = :sees_own_departments_only WHERE id = :id;

-- name: set_person
-- A link to choose a password was for who had the address before. By password_links_pkey.
WITH used AS (
    DELETE FROM password_links WHERE operator_id = :id
)
UPDATE operators SET name = :name, email = :email, person_version = person_version + 1 WHERE id = :id
RETURNING person_version;

-- name: count_places
UPDATE operators SET place_version = place_version + 1 WHERE id = ANY(CAST(:ids AS uuid[]))
RETURNING id, place_version;

-- name: list_colleagues
-- Operators of these sites, by operator_sites_pkey; their sites by operator_sites_operator, their sessions by
-- operator_sessions_operator, their departments by department_members_operator.
SELECT
    o.id, o.email, o.name, o.role,
    EXISTS (SELECT FROM operator_second_factors AS f WHERE f.operator_id = o.id AND f.confirmed_at IS NOT NULL) AS has_second_factor,
    s.session_count, s.last_seen_at, o.deactivated_at IS NULL AS is_active,
    ARRAY(
        SELECT os.site_id FROM operator_sites AS os
        WHERE os.operator_id = o.id AND os.site_id = ANY(:site_ids) ORDER BY os.site_id
    ) AS site_ids,
    EXISTS (
        SELECT FROM operator_sites AS os WHERE os.operator_id = o.id AND os.site_id <> ALL(:site_ids)
    ) AS works_elsewhere,
    (SELECT w.max_chats FROM operator_work AS w WHERE w.operator_id = o.id) AS max_chats,
    o.place_version, o.person_version, o.sees_own_departments_only,
    ARRAY(
        SELECT m.department_id FROM department_members AS m
        WHERE m.operator_id = o.id AND m.site_id = ANY(:site_ids) ORDER BY m.department_id
    ) AS department_ids
FROM operators AS o
CROSS JOIN LATERAL (
    SELECT count(*) AS session_count, max(last_seen_at) AS last_seen_at FROM operator_sessions WHERE operator_id = o.id
) AS s
WHERE EXISTS (SELECT FROM operator_sites AS os WHERE os.site_id = ANY(:site_ids) AND os.operator_id = o.id)
ORDER BY o.id;

-- name: list_leaders
-- Who of these leads anything of their site, or led it when it was closed. By conversations_leader, one row for each pair.
SELECT p.site_id, p.operator_id
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:operator_ids AS uuid[])) AS p (site_id, operator_id)
CROSS JOIN LATERAL (
    SELECT FROM conversations AS c WHERE c.site_id = p.site_id AND c.assignee_id = p.operator_id LIMIT 1
) AS led;

-- name: find_on_site
-- By operator_sites_pkey.
SELECT o.name, o.role, o.public_name, o.avatar_digest
FROM operator_sites AS os
JOIN operators AS o ON o.id = os.operator_id
WHERE os.site_id = :site_id AND os.operator_id = :operator_id AND o.deactivated_at IS NULL;

-- name: lock_operators
-- Two who take each other's role away at once must not both succeed. Sessions can be opened meanwhile.
LOCK TABLE operators IN SHARE ROW EXCLUSIVE MODE;

-- name: hold_operator
-- Nobody begins a session of theirs until the transaction ends: see hold_proven. By operators_pkey.
SELECT FROM operators WHERE id = :id FOR NO KEY UPDATE;

-- name: find_active_role
SELECT role FROM operators WHERE id = :id AND deactivated_at IS NULL;

-- name: set_active
-- A link to choose a password is of no use any more, also once the access is opened again. By password_links_pkey.
WITH used AS (
    DELETE FROM password_links WHERE operator_id = :id
)
UPDATE operators SET deactivated_at = CASE WHEN :is_active THEN NULL ELSE now() END WHERE id = :id;

-- name: add_to_sites_by_id
INSERT INTO operator_sites (site_id, operator_id)
SELECT id, :operator_id FROM sites WHERE id = ANY(:site_ids)
ON CONFLICT DO NOTHING;

-- name: remove_from_sites
-- By operator_sites_pkey.
DELETE FROM operator_sites WHERE operator_id = :operator_id AND site_id = ANY(:site_ids);
