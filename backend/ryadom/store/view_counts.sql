-- NAMED_IDS, IS_NAMED: see view_counts.py; MEETS_CONDITIONS: see inbox.py; IN_PURVIEW: see purviews.py.

-- name: count_view
-- Of the conversations of one status that a view's most telling condition names, the :max_looked newest of each site, and no more
-- than that in all: how many these are, and how many of them meet the rest. By conversations_leader, _department, _score or
-- _activity, once per site and named one, until there are enough: it costs the same however many there are beside them.
SELECT
    count(*) AS looked,
    count(*) FILTER (
        WHERE NOT c.is_blocked AND IN_PURVIEW
            AND MEETS_CONDITIONS
            AND (c.status = 'closed' OR CAST(:is_snoozed AS boolean) IS NULL OR (c.snoozed_until IS NOT NULL) = :is_snoozed)
            AND (NOT CAST(:is_unanswered AS boolean) OR c.status = 'open' AND c.waiting_since IS NOT NULL AND c.bot_id IS NULL)
            AND (
                CAST(:unanswered_min AS integer) IS NULL
                OR c.waiting_since <= now() - make_interval(mins => CAST(:unanswered_min AS integer))
            )
            AND c.active_at >= coalesce(CAST(:since AS timestamptz), '-infinity')
            AND c.active_at < coalesce(CAST(:until AS timestamptz), 'infinity')
    ) AS met
FROM (
    SELECT
        c.is_blocked, c.status, c.assignee_id, c.bot_id, c.department_id, c.tag_ids, c.score, c.snoozed_until, c.waiting_since, c.active_at
    FROM unnest(CAST(:site_ids AS uuid[])) AS site (id)
    CROSS JOIN unnest(NAMED_IDS) AS named (id)
    CROSS JOIN LATERAL (
        SELECT
            c.is_blocked, c.status, c.assignee_id, c.bot_id, c.department_id, c.tag_ids, c.score, c.snoozed_until, c.waiting_since,
            c.active_at
        FROM conversations AS c
        WHERE c.site_id = site.id AND c.status = :status AND IS_NAMED
            AND c.active_minute > coalesce(CAST(:since AS timestamptz) - interval '1 minute', '-infinity')
            AND c.active_minute <= coalesce(CAST(:until AS timestamptz), 'infinity')
        ORDER BY c.active_minute DESC
        LIMIT :max_looked
    ) AS c
    LIMIT :max_looked
) AS c;
