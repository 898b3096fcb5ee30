-- Pages of the inbox. Each takes a page of keys first, so that the last message and the unread count (view inbox_rows) are
-- looked up for the page's rows only; in one statement, for a page is the truth about its stretch at one moment. What
-- operators are shown leaves out conversations of blocked visitors (NOT is_blocked), everywhere.
-- IN_PURVIEW: see store/purviews.py; what its reader leads is in anybody's, so that list asks nothing.
-- ROWS_OF_PAGE: see inbox_pages.py. What a filter lets through is in inbox_filters.sql.

-- name: keep_plans
-- For the rest of the transaction. A folder's page is planned in 4 ms and read in 2; left to itself Postgres plans each anew, for
-- it takes a page of unknown size for a tenth of all. So a site gives at most 101 (a page, and one more) whatever is asked for.
SELECT set_config('plan_cache_mode', 'force_generic_plan', true);

-- name: list_waiting
-- Open, nobody's and not snoozed, longest wait first. By conversations_queue, once per site.
WITH page AS (
    SELECT c.site_id, c.id, c.queued_at AS sort_at
    FROM unnest(CAST(:site_ids AS uuid[])) AS site (id)
    CROSS JOIN LATERAL (
        SELECT c.site_id, c.id, c.queued_at
        FROM conversations AS c
        WHERE c.site_id = site.id AND c.queued_at IS NOT NULL AND NOT c.is_blocked AND IN_PURVIEW AND c.snoozed_until IS NULL
            AND (c.queued_at, c.id) > (
                coalesce(CAST(:sort_at AS timestamptz), '-infinity'),
                coalesce(CAST(:after_id AS uuid), '00000000-0000-0000-0000-000000000000')
            )
        ORDER BY c.queued_at, c.id
        LIMIT 101
    ) AS c
    ORDER BY c.queued_at, c.id
    LIMIT :row_limit
)
ROWS_OF_PAGE
ORDER BY page.sort_at, page.id;

-- name: list_mine
-- Open, this operator's and not snoozed, newest activity first. By conversations_leader, once per site; see migration 0004.
WITH page AS (
    SELECT c.site_id, c.id, c.active_at AS sort_at
    FROM unnest(CAST(:site_ids AS uuid[])) AS site (id)
    CROSS JOIN LATERAL (
        SELECT c.site_id, c.id, c.active_at
        FROM conversations AS c
        WHERE c.site_id = site.id AND c.status = 'open' AND c.assignee_id = :operator_id
            AND NOT c.is_blocked AND c.snoozed_until IS NULL
            AND c.active_minute <= coalesce(CAST(:sort_at AS timestamptz), 'infinity')
            AND (c.active_at, c.id) < (
                coalesce(CAST(:sort_at AS timestamptz), 'infinity'),
                coalesce(CAST(:after_id AS uuid), 'ffffffff-ffff-ffff-ffff-ffffffffffff')
            )
        ORDER BY c.active_minute DESC, c.active_at DESC, c.id DESC
        LIMIT 101
    ) AS c
    ORDER BY c.active_at DESC, c.id DESC
    LIMIT :row_limit
)
ROWS_OF_PAGE
ORDER BY page.sort_at DESC, page.id DESC;

-- name: list_by_status
-- All that are open and not snoozed, or closed, newest activity first. By conversations_activity, once per site; see migration 0004.
WITH page AS (
    SELECT c.site_id, c.id, c.active_at AS sort_at
    FROM unnest(CAST(:site_ids AS uuid[])) AS site (id)
    CROSS JOIN LATERAL (
        SELECT c.site_id, c.id, c.active_at
        FROM conversations AS c
        WHERE c.site_id = site.id AND c.status = :status AND NOT c.is_blocked AND IN_PURVIEW
            AND (c.status = 'closed' OR c.snoozed_until IS NULL)
            AND c.active_minute <= coalesce(CAST(:sort_at AS timestamptz), 'infinity')
            AND (c.active_at, c.id) < (
                coalesce(CAST(:sort_at AS timestamptz), 'infinity'),
                coalesce(CAST(:after_id AS uuid), 'ffffffff-ffff-ffff-ffff-ffffffffffff')
            )
        ORDER BY c.active_minute DESC, c.active_at DESC, c.id DESC
        LIMIT 101
    ) AS c
    ORDER BY c.active_at DESC, c.id DESC
    LIMIT :row_limit
)
ROWS_OF_PAGE
ORDER BY page.sort_at DESC, page.id DESC;

-- name: list_closed_in_sight
-- What whoever is limited sees of all that are closed, newest activity first: as list_by_status would say it with IN_PURVIEW, which
-- looks through a whole site for somebody who sees next to nothing of it. By conversations_of_no_department, conversations_leader
-- and conversations_department, once per site and department of theirs. What they lead in one of these is found twice, and is one.
WITH page AS (
    SELECT c.site_id, c.id, c.active_at AS sort_at
    FROM unnest(CAST(:site_ids AS uuid[])) AS site (id)
    CROSS JOIN LATERAL (
        (
            SELECT c.site_id, c.id, c.active_at
            FROM conversations AS c
            WHERE c.site_id = site.id AND c.status = 'closed' AND c.department_id IS NULL AND NOT c.is_blocked
                AND c.active_minute <= coalesce(CAST(:sort_at AS timestamptz), 'infinity')
                AND (c.active_at, c.id) < (
                    coalesce(CAST(:sort_at AS timestamptz), 'infinity'),
                    coalesce(CAST(:after_id AS uuid), 'ffffffff-ffff-ffff-ffff-ffffffffffff')
                )
            ORDER BY c.active_minute DESC, c.active_at DESC, c.id DESC
            LIMIT 101
        )
        UNION
        (
            SELECT c.site_id, c.id, c.active_at
            FROM conversations AS c
            WHERE c.site_id = site.id AND c.status = 'closed' AND c.assignee_id = :reader_id AND NOT c.is_blocked
                AND c.active_minute <= coalesce(CAST(:sort_at AS timestamptz), 'infinity')
                AND (c.active_at, c.id) < (
                    coalesce(CAST(:sort_at AS timestamptz), 'infinity'),
                    coalesce(CAST(:after_id AS uuid), 'ffffffff-ffff-ffff-ffff-ffffffffffff')
                )
            ORDER BY c.active_minute DESC, c.active_at DESC, c.id DESC
            LIMIT 101
        )
        UNION
        SELECT own.site_id, own.id, own.active_at
        FROM unnest(CAST(:reader_department_ids AS uuid[])) AS department (id)
        CROSS JOIN LATERAL (
            SELECT c.site_id, c.id, c.active_at
            FROM conversations AS c
            WHERE c.site_id = site.id AND c.status = 'closed' AND c.department_id = department.id AND NOT c.is_blocked
                AND c.active_minute <= coalesce(CAST(:sort_at AS timestamptz), 'infinity')
                AND (c.active_at, c.id) < (
                    coalesce(CAST(:sort_at AS timestamptz), 'infinity'),
                    coalesce(CAST(:after_id AS uuid), 'ffffffff-ffff-ffff-ffff-ffffffffffff')
                )
            ORDER BY c.active_minute DESC, c.active_at DESC, c.id DESC
            LIMIT 101
        ) AS own
    ) AS c
    ORDER BY c.active_at DESC, c.id DESC
    LIMIT :row_limit
)
ROWS_OF_PAGE
ORDER BY page.sort_at DESC, page.id DESC;

-- name: list_snoozed
-- Snoozed, soonest to wake first. By conversations_snoozed, once per site.
WITH page AS (
    SELECT c.site_id, c.id, c.snoozed_until AS sort_at
    FROM unnest(CAST(:site_ids AS uuid[])) AS site (id)
    CROSS JOIN LATERAL (
        SELECT c.site_id, c.id, c.snoozed_until
        FROM conversations AS c
        WHERE c.site_id = site.id AND c.status = 'open' AND c.snoozed_until IS NOT NULL AND NOT c.is_blocked AND IN_PURVIEW
            AND (c.snoozed_until, c.id) > (
                coalesce(CAST(:sort_at AS timestamptz), '-infinity'),
                coalesce(CAST(:after_id AS uuid), '00000000-0000-0000-0000-000000000000')
            )
        ORDER BY c.snoozed_until, c.id
        LIMIT 101
    ) AS c
    ORDER BY c.snoozed_until, c.id
    LIMIT :row_limit
)
ROWS_OF_PAGE
ORDER BY page.sort_at, page.id;

-- name: count_folders
-- By conversations_queue, _leader, _department, _activity and _snoozed; counting stops at :max_count for what wants
-- something of the operator, and at :max_large_count for the rest: panels ask after every change. Of what is closed nothing is
-- counted here for whoever is limited (:max_closed_count), and of who waits for the operator for whom all do (:max_own_count). Theirs
-- are looked for among the first so many of each site's queue: a walk to the end of a long one would find none of theirs either.
SELECT
    (
        SELECT count(*) FROM (
            SELECT 1 FROM conversations AS c
            WHERE site_id = ANY(:site_ids) AND queued_at IS NOT NULL AND snoozed_until IS NULL AND NOT is_blocked AND IN_PURVIEW
            LIMIT :max_count
        ) AS counted
    ) AS waiting,
    (
        SELECT count(*) FROM (
            SELECT 1 FROM unnest(CAST(:site_ids AS uuid[])) AS site (id)
            CROSS JOIN LATERAL (
                SELECT c.department_id FROM conversations AS c
                WHERE c.site_id = site.id AND queued_at IS NOT NULL AND snoozed_until IS NULL AND NOT is_blocked AND IN_PURVIEW
                ORDER BY queued_at, c.id
                LIMIT :max_own_count
            ) AS c
            WHERE c.department_id IS NULL OR c.department_id = ANY(CAST(:department_ids AS uuid[]))
                OR site.id <> ALL(CAST(:served_site_ids AS uuid[]))
            LIMIT :max_own_count
        ) AS counted
    ) AS own_waiting,
    (
        SELECT count(*) FROM (
            SELECT 1 FROM conversations
            WHERE site_id = ANY(:site_ids) AND status = 'open' AND assignee_id = :operator_id AND snoozed_until IS NULL AND NOT is_blocked
            LIMIT :max_count
        ) AS counted
    ) AS mine,
    (
        SELECT count(*) FROM (
            SELECT 1 FROM conversations AS c
            WHERE site_id = ANY(:site_ids) AND status = 'open' AND department_id = ANY(CAST(:department_ids AS uuid[])) AND snoozed_until IS NULL AND NOT is_blocked AND IN_PURVIEW
            LIMIT :max_large_count
        ) AS counted
    ) AS department,
    (
        SELECT count(*) FROM (
            SELECT 1 FROM conversations AS c
            WHERE site_id = ANY(:site_ids) AND status = 'open' AND snoozed_until IS NULL AND NOT is_blocked AND IN_PURVIEW
            LIMIT :max_large_count
        ) AS counted
    ) AS all_open,
    (
        SELECT count(*) FROM (
            SELECT 1 FROM conversations AS c
            WHERE site_id = ANY(:site_ids) AND status = 'open' AND snoozed_until IS NOT NULL AND NOT is_blocked AND IN_PURVIEW
            LIMIT :max_large_count
        ) AS counted
    ) AS snoozed,
    (
        SELECT count(*) FROM (
            SELECT 1 FROM conversations AS c
            WHERE site_id = ANY(:site_ids) AND status = 'closed' AND NOT is_blocked
            LIMIT :max_closed_count
        ) AS counted
    ) AS closed;

-- name: count_closed_in_sight
-- What whoever is limited sees of all that are closed, at most 100 of each index of list_closed_in_sight: with a number that is not
-- known when it is planned, Postgres may read a whole department.
SELECT count(*)
FROM (
    SELECT seen.id
    FROM unnest(CAST(:site_ids AS uuid[])) AS site (id)
    CROSS JOIN LATERAL (
        (
            SELECT c.id FROM conversations AS c
            WHERE c.site_id = site.id AND c.status = 'closed' AND c.department_id IS NULL AND NOT c.is_blocked
            LIMIT 100
        )
        UNION
        (
            SELECT c.id FROM conversations AS c
            WHERE c.site_id = site.id AND c.status = 'closed' AND c.assignee_id = :reader_id AND NOT c.is_blocked
            LIMIT 100
        )
        UNION
        SELECT own.id
        FROM unnest(CAST(:reader_department_ids AS uuid[])) AS department (id)
        CROSS JOIN LATERAL (
            SELECT c.id FROM conversations AS c
            WHERE c.site_id = site.id AND c.status = 'closed' AND c.department_id = department.id AND NOT c.is_blocked
            LIMIT 100
        ) AS own
    ) AS seen
    LIMIT :max_count
) AS counted;
