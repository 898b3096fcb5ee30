-- name: list_choices
-- By new_alerts_pkey.
SELECT site_id, version, minutes FROM new_alerts WHERE site_id = ANY(CAST(:site_ids AS uuid[]));

-- name: insert_choice
INSERT INTO new_alerts (site_id, version, minutes)
SELECT :site_id, 1, :minutes WHERE CAST(:over_version AS bigint) = 0
ON CONFLICT (site_id) DO NOTHING;

-- name: update_choice
-- By new_alerts_pkey.
UPDATE new_alerts SET version = version + 1, minutes = :minutes WHERE site_id = :site_id AND version = :over_version;

-- name: alert_newcomer
-- As soon as any of their sites says; not at all where none does. By operator_sites_operator and new_alerts_pkey.
INSERT INTO waiting_alerts (operator_id, minutes)
SELECT os.operator_id, min(CASE WHEN n.site_id IS NULL THEN CAST(:unsaid AS integer) ELSE n.minutes END)
FROM operator_sites AS os
LEFT JOIN new_alerts AS n ON n.site_id = os.site_id
WHERE os.operator_id = :operator_id
GROUP BY os.operator_id
HAVING min(CASE WHEN n.site_id IS NULL THEN CAST(:unsaid AS integer) ELSE n.minutes END) IS NOT NULL
ON CONFLICT (operator_id) DO NOTHING
RETURNING minutes;
