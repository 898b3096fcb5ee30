-- name: asked_documents
-- The documents in force on a site, one for each purpose, a site's own before its controller's, where consent is its basis
-- or that does not matter; and whether a visitor agrees to this very version. By consent_documents_controller_id_site_id_purpose_version_key and consent_events_pkey.
SELECT
    d.id, d.purpose, d.version, d.sha256,
    coalesce(e.document_id = d.id AND e.action = 'given', false) AS is_agreed
FROM (
    SELECT DISTINCT ON (d.purpose) d.id, d.purpose, d.version, d.sha256
    FROM sites AS s
    JOIN consent_documents AS d ON d.controller_id = s.controller_id AND (d.site_id IS NULL OR d.site_id = s.id)
    WHERE s.id = :site_id AND d.published_at IS NOT NULL AND (:whatever_basis OR s.basis = 'consent')
    ORDER BY d.purpose, d.site_id NULLS LAST, d.version DESC
) AS d
LEFT JOIN LATERAL (
    SELECT e.document_id, e.action
    FROM consent_events AS e
    WHERE e.site_id = :site_id AND e.visitor_id = :visitor_id AND e.purpose = d.purpose
    ORDER BY e.ordinal DESC
    LIMIT 1
) AS e ON true
ORDER BY d.purpose <> 'processing', d.purpose;

-- name: insert_event
-- By consent_events_site_id_visitor_id_document_id_action_echo_id_key a repeated command adds nothing.
INSERT INTO consent_events (
    site_id, visitor_id, action, document_id, purpose, version, sha256, method, ip, user_agent, page_url, echo_id
)
SELECT
    :site_id, :visitor_id, :action, d.id, d.purpose, d.version, d.sha256, :method,
    CAST(CAST(:ip AS text) AS inet), :user_agent, :page_url, :echo_id
FROM consent_documents AS d
WHERE d.id = :document_id AND d.published_at IS NOT NULL
ON CONFLICT DO NOTHING;

-- name: given_documents
-- What a visitor has agreed to and not withdrawn, of whatever version; at most one for each purpose.
SELECT e.document_id
FROM (
    SELECT DISTINCT ON (purpose) document_id, purpose, action
    FROM consent_events
    WHERE site_id = :site_id AND visitor_id = :visitor_id
    ORDER BY purpose, ordinal DESC
) AS e
WHERE e.action = 'given' AND (CAST(:purpose AS text) IS NULL OR e.purpose = :purpose);

-- name: events_of_visitor
-- Oldest first. By consent_events_pkey.
SELECT action, document_id, purpose, version, sha256, method, host(ip) AS ip, user_agent, page_url, created_at
FROM consent_events
WHERE site_id = :site_id AND visitor_id = :visitor_id
ORDER BY ordinal;
