-- name: find_settings
-- One row at most, by sites_key_key and widget_settings_pkey.
SELECT s.id AS site_id, coalesce(w.version, 0) AS version, w.settings
FROM sites AS s
LEFT JOIN widget_settings AS w ON w.site_id = s.id
WHERE s.key = :key;

-- name: settings_of_sites
-- By sites_pkey and widget_settings_pkey.
SELECT s.id AS site_id, coalesce(w.version, 0) AS version, w.settings
FROM sites AS s
LEFT JOIN widget_settings AS w ON w.site_id = s.id
WHERE s.id = ANY (CAST(:site_ids AS uuid[]));

-- name: insert_settings
INSERT INTO widget_settings (site_id, version, settings)
SELECT :site_id, 1, CAST(:settings AS jsonb) WHERE CAST(:over_version AS bigint) = 0
ON CONFLICT (site_id) DO NOTHING;

-- name: update_settings
UPDATE widget_settings
SET version = version + 1, settings = CAST(:settings AS jsonb), changed_at = now()
WHERE site_id = :site_id AND version = :over_version;
