-- NAMED_IDS, IS_NAMED, MEETS_REST: see view_counts.py; MEETS_CONDITIONS: see inbox_filters.py; IN_PURVIEW: see purviews.py.

-- name: count_view
-- Of the conversations of one status that a view's most telling condition names, the :max_looked newest of each site and named one:
-- how many of them meet the rest, and whether there may be more. By conversations_leader, _department, _score or _activity: it costs
-- the same however many there are beside them.
SELECT
    CAST(coalesce(sum(looked.met), 0) AS integer) AS met,
    coalesce(bool_or(looked.looked = :max_looked), false) AS is_cut
FROM unnest(CAST(:site_ids AS uuid[])) AS site (id)
CROSS JOIN unnest(NAMED_IDS) AS named (id)
CROSS JOIN LATERAL (
    SELECT
        count(*) AS looked,
        count(*) FILTER (
            WHERE (c.status = 'closed' OR CAST(:is_snoozed AS boolean) IS NULL OR (c.snoozed_until IS NOT NULL) = :is_snoozed)
                AND MEETS_REST
        ) AS met
    FROM (
        SELECT c.is_blocked, c.status, c.assignee_id, c.bot_id, c.department_id, c.tag_ids, c.score, c.snoozed_until, c.active_at
        FROM conversations AS c
        WHERE c.site_id = site.id AND c.status = :status AND IS_NAMED
            AND c.active_minute > coalesce(CAST(:since AS timestamptz) - interval '1 minute', '-infinity')
            AND c.active_minute <= coalesce(CAST(:until AS timestamptz), 'infinity')
        ORDER BY c.active_minute DESC
        LIMIT :max_looked
    ) AS c
) AS looked;

-- name: count_unanswered
-- Of those who wait for a person, for :unanswered_min minutes where that is said, the :max_looked of each site who have waited longest:
-- how many of them meet the rest, and whether there may be more. By conversations_unanswered.
SELECT
    CAST(coalesce(sum(looked.met), 0) AS integer) AS met,
    coalesce(bool_or(looked.looked = :max_looked), false) AS is_cut
FROM unnest(CAST(:site_ids AS uuid[])) AS site (id)
CROSS JOIN LATERAL (
    SELECT
        count(*) AS looked,
        count(*) FILTER (
            WHERE (CAST(:is_snoozed AS boolean) IS NULL OR (c.snoozed_until IS NOT NULL) = :is_snoozed)
                AND MEETS_REST
        ) AS met
    FROM (
        SELECT c.is_blocked, c.assignee_id, c.bot_id, c.department_id, c.tag_ids, c.score, c.snoozed_until, c.active_at
        FROM conversations AS c
        WHERE c.site_id = site.id AND c.status = 'open' AND c.bot_id IS NULL AND c.waiting_since IS NOT NULL
            AND c.waiting_since <= coalesce(now() - make_interval(mins => CAST(:unanswered_min AS integer)), 'infinity')
        ORDER BY c.waiting_since
        LIMIT :max_looked
    ) AS c
) AS looked;
