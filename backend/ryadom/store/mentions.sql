-- name: unseen_mentions
-- By mentions_operator and conversations_pkey. A blocked visitor's conversation calls nobody.
SELECT m.conversation_id, m.seq
FROM mentions AS m
JOIN conversations AS c ON c.site_id = m.site_id AND c.id = m.conversation_id
WHERE m.operator_id = :operator_id AND m.site_id = ANY(:site_ids) AND NOT c.is_blocked
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

-- name: operators_to_call
-- By operator_sites_pkey; a firm has few enough for one answer.
SELECT o.id, o.name, o.public_name, o.avatar_digest
FROM operator_sites AS os
JOIN operators AS o ON o.id = os.operator_id
WHERE os.site_id = :site_id AND o.deactivated_at IS NULL
ORDER BY lower(o.name), o.id;
