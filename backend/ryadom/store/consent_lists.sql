-- name: list_events
-- Newest first. By consent_events_newest, once per site.
SELECT e.site_id, e.visitor_id, e.ordinal, e.action, e.purpose, e.document_id, e.version, e.method, e.created_at
FROM unnest(CAST(:site_ids AS uuid[])) AS site (id)
CROSS JOIN LATERAL (
    SELECT e.site_id, e.visitor_id, e.ordinal, e.action, e.purpose, e.document_id, e.version, e.method, e.created_at
    FROM consent_events AS e
    WHERE e.site_id = site.id
        AND e.created_at >= coalesce(CAST(:since AS timestamptz), '-infinity')
        AND e.created_at < coalesce(CAST(:until AS timestamptz), 'infinity')
        AND (e.created_at, e.ordinal) < (
            coalesce(CAST(:after_at AS timestamptz), 'infinity'),
            coalesce(CAST(:after_ordinal AS bigint), 9223372036854775807)
        )
        AND (CAST(:purpose AS text) IS NULL OR e.purpose = :purpose)
        AND (CAST(:action AS text) IS NULL OR e.action = :action)
    ORDER BY e.created_at DESC, e.ordinal DESC
    LIMIT :row_limit
) AS e
ORDER BY e.created_at DESC, e.ordinal DESC
LIMIT :row_limit;

-- name: list_events_of_visitor
-- Newest first. By consent_events_pkey.
SELECT e.site_id, e.visitor_id, e.ordinal, e.action, e.purpose, e.document_id, e.version, e.method, e.created_at
FROM consent_events AS e
WHERE e.site_id = ANY(CAST(:site_ids AS uuid[])) AND e.visitor_id = :visitor_id
    AND e.created_at >= coalesce(CAST(:since AS timestamptz), '-infinity')
    AND e.created_at < coalesce(CAST(:until AS timestamptz), 'infinity')
    AND (e.created_at, e.ordinal) < (
        coalesce(CAST(:after_at AS timestamptz), 'infinity'),
        coalesce(CAST(:after_ordinal AS bigint), 9223372036854775807)
    )
    AND (CAST(:purpose AS text) IS NULL OR e.purpose = :purpose)
    AND (CAST(:action AS text) IS NULL OR e.action = :action)
ORDER BY e.created_at DESC, e.ordinal DESC
LIMIT :row_limit;

-- name: list_withdrawn
-- Whose newest word on processing is a withdrawal, and of whom something is still held; longest ago first. By
-- consent_events_withdrawn, once per site, and per row by consent_events_pkey and visitors_pkey.
SELECT w.site_id, w.visitor_id, w.ordinal, w.method, w.created_at, w.blocked_at
FROM unnest(CAST(:site_ids AS uuid[])) AS site (id)
CROSS JOIN LATERAL (
    SELECT e.site_id, e.visitor_id, e.ordinal, e.method, e.created_at, v.blocked_at
    FROM consent_events AS e
    JOIN visitors AS v ON v.site_id = e.site_id AND v.id = e.visitor_id AND v.erased_at IS NULL
    WHERE e.site_id = site.id AND e.action = 'withdrawn' AND e.purpose = 'processing'
        AND (e.created_at, e.ordinal) > (
            coalesce(CAST(:after_at AS timestamptz), '-infinity'), coalesce(CAST(:after_ordinal AS bigint), 0)
        )
        AND NOT EXISTS (
            SELECT
            FROM consent_events AS newer
            WHERE newer.site_id = e.site_id AND newer.visitor_id = e.visitor_id AND newer.purpose = e.purpose
                AND newer.ordinal > e.ordinal
        )
    ORDER BY e.created_at, e.ordinal
    LIMIT :row_limit
) AS w
ORDER BY w.created_at, w.ordinal
LIMIT :row_limit;
