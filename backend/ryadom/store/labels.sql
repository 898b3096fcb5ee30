-- name: list_labels
-- Of these controllers: the offered ones in their order, then the archived ones. By labels_pkey.
SELECT controller_id, id, kind, name, colour, archived_at IS NOT NULL AS is_archived
FROM labels
WHERE controller_id = ANY(CAST(:controller_ids AS uuid[]))
ORDER BY controller_id, archived_at IS NOT NULL, place, id;

-- name: list_versions
-- By label_lists_pkey.
SELECT controller_id, version FROM label_lists WHERE controller_id = ANY(CAST(:controller_ids AS uuid[]));

-- name: known_labels
-- Which of these the controller of a site has, archived or not. By sites_pkey and labels_pkey.
SELECT l.id, l.kind, l.archived_at IS NOT NULL AS is_archived
FROM sites AS s
JOIN labels AS l ON l.controller_id = s.controller_id
WHERE s.id = :site_id AND l.id = ANY(CAST(:ids AS uuid[]));

-- name: insert_version
INSERT INTO label_lists (controller_id, version)
SELECT :controller_id, 1 WHERE CAST(:over_version AS bigint) = 0
ON CONFLICT (controller_id) DO NOTHING;

-- name: move_version
-- By label_lists_pkey; until the transaction ends nobody else changes the labels.
UPDATE label_lists SET version = version + 1 WHERE controller_id = :controller_id AND version = :over_version;

-- name: hold_labels
-- By label_lists_pkey; until the transaction ends nobody else changes the labels.
SELECT version FROM label_lists WHERE controller_id = :controller_id FOR UPDATE;

-- name: put_label
-- One that is archived keeps the time since when it is.
INSERT INTO labels AS l (controller_id, id, kind, name, colour, place, archived_at)
VALUES (
    :controller_id, :id, :kind, :name, :colour, :place, CASE WHEN CAST(:is_archived AS boolean) THEN now() END
)
ON CONFLICT (controller_id, id) DO UPDATE SET
    name = excluded.name,
    colour = excluded.colour,
    place = excluded.place,
    archived_at = CASE WHEN excluded.archived_at IS NOT NULL THEN coalesce(l.archived_at, excluded.archived_at) END;
