-- name: insert_draft
-- One at a time for each purpose, by consent_documents_controller_id_site_id_purpose_version_key.
INSERT INTO consent_documents (id, controller_id, site_id, purpose, wording)
VALUES (:id, :controller_id, :site_id, :purpose, CAST(:wording AS jsonb));

-- name: set_wording
UPDATE consent_documents SET wording = CAST(:wording AS jsonb) WHERE id = :id AND published_at IS NULL;

-- name: lock_controller
-- Versions are counted, so one document of a controller is published at a time.
SELECT 1 FROM controllers WHERE id = :id FOR NO KEY UPDATE;

-- name: next_version
SELECT coalesce(max(version), 0) + 1
FROM consent_documents
WHERE controller_id = :controller_id AND site_id IS NOT DISTINCT FROM :site_id AND purpose = :purpose;

-- name: publish
UPDATE consent_documents
SET version = :version, content = :content, sha256 = sha256(:content), published_at = now()
WHERE id = :id AND published_at IS NULL
RETURNING
    id, controller_id, site_id, purpose, CAST(wording AS text) AS wording, version, content, sha256, published_at;

-- name: find_document
-- By consent_documents_pkey.
SELECT id, controller_id, site_id, purpose, CAST(wording AS text) AS wording, version, content, sha256, published_at
FROM consent_documents
WHERE id = :id;

-- name: newest_document
-- The draft where there is one, else the newest version.
SELECT id, controller_id, site_id, purpose, CAST(wording AS text) AS wording, version, content, sha256, published_at
FROM consent_documents
WHERE controller_id = :controller_id AND site_id IS NOT DISTINCT FROM :site_id AND purpose = :purpose
ORDER BY version DESC NULLS FIRST
LIMIT 1;

-- name: all_documents
SELECT id, controller_id, site_id, purpose, CAST(wording AS text) AS wording, version, content, sha256, published_at
FROM consent_documents
ORDER BY controller_id, site_id NULLS FIRST, purpose, version NULLS LAST;
