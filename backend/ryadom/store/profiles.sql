-- name: find_identity
-- By visitor_identities_pkey.
SELECT external_id, name, email, phone, is_verified, identified_at
FROM visitor_identities
WHERE site_id = :site_id AND visitor_id = :visitor_id;

-- name: find_namesake
-- By visitor_identities_external, then visitors_pkey and conversations_visitor. Of the 100 browsers identified last.
SELECT v.id AS visitor_id, v.revoked_generation
FROM (
    SELECT visitor_id FROM visitor_identities
    WHERE site_id = :site_id AND external_id = :external_id AND visitor_id <> :but_id
    ORDER BY identified_at DESC
    LIMIT 100
) AS i
JOIN visitors AS v ON v.site_id = :site_id AND v.id = i.visitor_id
CROSS JOIN LATERAL (
    SELECT max(c.active_at) AS active_at FROM conversations AS c WHERE c.site_id = :site_id AND c.visitor_id = v.id
) AS c
WHERE v.erased_at IS NULL AND v.blocked_at IS NULL AND c.active_at IS NOT NULL
ORDER BY c.active_at DESC, v.id
LIMIT 1;

-- name: browsers_of_people
-- The visitors with the same number at the site as each of these, who are among them; by visitor_identities_pkey and _external.
SELECT i.site_id, o.visitor_id
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:visitor_ids AS uuid[])) AS p (site_id, visitor_id)
JOIN visitor_identities AS i ON i.site_id = p.site_id AND i.visitor_id = p.visitor_id
CROSS JOIN LATERAL (
    SELECT n.visitor_id
    FROM visitor_identities AS n
    WHERE n.site_id = i.site_id AND n.external_id = i.external_id
    ORDER BY n.identified_at DESC
    LIMIT 20
) AS o;

-- name: put_identity
-- Nothing new is no change, and does not move the time.
INSERT INTO visitor_identities AS i (site_id, visitor_id, external_id, name, email, phone, is_verified)
VALUES (:site_id, :visitor_id, :external_id, :name, :email, :phone, :is_verified)
ON CONFLICT (site_id, visitor_id) DO UPDATE
SET name = EXCLUDED.name, email = EXCLUDED.email, phone = EXCLUDED.phone, is_verified = EXCLUDED.is_verified,
    identified_at = now()
WHERE (i.name, i.email, i.phone, i.is_verified)
    IS DISTINCT FROM (EXCLUDED.name, EXCLUDED.email, EXCLUDED.phone, EXCLUDED.is_verified);

-- name: name_if_nameless
UPDATE visitors
SET name = :name
WHERE site_id = :site_id AND id = :visitor_id AND name IN ('', :before) AND name <> :name;

-- name: read_attributes
-- By visitor_attributes_pkey.
SELECT attributes FROM visitor_attributes WHERE site_id = :site_id AND visitor_id = :visitor_id;

-- name: put_attributes
INSERT INTO visitor_attributes (site_id, visitor_id, attributes)
VALUES (:site_id, :visitor_id, CAST(:attributes AS jsonb))
ON CONFLICT (site_id, visitor_id) DO UPDATE SET attributes = EXCLUDED.attributes, changed_at = now();

-- name: insert_event
INSERT INTO visitor_events (site_id, visitor_id, id, name, properties)
VALUES (:site_id, :visitor_id, :id, :name, CAST(:properties AS jsonb))
ON CONFLICT DO NOTHING;

-- name: forget_events
-- By visitor_events_pkey: one visitor's, a hundred and one at most.
DELETE FROM visitor_events
WHERE site_id = :site_id AND visitor_id = :visitor_id AND id IN (
    SELECT id FROM visitor_events
    WHERE site_id = :site_id AND visitor_id = :visitor_id
    ORDER BY at DESC, id
    OFFSET CAST(:kept AS bigint)
);

-- name: list_events
-- Newest first. By visitor_events_pkey.
SELECT id, name, properties, at
FROM visitor_events
WHERE site_id = :site_id AND visitor_id = :visitor_id
ORDER BY at DESC, id;
