-- name: add_counts
-- In the order of sites, so that two processes never wait for each other.
INSERT INTO newcomer_counts AS n (site_id, minute, begun, refused, during_attack)
SELECT c.site_id, date_trunc('minute', now()), c.begun, c.refused, EXISTS (
    SELECT FROM attacks AS a WHERE a.site_id = c.site_id AND a.is_on
)
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:begun AS integer[]), CAST(:refused AS integer[])) AS c (site_id, begun, refused)
ORDER BY c.site_id
ON CONFLICT (site_id, minute) DO UPDATE
SET begun = n.begun + excluded.begun,
    refused = n.refused + excluded.refused,
    during_attack = n.during_attack OR excluded.during_attack;

-- name: read_pressure
-- How many came within the window, and how many in the busiest hour of the last 7 days without an attack, the last hour
-- left out: what comes now must not make itself usual. By newcomer_counts_pkey, 10,080 rows a site at most.
SELECT
    s.id AS site_id,
    coalesce(sum(n.begun) FILTER (WHERE n.minute > now() - make_interval(secs => :window_s)), 0) AS begun,
    coalesce(sum(n.refused) FILTER (WHERE n.minute > now() - make_interval(secs => :window_s)), 0) AS refused,
    (
        SELECT coalesce(max(h.begun), 0)
        FROM (
            SELECT sum(u.begun) AS begun
            FROM newcomer_counts AS u
            WHERE u.site_id = s.id AND u.minute BETWEEN now() - INTERVAL '7 days' AND now() - INTERVAL '1 hour'
                AND NOT u.during_attack
            GROUP BY date_trunc('hour', u.minute)
        ) AS h
    ) AS busiest_hour
FROM unnest(CAST(:site_ids AS uuid[])) AS s (id)
LEFT JOIN newcomer_counts AS n ON n.site_id = s.id AND n.minute > now() - INTERVAL '1 hour'
GROUP BY s.id;

-- name: list_choices
-- What owners have chosen, of sites where that is not the default.
SELECT site_id, settings ->> 'asks_work' AS asks_work
FROM widget_settings
WHERE settings ->> 'asks_work' <> :default;

-- name: list_attacks
-- Those that go on.
SELECT site_id, began_at FROM attacks WHERE is_on;

-- name: begin_attack
-- No row where it goes on already: then another process was first. is_to_tell: nobody was written to for long.
INSERT INTO attacks AS a (site_id, is_on, began_at, until, told_at)
VALUES (:site_id, true, now(), now() + make_interval(secs => :hold_s), now())
ON CONFLICT (site_id) DO UPDATE
SET is_on = true,
    began_at = now(),
    until = excluded.until,
    told_at = CASE WHEN a.told_at > now() - make_interval(secs => :silence_s) THEN a.told_at ELSE now() END
WHERE NOT a.is_on
RETURNING told_at = now() AS is_to_tell;

-- name: prolong_attack
UPDATE attacks SET until = now() + make_interval(secs => :hold_s) WHERE site_id = :site_id AND is_on;

-- name: end_attacks
-- Those whose time is over; each is given to one process.
UPDATE attacks SET is_on = false WHERE is_on AND until <= now() RETURNING site_id;

-- name: forget_counts
-- By newcomer_counts_minute.
DELETE FROM newcomer_counts WHERE minute < now() - INTERVAL '8 days';
