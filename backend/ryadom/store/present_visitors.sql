-- name: list_present
-- The gate of consents for many at once: asked each time, so a withdrawal or a newer document counts at once, in whatever
-- way it was noted. By visitors_pkey, customer_cards_pkey, visitor_identities_pkey,
-- conversations_visitor, consent_events_pkey and chat_invitations_pkey.
SELECT
    k.site_id, k.visitor_id, coalesce(n.name, '') AS name,
    c.id AS conversation_id, c.status, c.assignee_id, c.assignee_name,
    i.invited_at, i.dismissed_at IS NOT NULL AS is_dismissed
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:visitor_ids AS uuid[])) AS k (site_id, visitor_id)
JOIN sites AS s ON s.id = k.site_id
LEFT JOIN visitors AS v ON v.site_id = k.site_id AND v.id = k.visitor_id
LEFT JOIN shown_names AS n ON n.site_id = k.site_id AND n.visitor_id = k.visitor_id
LEFT JOIN LATERAL (
    SELECT h.id, h.status, h.assignee_id, h.assignee_name
    FROM conversation_heads AS h
    WHERE h.site_id = k.site_id AND h.visitor_id = k.visitor_id
    ORDER BY h.created_at DESC
    LIMIT 1
) AS c ON true
LEFT JOIN chat_invitations AS i ON i.site_id = k.site_id AND i.visitor_id = k.visitor_id
WHERE v.blocked_at IS NULL AND v.erased_at IS NULL
    AND (
        s.required_consent_id IS NULL
        OR s.required_consent_id = (
            SELECT CASE e.action WHEN 'given' THEN e.document_id END
            FROM consent_events AS e
            WHERE e.site_id = k.site_id AND e.visitor_id = k.visitor_id AND e.purpose = 'processing'
            ORDER BY e.ordinal DESC
            LIMIT 1
        )
    );
