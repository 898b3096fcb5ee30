-- What conversations of sites may be of, for whoever narrows an export down to some of them; archived or not.

-- name: list_departments
-- By departments_pkey.
SELECT DISTINCT d.id, d.name
FROM departments AS d
WHERE d.site_id = ANY (CAST(:site_ids AS uuid[]))
ORDER BY d.name, d.id;

-- name: list_operators
-- Who works there, or has a conversation there from when they did. By operator_sites_pkey and conversations_leader.
SELECT o.id, o.name, o.email
FROM operators AS o
WHERE EXISTS (SELECT FROM operator_sites AS os WHERE os.operator_id = o.id AND os.site_id = ANY (CAST(:site_ids AS uuid[])))
    OR EXISTS (SELECT FROM conversations AS c WHERE c.site_id = ANY (:site_ids) AND c.assignee_id = o.id)
ORDER BY o.name, o.id;

-- name: list_tags
-- By labels_pkey: of the controllers of the sites.
SELECT t.id, t.name
FROM labels AS t
WHERE t.kind = 'tag'
    AND t.controller_id IN (SELECT s.controller_id FROM sites AS s WHERE s.id = ANY (CAST(:site_ids AS uuid[])))
ORDER BY t.name, t.id;
