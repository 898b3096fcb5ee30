-- name: steps_of_sites
-- What has happened on each of these sites. Every EXISTS ends at its first row: by conversations_pkey,
-- operator_sites_pkey and consent_documents' unique key; invitations are few, and gone soon.
SELECT
    s.id AS site_id,
    EXISTS (SELECT FROM conversations AS c WHERE c.site_id = s.id) AS has_conversation,
    EXISTS (
        SELECT FROM operator_sites AS os WHERE os.site_id = s.id AND os.operator_id <> :operator_id
    ) OR EXISTS (
        SELECT FROM operator_invitations AS i WHERE s.id = ANY (i.site_ids) AND i.expires_at > now()
    ) AS has_colleague,
    s.basis = 'other' OR EXISTS (
        SELECT FROM consent_documents AS d
        WHERE d.controller_id = s.controller_id AND (d.site_id IS NULL OR d.site_id = s.id)
            AND d.purpose = 'processing' AND d.published_at IS NOT NULL
    ) AS has_basis
FROM sites AS s
WHERE s.id = ANY (CAST(:site_ids AS uuid[]));
