-- name: take
-- The destruction that is under way of this site and person (null: a retention run), begun now where there is none; its row is
-- held until the transaction ends. By destructions_begun_site_id_visitor_id_key.
INSERT INTO destructions_begun (id, controller_id, site_id, visitor_id, ground, executor)
VALUES (:id, :controller_id, :site_id, :visitor_id, :ground, :executor)
ON CONFLICT (site_id, visitor_id) DO UPDATE SET ground = destructions_begun.ground
RETURNING id, controller_id, site_id, visitor_id, ground, executor, started_at, resumed_at, changed, (xmax = 0) AS is_new;

-- name: note_resumed
UPDATE destructions_begun SET resumed_at = resumed_at || clock_timestamp() WHERE site_id = :site_id AND id = :id;

-- name: note_changed
UPDATE destructions_begun
SET changed = jsonb_set(
    changed, ARRAY[CAST(:table_name AS text)], to_jsonb(coalesce(CAST(changed ->> :table_name AS bigint), 0) + :rows)
)
WHERE site_id = :site_id AND id = :id;

-- name: note_subjects
-- Each with the categories it has so far and these.
INSERT INTO destruction_subjects AS s (site_id, destruction_id, visitor_id, categories)
SELECT :site_id, :id, v.id, CAST(:categories AS text[]) FROM unnest(CAST(:visitor_ids AS uuid[])) AS v (id)
ON CONFLICT (site_id, destruction_id, visitor_id) DO UPDATE
SET categories = s.categories || ARRAY(
    SELECT c FROM unnest(EXCLUDED.categories) WITH ORDINALITY AS e (c, n) WHERE c <> ALL (s.categories) ORDER BY n
)
WHERE NOT s.categories @> EXCLUDED.categories;

-- name: count_subjects
-- By destruction_subjects_pkey.
SELECT count(*) FROM destruction_subjects WHERE site_id = :site_id AND destruction_id = :id;

-- name: subjects
-- By destruction_subjects_pkey, in the order of ids.
SELECT visitor_id, categories FROM destruction_subjects WHERE site_id = :site_id AND destruction_id = :id ORDER BY visitor_id;

-- name: find_begun
-- Held until the transaction ends. By destructions_begun_pkey.
SELECT id, controller_id, site_id, visitor_id, ground, executor, started_at, resumed_at, changed, false AS is_new
FROM destructions_begun
WHERE site_id = :site_id AND id = :id
FOR UPDATE;

-- name: list_begun
-- Of every site, oldest first: few, or none.
SELECT id, controller_id, site_id, visitor_id, ground, executor, started_at, resumed_at, changed, false AS is_new
FROM destructions_begun
ORDER BY started_at, id;

-- name: forget_begun
DELETE FROM destructions_begun WHERE site_id = :site_id AND id = :id;

-- name: next_number
-- The controller's row is locked first: numbers have no gap, and no two acts one number.
SELECT coalesce(max(number), 0) + 1 FROM destructions WHERE controller_id = :controller_id;

-- name: lock_controller
SELECT 1 FROM controllers WHERE id = :controller_id FOR NO KEY UPDATE;

-- name: now
-- A clock that was set back does not end anything before it began.
SELECT greatest(clock_timestamp(), CAST(:not_before AS timestamptz));

-- name: insert_act
INSERT INTO destructions (
    id, controller_id, number, site_id, ground, started_at, finished_at, changed, subjects,
    act, act_sha256, log, log_sha256, kept_until
)
VALUES (
    :id, :controller_id, :number, :site_id, :ground, :started_at, CAST(:finished_at AS timestamptz), CAST(:changed AS jsonb), :subjects,
    CAST(:act AS bytea), sha256(CAST(:act AS bytea)), CAST(:log AS bytea), sha256(CAST(:log AS bytea)), CAST(:finished_at AS timestamptz) + interval '3 years'
);

-- name: list_acts
-- Newest first. By destructions_site, once per site.
SELECT a.id, a.controller_id, a.number, a.site_id, a.ground, a.started_at, a.finished_at, a.changed, a.subjects, a.act_sha256, a.log_sha256, a.kept_until
FROM unnest(CAST(:site_ids AS uuid[])) AS site (id)
CROSS JOIN LATERAL (
    SELECT d.id, d.controller_id, d.number, d.site_id, d.ground, d.started_at, d.finished_at, d.changed, d.subjects, d.act_sha256, d.log_sha256, d.kept_until
    FROM destructions AS d
    WHERE d.site_id = site.id
        AND (d.finished_at, d.id) < (
            coalesce(CAST(:before_at AS timestamptz), 'infinity'),
            coalesce(CAST(:before_id AS uuid), 'ffffffff-ffff-ffff-ffff-ffffffffffff')
        )
    ORDER BY d.finished_at DESC, d.id DESC
    LIMIT :row_limit
) AS a
ORDER BY a.finished_at DESC, a.id DESC
LIMIT :row_limit;

-- name: find_act
-- By destructions_pkey.
SELECT
    id, controller_id, number, site_id, ground, started_at, finished_at, changed, subjects, act_sha256, log_sha256, kept_until,
    act, log
FROM destructions
WHERE id = :id AND site_id = ANY(:site_ids);

-- name: number_of
-- By destructions_pkey.
SELECT number FROM destructions WHERE id = :id;

-- name: find_id
-- By destructions_controller_id_number_key.
SELECT id, site_id FROM destructions WHERE controller_id = :controller_id AND number = :number;
