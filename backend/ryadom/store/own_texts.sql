-- name: own_texts
-- What was shared or published within so many seconds. Replies, of which there may be many, by canned_replies_shared_changed,
-- and an operator's own never; of the others there are a few rows a site.
SELECT r.id, r.controller_id, r.site_id, r.body AS text
FROM canned_replies AS r
WHERE r.operator_id IS NULL AND r.changed_at >= now() - make_interval(secs => CAST(:within_s AS double precision))
UNION ALL
SELECT w.site_id, NULL, w.site_id, string_agg(said.words #>> '{}', E'\n')
FROM widget_settings AS w
CROSS JOIN LATERAL (
    SELECT jsonb_path_query(w.settings, '$.ru.*')
    UNION ALL SELECT jsonb_path_query(w.settings, '$.en.*')
    UNION ALL SELECT jsonb_path_query(w.settings, '$.rules[*].ru')
    UNION ALL SELECT jsonb_path_query(w.settings, '$.rules[*].en')
) AS said (words)
WHERE w.changed_at >= now() - make_interval(secs => CAST(:within_s AS double precision))
GROUP BY w.site_id
UNION ALL
SELECT d.id, CASE WHEN d.site_id IS NULL THEN d.controller_id END, d.site_id, convert_from(d.content, 'UTF8')
FROM consent_documents AS d
WHERE d.published_at >= now() - make_interval(secs => CAST(:within_s AS double precision));

-- name: firms
-- Every controller with its sites, by sites_controller: a row each, for every process to hold.
SELECT c.id, c.officer_email, ARRAY(SELECT s.id FROM sites AS s WHERE s.controller_id = c.id) AS site_ids
FROM controllers AS c;
