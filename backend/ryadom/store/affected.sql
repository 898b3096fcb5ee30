-- name: visitors_after
-- By visitors_pkey.
SELECT id
FROM visitors
WHERE site_id = :site_id AND erased_at IS NULL AND (CAST(:after AS uuid) IS NULL OR id > :after)
ORDER BY id
LIMIT :row_limit;

-- name: active_among
-- By conversations' index on (site_id, visitor_id); entries are looked at only where a conversation spans an end of the period.
SELECT DISTINCT c.visitor_id AS id
FROM conversations AS c
WHERE c.site_id = ANY(:site_ids) AND c.visitor_id = ANY(:ids)
    AND (CAST(:since AS timestamptz) IS NULL OR c.active_at >= :since)
    AND (CAST(:before AS timestamptz) IS NULL OR c.created_at < :before)
    AND (
        CAST(:before AS timestamptz) IS NULL
        OR c.active_at < :before
        OR EXISTS (
            SELECT
            FROM entries AS e
            WHERE e.site_id = c.site_id AND e.conversation_id = c.id AND e.created_at < :before
                AND (CAST(:since AS timestamptz) IS NULL OR e.created_at >= :since)
        )
    );

-- name: weigh
-- By the primary keys, for the visitors that are named.
WITH held AS (
    SELECT
        v.erased_at IS NOT NULL AS is_erased,
        v.name <> '' AS contact,
        EXISTS (
            SELECT
            FROM conversations AS c
            JOIN entries AS e ON e.site_id = c.site_id AND e.conversation_id = c.id
            WHERE c.site_id = v.site_id AND c.visitor_id = v.id AND e.kind IN ('message', 'note') AND e.body <> ''
        ) AS message,
        EXISTS (
            SELECT
            FROM conversations AS c
            WHERE c.site_id = v.site_id AND c.visitor_id = v.id AND c.page_url IS NOT NULL
        ) AS page,
        EXISTS (
            SELECT FROM consent_events AS e WHERE e.site_id = v.site_id AND e.visitor_id = v.id AND e.ip IS NOT NULL
        ) AS network
    FROM visitors AS v
    WHERE v.site_id = ANY(:site_ids) AND v.id = ANY(:ids)
), chosen AS (
    SELECT contact, message, page, network
    FROM held
    WHERE is_erased
        OR cardinality(CAST(:categories AS text[])) = 0
        OR (contact AND 'contact' = ANY(:categories))
        OR (message AND 'message' = ANY(:categories))
        OR (page AND 'page' = ANY(:categories))
        OR (network AND 'network' = ANY(:categories))
)
SELECT
    count(*) AS people,
    count(*) FILTER (WHERE contact) AS contact,
    count(*) FILTER (WHERE message) AS message,
    count(*) FILTER (WHERE page) AS page,
    count(*) FILTER (WHERE network) AS network
FROM chosen;

-- name: seen_by
-- A stretch of the journal and no more, by journal_pkey. What was refused was not shown.
SELECT DISTINCT shown.id
FROM journal AS j
CROSS JOIN LATERAL unnest(j.visitor_ids) AS shown (id)
WHERE j.controller_id = :controller_id AND j.number > :after AND j.number <= :up_to
    AND j.actor_id = :actor_id AND j.result = 'done'
    AND (CAST(:since AS timestamptz) IS NULL OR j.at >= :since)
    AND (CAST(:before AS timestamptz) IS NULL OR j.at < :before);

-- name: has_opened_panel
-- A stretch of the journal and no more, by journal_pkey.
SELECT EXISTS (
    SELECT
    FROM journal AS j
    WHERE j.controller_id = :controller_id AND j.number > :after AND j.number <= :up_to
        AND j.actor_id = :actor_id AND j.action = 'panel_opened'
        AND (CAST(:since AS timestamptz) IS NULL OR j.at >= :since)
        AND (CAST(:before AS timestamptz) IS NULL OR j.at < :before)
);

-- name: last_number
-- By journal_heads_pkey.
SELECT coalesce((SELECT h.number FROM journal_heads AS h WHERE h.controller_id = :controller_id), 0);
