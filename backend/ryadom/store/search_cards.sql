-- name: list_cards
-- By visitors_pkey, customer_cards_pkey, visitor_identities_pkey and customer_notes_pkey. Nothing of who was erased.
SELECT
    v.site_id, v.id AS visitor_id, v.name AS own_name,
    coalesce(k.name, '') AS name, coalesce(k.phone, '') AS phone, coalesce(k.email, '') AS email,
    coalesce(k.company, '') AS company, coalesce(k.about, '') AS about,
    coalesce(i.name, '') AS site_name, coalesce(i.phone, '') AS site_phone, coalesce(i.email, '') AS site_email,
    coalesce(i.external_id, '') AS external_id,
    n.notes
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:visitor_ids AS uuid[])) AS p (site_id, visitor_id)
JOIN visitors AS v ON v.site_id = p.site_id AND v.id = p.visitor_id AND v.erased_at IS NULL
LEFT JOIN customer_cards AS k ON k.site_id = v.site_id AND k.visitor_id = v.id
LEFT JOIN visitor_identities AS i ON i.site_id = v.site_id AND i.visitor_id = v.id
CROSS JOIN LATERAL (
    SELECT array_agg(n.body ORDER BY n.created_at DESC, n.id DESC) AS notes
    FROM customer_notes AS n
    WHERE n.site_id = v.site_id AND n.visitor_id = v.id AND n.deleted_at IS NULL
) AS n;

-- name: list_conversations
-- The newest of each. By conversations_visitor.
SELECT c.site_id, c.id AS conversation_id, c.visitor_id, c.created_at
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:visitor_ids AS uuid[])) AS p (site_id, visitor_id)
CROSS JOIN LATERAL (
    SELECT c.site_id, c.id, c.visitor_id, c.created_at
    FROM conversations AS c
    WHERE c.site_id = p.site_id AND c.visitor_id = p.visitor_id
    ORDER BY c.created_at DESC, c.id DESC
    LIMIT :most
) AS c
ORDER BY c.created_at DESC, c.id DESC;

-- name: measure
-- How many conversations each has, as far as they count, and how many bytes of what may be long is known of them: nothing long is
-- read for it. In the order that was asked for. By conversations_visitor, customer_cards_pkey and customer_notes_pkey.
SELECT c.conversations, coalesce(k.bytes, 0) + least(coalesce(n.bytes, 0), CAST(:most_note_bytes AS bigint)) AS bytes
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:visitor_ids AS uuid[])) WITH ORDINALITY AS p (site_id, visitor_id, place)
CROSS JOIN LATERAL (
    SELECT count(*) AS conversations
    FROM (SELECT FROM conversations AS c WHERE c.site_id = p.site_id AND c.visitor_id = p.visitor_id LIMIT :most) AS c
) AS c
LEFT JOIN LATERAL (
    SELECT octet_length(k.about) AS bytes FROM customer_cards AS k
    WHERE k.site_id = p.site_id AND k.visitor_id = p.visitor_id
    LIMIT 1
) AS k ON true
CROSS JOIN LATERAL (
    SELECT sum(octet_length(n.body)) AS bytes FROM customer_notes AS n
    WHERE n.site_id = p.site_id AND n.visitor_id = p.visitor_id AND n.deleted_at IS NULL
) AS n
ORDER BY p.place;

-- name: list_due
-- Also whom the version before has left.
SELECT site_id, visitor_id FROM search_due_cards
UNION ALL
SELECT site_id, visitor_id FROM search_renamed
LIMIT :row_limit;

-- name: drop_due
-- By search_due_cards_pkey and search_renamed_pkey.
WITH p AS MATERIALIZED (
    SELECT p.site_id, p.visitor_id FROM unnest(CAST(:site_ids AS uuid[]), CAST(:visitor_ids AS uuid[])) AS p (site_id, visitor_id)
), renamed AS (
    DELETE FROM search_renamed AS r USING p WHERE r.site_id = p.site_id AND r.visitor_id = p.visitor_id
)
DELETE FROM search_due_cards AS d USING p WHERE d.site_id = p.site_id AND d.visitor_id = p.visitor_id;

-- name: walk_people
-- By visitors_pkey, then customer_cards_pkey, visitor_identities_pkey and customer_notes_pkey. The limits of one let nobody
-- read these tables whole for a page.
SELECT v.site_id, v.id AS visitor_id, v.name <> '' OR coalesce(k.is_there, i.is_there, n.is_there, false) AS is_known
FROM (
    SELECT site_id, id, name
    FROM visitors
    WHERE (site_id, id) > (CAST(:site_id AS uuid), CAST(:visitor_id AS uuid))
    ORDER BY site_id, id
    LIMIT :row_limit
) AS v
LEFT JOIN LATERAL (
    SELECT true AS is_there FROM customer_cards AS k WHERE k.site_id = v.site_id AND k.visitor_id = v.id LIMIT 1
) AS k ON true
LEFT JOIN LATERAL (
    SELECT true AS is_there FROM visitor_identities AS i WHERE i.site_id = v.site_id AND i.visitor_id = v.id LIMIT 1
) AS i ON true
LEFT JOIN LATERAL (
    SELECT true AS is_there FROM customer_notes AS n WHERE n.site_id = v.site_id AND n.visitor_id = v.id LIMIT 1
) AS n ON true
ORDER BY v.site_id, v.id;
