-- Which objects stand on a page of a list of programs, in the list's order; public_objects.sql loads them. Nothing of who is
-- blocked or erased. What comes later never moves what stands there, so a walk gives each thing once.

-- name: list_conversations
-- Newest first. For each site and status by conversations_created, from behind the place on; visitors_pkey.
SELECT n.site_id, n.id, n.created_at
FROM unnest(CAST(:site_ids AS uuid[])) AS s (id)
CROSS JOIN unnest(CAST(:statuses AS text[])) AS t (status)
CROSS JOIN LATERAL (
    SELECT c.site_id, c.id, c.created_at
    FROM conversations AS c
    JOIN visitors AS v
        ON v.site_id = c.site_id AND v.id = c.visitor_id AND v.blocked_at IS NULL AND v.erased_at IS NULL
    WHERE c.site_id = s.id AND c.status = t.status AND c.created_at >= :since
        AND (c.created_at, c.id, c.site_id) < (:after_at, CAST(:after_id AS uuid), CAST(:after_site_id AS uuid))
    ORDER BY c.created_at DESC, c.id DESC
    LIMIT :row_limit
) AS n
ORDER BY n.created_at DESC, n.id DESC, n.site_id DESC
LIMIT :row_limit;

-- name: plan_by_values
-- For the rest of the transaction: Postgres knows how many have a tag, or an operator, only where it plans with it at hand,
-- and what is not asked for (NULL) is then no condition at all.
SELECT set_config('plan_cache_mode', 'force_custom_plan', true);

-- name: list_chosen_conversations
-- The same of a customer, with a tag, or led by an operator or a department, of all sites at once. By conversations_visitor,
-- _tags, _leader or _department where few are so; where many are, by conversations_created, which is why a stretch of time is
-- asked for.
SELECT c.site_id, c.id, c.created_at
FROM conversations AS c
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id AND v.blocked_at IS NULL AND v.erased_at IS NULL
WHERE c.site_id = ANY (:site_ids) AND c.status = ANY (:statuses) AND c.created_at >= :since
    AND (c.created_at, c.id, c.site_id) < (:after_at, CAST(:after_id AS uuid), CAST(:after_site_id AS uuid))
    AND (CAST(:customer_id AS uuid) IS NULL OR c.visitor_id = :customer_id)
    AND (CAST(:operator_id AS uuid) IS NULL OR c.assignee_id = :operator_id)
    AND (CAST(:department_id AS uuid) IS NULL OR c.department_id = :department_id)
    AND (CAST(:tag_id AS uuid) IS NULL OR (c.tag_ids <> '{}' AND c.tag_ids @> ARRAY[CAST(:tag_id AS uuid)]))
ORDER BY c.created_at DESC, c.id DESC, c.site_id DESC
LIMIT :row_limit;

-- name: list_customers
-- Who has written, newest first. For each site by visitors_pkey; conversations_visitor.
SELECT n.site_id, n.id
FROM unnest(CAST(:site_ids AS uuid[])) AS s (id)
CROSS JOIN LATERAL (
    SELECT v.site_id, v.id
    FROM visitors AS v
    WHERE v.site_id = s.id AND v.id <= CAST(:after_id AS uuid)
        AND (v.id, v.site_id) < (CAST(:after_id AS uuid), CAST(:after_site_id AS uuid))
        AND v.blocked_at IS NULL AND v.erased_at IS NULL
        AND EXISTS (SELECT FROM conversations AS c WHERE c.site_id = v.site_id AND c.visitor_id = v.id)
    ORDER BY v.id DESC
    LIMIT :row_limit
) AS n
ORDER BY n.id DESC, n.site_id DESC
LIMIT :row_limit;

-- name: list_messages
-- What either side wrote in a conversation, oldest first. By entries_pkey.
SELECT seq
FROM entries
WHERE site_id = :site_id AND conversation_id = :conversation_id AND seq > :after_seq AND seq <= :until_seq
    AND kind = 'message' AND public
ORDER BY seq
LIMIT :row_limit;

-- name: list_consents
-- Given and withdrawn, newest first. For each site by consent_events_newest, from behind the place on; visitors_pkey.
SELECT n.ordinal, n.site, n.created_at, n.visitor_id, n.purpose, n.action, n.version, n.document_id, n.sha256, n.method, n.page_url
FROM unnest(CAST(:site_ids AS uuid[])) AS g (id)
JOIN sites AS s ON s.id = g.id
CROSS JOIN LATERAL (
    SELECT
        e.ordinal, s.key AS site, e.created_at, e.visitor_id, e.purpose, e.action, e.version, e.document_id,
        encode(e.sha256, 'hex') AS sha256, e.method, e.page_url
    FROM consent_events AS e
    JOIN visitors AS v
        ON v.site_id = e.site_id AND v.id = e.visitor_id AND v.blocked_at IS NULL AND v.erased_at IS NULL
    WHERE e.site_id = s.id AND e.created_at >= :since
        AND (e.created_at, e.ordinal) < (:after_at, CAST(:after_seq AS bigint))
    ORDER BY e.created_at DESC, e.ordinal DESC
    LIMIT :row_limit
) AS n
ORDER BY n.created_at DESC, n.ordinal DESC
LIMIT :row_limit;
