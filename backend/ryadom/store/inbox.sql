-- Pages of the inbox. Each takes a page of keys first, so that the last message and the unread count (view inbox_rows) are
-- looked up for the page's rows only; in one statement, for a page is the truth about its stretch at one moment. What
-- operators are shown leaves out conversations of blocked visitors (NOT is_blocked), everywhere.
-- What a filter lets through is looked for by the index of one of its conditions, which the statement's name says, and the
-- others are tried on what is found there: tags, then scores, then operators, then departments, else the state.
-- IN_PURVIEW: see store/purviews.py; what its reader leads is in anybody's, so that list asks nothing.
-- MEETS_CONDITIONS and ON_PAGE stand for what all lists of a filter ask alike: see inbox.py.

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
SELECT
    r.site_id, r.id, r.visitor_id, r.visitor_name, r.status, r.assignee_id, r.assignee_name, r.is_led_by_bot,
    r.last_seq, r.visitor_read_seq, r.operator_read_seq, r.unread_count,
    r.message_author_kind, r.message_author_id, r.message_author_name, r.message_body, r.message_created_at,
    r.page_url, r.page_title, r.page_referrer, r.queued_at, r.waiting_since, r.active_at, r.created_at, r.message_seq, r.score,
    r.department_id, r.department_name, r.snoozed_until, r.tag_ids, r.result_id,
    r.merged_into_id, page.sort_at
FROM page
JOIN inbox_rows AS r ON r.site_id = page.site_id AND r.id = page.id
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
SELECT
    r.site_id, r.id, r.visitor_id, r.visitor_name, r.status, r.assignee_id, r.assignee_name, r.is_led_by_bot,
    r.last_seq, r.visitor_read_seq, r.operator_read_seq, r.unread_count,
    r.message_author_kind, r.message_author_id, r.message_author_name, r.message_body, r.message_created_at,
    r.page_url, r.page_title, r.page_referrer, r.queued_at, r.waiting_since, r.active_at, r.created_at, r.message_seq, r.score,
    r.department_id, r.department_name, r.snoozed_until, r.tag_ids, r.result_id,
    r.merged_into_id, page.sort_at
FROM page
JOIN inbox_rows AS r ON r.site_id = page.site_id AND r.id = page.id
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
SELECT
    r.site_id, r.id, r.visitor_id, r.visitor_name, r.status, r.assignee_id, r.assignee_name, r.is_led_by_bot,
    r.last_seq, r.visitor_read_seq, r.operator_read_seq, r.unread_count,
    r.message_author_kind, r.message_author_id, r.message_author_name, r.message_body, r.message_created_at,
    r.page_url, r.page_title, r.page_referrer, r.queued_at, r.waiting_since, r.active_at, r.created_at, r.message_seq, r.score,
    r.department_id, r.department_name, r.snoozed_until, r.tag_ids, r.result_id,
    r.merged_into_id, page.sort_at
FROM page
JOIN inbox_rows AS r ON r.site_id = page.site_id AND r.id = page.id
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
SELECT
    r.site_id, r.id, r.visitor_id, r.visitor_name, r.status, r.assignee_id, r.assignee_name, r.is_led_by_bot,
    r.last_seq, r.visitor_read_seq, r.operator_read_seq, r.unread_count,
    r.message_author_kind, r.message_author_id, r.message_author_name, r.message_body, r.message_created_at,
    r.page_url, r.page_title, r.page_referrer, r.queued_at, r.waiting_since, r.active_at, r.created_at, r.message_seq, r.score,
    r.department_id, r.department_name, r.snoozed_until, r.tag_ids, r.result_id,
    r.merged_into_id, page.sort_at
FROM page
JOIN inbox_rows AS r ON r.site_id = page.site_id AND r.id = page.id
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
SELECT
    r.site_id, r.id, r.visitor_id, r.visitor_name, r.status, r.assignee_id, r.assignee_name, r.is_led_by_bot,
    r.last_seq, r.visitor_read_seq, r.operator_read_seq, r.unread_count,
    r.message_author_kind, r.message_author_id, r.message_author_name, r.message_body, r.message_created_at,
    r.page_url, r.page_title, r.page_referrer, r.queued_at, r.waiting_since, r.active_at, r.created_at, r.message_seq, r.score,
    r.department_id, r.department_name, r.snoozed_until, r.tag_ids, r.result_id,
    r.merged_into_id, page.sort_at
FROM page
JOIN inbox_rows AS r ON r.site_id = page.site_id AND r.id = page.id
ORDER BY page.sort_at, page.id;

-- name: list_by_state
-- By conversations_activity, once per site and state. The id of zeros is that of none: see protocol.filters.NONE.
WITH page AS (
    SELECT c.site_id, c.id, c.active_at AS sort_at
    FROM unnest(CAST(:site_ids AS uuid[])) AS site (id)
    CROSS JOIN unnest(CAST(:statuses AS text[])) AS state (status)
    CROSS JOIN LATERAL (
        SELECT c.site_id, c.id, c.active_at
        FROM conversations AS c
        WHERE c.site_id = site.id AND c.status = state.status
            AND NOT c.is_blocked AND IN_PURVIEW
            AND (c.status = 'closed' OR CAST(:is_snoozed AS boolean) IS NULL OR (c.snoozed_until IS NOT NULL) = :is_snoozed)
            AND MEETS_CONDITIONS
            AND (NOT CAST(:is_unanswered AS boolean) OR c.status = 'open' AND c.waiting_since IS NOT NULL AND c.bot_id IS NULL)
            AND ON_PAGE
        ORDER BY c.active_minute DESC, c.active_at DESC, c.id DESC
        LIMIT :row_limit
    ) AS c
    ORDER BY c.active_at DESC, c.id DESC
    LIMIT :row_limit
)
SELECT
    r.site_id, r.id, r.visitor_id, r.visitor_name, r.status, r.assignee_id, r.assignee_name, r.is_led_by_bot,
    r.last_seq, r.visitor_read_seq, r.operator_read_seq, r.unread_count,
    r.message_author_kind, r.message_author_id, r.message_author_name, r.message_body, r.message_created_at,
    r.page_url, r.page_title, r.page_referrer, r.queued_at, r.waiting_since, r.active_at, r.created_at, r.message_seq, r.score,
    r.department_id, r.department_name, r.snoozed_until, r.tag_ids, r.result_id,
    r.merged_into_id, page.sort_at
FROM page
JOIN inbox_rows AS r ON r.site_id = page.site_id AND r.id = page.id
ORDER BY page.sort_at DESC, page.id DESC;

-- name: list_of_none
-- What is nobody's, or in no department, as OF_NONE says: a few of many that are closed, and any of those that are open. By
-- conversations_of_nobody or conversations_of_no_department, and conversations_activity, once per site.
WITH page AS (
    SELECT c.site_id, c.id, c.active_at AS sort_at
    FROM unnest(CAST(:site_ids AS uuid[])) AS site (id)
    CROSS JOIN LATERAL (
        (
            SELECT c.site_id, c.id, c.active_at
            FROM conversations AS c
            WHERE c.site_id = site.id AND c.status = 'open' AND 'open' = ANY(CAST(:statuses AS text[]))
                AND NOT c.is_blocked AND OF_NONE AND IN_PURVIEW
                AND (CAST(:is_snoozed AS boolean) IS NULL OR (c.snoozed_until IS NOT NULL) = :is_snoozed)
                AND MEETS_CONDITIONS
                AND (NOT CAST(:is_unanswered AS boolean) OR c.waiting_since IS NOT NULL AND c.bot_id IS NULL)
                AND ON_PAGE
            ORDER BY c.active_minute DESC, c.active_at DESC, c.id DESC
            LIMIT :row_limit
        )
        UNION ALL
        (
            SELECT c.site_id, c.id, c.active_at
            FROM conversations AS c
            WHERE c.site_id = site.id AND c.status = 'closed' AND 'closed' = ANY(CAST(:statuses AS text[]))
                AND NOT c.is_blocked AND OF_NONE AND IN_PURVIEW
                AND MEETS_CONDITIONS
                AND ON_PAGE
            ORDER BY c.active_minute DESC, c.active_at DESC, c.id DESC
            LIMIT :row_limit
        )
    ) AS c
    ORDER BY c.active_at DESC, c.id DESC
    LIMIT :row_limit
)
SELECT
    r.site_id, r.id, r.visitor_id, r.visitor_name, r.status, r.assignee_id, r.assignee_name, r.is_led_by_bot,
    r.last_seq, r.visitor_read_seq, r.operator_read_seq, r.unread_count,
    r.message_author_kind, r.message_author_id, r.message_author_name, r.message_body, r.message_created_at,
    r.page_url, r.page_title, r.page_referrer, r.queued_at, r.waiting_since, r.active_at, r.created_at, r.message_seq, r.score,
    r.department_id, r.department_name, r.snoozed_until, r.tag_ids, r.result_id,
    r.merged_into_id, page.sort_at
FROM page
JOIN inbox_rows AS r ON r.site_id = page.site_id AND r.id = page.id
ORDER BY page.sort_at DESC, page.id DESC;

-- name: list_of_none_and_named
-- What list_of_none gives, and what is of those who are named beside none (NAMED_IDS), as OF_NAMED says of each: nothing is both. By
-- the indexes of list_of_none, and conversations_leader or conversations_department for what is closed, once per site and named one.
WITH page AS (
    SELECT c.site_id, c.id, c.active_at AS sort_at
    FROM unnest(CAST(:site_ids AS uuid[])) AS site (id)
    CROSS JOIN LATERAL (
        (
            SELECT c.site_id, c.id, c.active_at
            FROM conversations AS c
            WHERE c.site_id = site.id AND c.status = 'open' AND 'open' = ANY(CAST(:statuses AS text[]))
                AND NOT c.is_blocked AND IN_PURVIEW
                AND (CAST(:is_snoozed AS boolean) IS NULL OR (c.snoozed_until IS NOT NULL) = :is_snoozed)
                AND MEETS_CONDITIONS
                AND (NOT CAST(:is_unanswered AS boolean) OR c.waiting_since IS NOT NULL AND c.bot_id IS NULL)
                AND ON_PAGE
            ORDER BY c.active_minute DESC, c.active_at DESC, c.id DESC
            LIMIT :row_limit
        )
        UNION ALL
        (
            SELECT c.site_id, c.id, c.active_at
            FROM conversations AS c
            WHERE c.site_id = site.id AND c.status = 'closed' AND 'closed' = ANY(CAST(:statuses AS text[]))
                AND NOT c.is_blocked AND OF_NONE AND IN_PURVIEW
                AND MEETS_CONDITIONS
                AND ON_PAGE
            ORDER BY c.active_minute DESC, c.active_at DESC, c.id DESC
            LIMIT :row_limit
        )
        UNION ALL
        SELECT own.site_id, own.id, own.active_at
        FROM unnest(CAST(NAMED_IDS AS uuid[])) AS named (id)
        CROSS JOIN LATERAL (
            SELECT c.site_id, c.id, c.active_at
            FROM conversations AS c
            WHERE c.site_id = site.id AND c.status = 'closed' AND 'closed' = ANY(CAST(:statuses AS text[]))
                AND NOT c.is_blocked AND OF_NAMED AND IN_PURVIEW
                AND MEETS_CONDITIONS
                AND ON_PAGE
            ORDER BY c.active_minute DESC, c.active_at DESC, c.id DESC
            LIMIT :row_limit
        ) AS own
    ) AS c
    ORDER BY c.active_at DESC, c.id DESC
    LIMIT :row_limit
)
SELECT
    r.site_id, r.id, r.visitor_id, r.visitor_name, r.status, r.assignee_id, r.assignee_name, r.is_led_by_bot,
    r.last_seq, r.visitor_read_seq, r.operator_read_seq, r.unread_count,
    r.message_author_kind, r.message_author_id, r.message_author_name, r.message_body, r.message_created_at,
    r.page_url, r.page_title, r.page_referrer, r.queued_at, r.waiting_since, r.active_at, r.created_at, r.message_seq, r.score,
    r.department_id, r.department_name, r.snoozed_until, r.tag_ids, r.result_id,
    r.merged_into_id, page.sort_at
FROM page
JOIN inbox_rows AS r ON r.site_id = page.site_id AND r.id = page.id
ORDER BY page.sort_at DESC, page.id DESC;

-- name: list_by_operator
-- By conversations_leader, once per site, state and operator.
WITH page AS (
    SELECT c.site_id, c.id, c.active_at AS sort_at
    FROM unnest(CAST(:site_ids AS uuid[])) AS site (id)
    CROSS JOIN unnest(CAST(:statuses AS text[])) AS state (status)
    CROSS JOIN unnest(CAST(:operator_ids AS uuid[])) AS leader (id)
    CROSS JOIN LATERAL (
        SELECT c.site_id, c.id, c.active_at
        FROM conversations AS c
        WHERE c.site_id = site.id AND c.assignee_id = leader.id AND c.status = state.status
            AND NOT c.is_blocked AND IN_PURVIEW
            AND (c.status = 'closed' OR CAST(:is_snoozed AS boolean) IS NULL OR (c.snoozed_until IS NOT NULL) = :is_snoozed)
            AND (cardinality(CAST(:department_ids AS uuid[])) = 0 OR c.department_id = ANY(:department_ids)
                OR '00000000-0000-0000-0000-000000000000' = ANY(CAST(:department_ids AS uuid[])) AND c.department_id IS NULL)
            AND (cardinality(CAST(:tag_ids AS uuid[])) = 0 OR c.tag_ids && :tag_ids)
            AND (cardinality(CAST(:scores AS smallint[])) = 0 OR c.score = ANY(:scores))
            AND (NOT CAST(:is_unanswered AS boolean) OR c.status = 'open' AND c.waiting_since IS NOT NULL AND c.bot_id IS NULL)
            AND ON_PAGE
        ORDER BY c.active_minute DESC, c.active_at DESC, c.id DESC
        LIMIT :row_limit
    ) AS c
    ORDER BY c.active_at DESC, c.id DESC
    LIMIT :row_limit
)
SELECT
    r.site_id, r.id, r.visitor_id, r.visitor_name, r.status, r.assignee_id, r.assignee_name, r.is_led_by_bot,
    r.last_seq, r.visitor_read_seq, r.operator_read_seq, r.unread_count,
    r.message_author_kind, r.message_author_id, r.message_author_name, r.message_body, r.message_created_at,
    r.page_url, r.page_title, r.page_referrer, r.queued_at, r.waiting_since, r.active_at, r.created_at, r.message_seq, r.score,
    r.department_id, r.department_name, r.snoozed_until, r.tag_ids, r.result_id,
    r.merged_into_id, page.sort_at
FROM page
JOIN inbox_rows AS r ON r.site_id = page.site_id AND r.id = page.id
ORDER BY page.sort_at DESC, page.id DESC;

-- name: list_by_department
-- By conversations_department, once per site, state and department.
WITH page AS (
    SELECT c.site_id, c.id, c.active_at AS sort_at
    FROM unnest(CAST(:site_ids AS uuid[])) AS site (id)
    CROSS JOIN unnest(CAST(:statuses AS text[])) AS state (status)
    CROSS JOIN unnest(CAST(:department_ids AS uuid[])) AS department (id)
    CROSS JOIN LATERAL (
        SELECT c.site_id, c.id, c.active_at
        FROM conversations AS c
        WHERE c.site_id = site.id AND c.department_id = department.id AND c.status = state.status
            AND NOT c.is_blocked AND IN_PURVIEW
            AND (c.status = 'closed' OR CAST(:is_snoozed AS boolean) IS NULL OR (c.snoozed_until IS NOT NULL) = :is_snoozed)
            AND (cardinality(CAST(:operator_ids AS uuid[])) = 0 OR c.assignee_id = ANY(:operator_ids)
                OR '00000000-0000-0000-0000-000000000000' = ANY(CAST(:operator_ids AS uuid[])) AND c.assignee_id IS NULL AND c.bot_id IS NULL)
            AND (cardinality(CAST(:tag_ids AS uuid[])) = 0 OR c.tag_ids && :tag_ids)
            AND (cardinality(CAST(:scores AS smallint[])) = 0 OR c.score = ANY(:scores))
            AND (NOT CAST(:is_unanswered AS boolean) OR c.status = 'open' AND c.waiting_since IS NOT NULL AND c.bot_id IS NULL)
            AND ON_PAGE
        ORDER BY c.active_minute DESC, c.active_at DESC, c.id DESC
        LIMIT :row_limit
    ) AS c
    ORDER BY c.active_at DESC, c.id DESC
    LIMIT :row_limit
)
SELECT
    r.site_id, r.id, r.visitor_id, r.visitor_name, r.status, r.assignee_id, r.assignee_name, r.is_led_by_bot,
    r.last_seq, r.visitor_read_seq, r.operator_read_seq, r.unread_count,
    r.message_author_kind, r.message_author_id, r.message_author_name, r.message_body, r.message_created_at,
    r.page_url, r.page_title, r.page_referrer, r.queued_at, r.waiting_since, r.active_at, r.created_at, r.message_seq, r.score,
    r.department_id, r.department_name, r.snoozed_until, r.tag_ids, r.result_id,
    r.merged_into_id, page.sort_at
FROM page
JOIN inbox_rows AS r ON r.site_id = page.site_id AND r.id = page.id
ORDER BY page.sort_at DESC, page.id DESC;

-- name: list_by_score
-- By conversations_score, once per site and score. What is rated is closed: a conversation that opens again loses its score.
WITH page AS (
    SELECT c.site_id, c.id, c.active_at AS sort_at
    FROM unnest(CAST(:site_ids AS uuid[])) AS site (id)
    CROSS JOIN unnest(CAST(:scores AS smallint[])) AS rated (score)
    CROSS JOIN LATERAL (
        SELECT c.site_id, c.id, c.active_at
        FROM conversations AS c
        WHERE c.site_id = site.id AND c.score = rated.score AND c.status = ANY(CAST(:statuses AS text[]))
            AND NOT c.is_blocked AND IN_PURVIEW
            AND (c.status = 'closed' OR CAST(:is_snoozed AS boolean) IS NULL OR (c.snoozed_until IS NOT NULL) = :is_snoozed)
            AND (cardinality(CAST(:department_ids AS uuid[])) = 0 OR c.department_id = ANY(:department_ids)
                OR '00000000-0000-0000-0000-000000000000' = ANY(CAST(:department_ids AS uuid[])) AND c.department_id IS NULL)
            AND (cardinality(CAST(:operator_ids AS uuid[])) = 0 OR c.assignee_id = ANY(:operator_ids)
                OR '00000000-0000-0000-0000-000000000000' = ANY(CAST(:operator_ids AS uuid[])) AND c.assignee_id IS NULL AND c.bot_id IS NULL)
            AND (cardinality(CAST(:tag_ids AS uuid[])) = 0 OR c.tag_ids && :tag_ids)
            AND (NOT CAST(:is_unanswered AS boolean) OR c.status = 'open' AND c.waiting_since IS NOT NULL AND c.bot_id IS NULL)
            AND ON_PAGE
        ORDER BY c.active_minute DESC, c.active_at DESC, c.id DESC
        LIMIT :row_limit
    ) AS c
    ORDER BY c.active_at DESC, c.id DESC
    LIMIT :row_limit
)
SELECT
    r.site_id, r.id, r.visitor_id, r.visitor_name, r.status, r.assignee_id, r.assignee_name, r.is_led_by_bot,
    r.last_seq, r.visitor_read_seq, r.operator_read_seq, r.unread_count,
    r.message_author_kind, r.message_author_id, r.message_author_name, r.message_body, r.message_created_at,
    r.page_url, r.page_title, r.page_referrer, r.queued_at, r.waiting_since, r.active_at, r.created_at, r.message_seq, r.score,
    r.department_id, r.department_name, r.snoozed_until, r.tag_ids, r.result_id,
    r.merged_into_id, page.sort_at
FROM page
JOIN inbox_rows AS r ON r.site_id = page.site_id AND r.id = page.id
ORDER BY page.sort_at DESC, page.id DESC;

-- name: list_by_tag
-- By conversations_tags where few have one of the tags, all of which are sorted; where many have, by conversations_activity,
-- once per site and state, until there are enough: Postgres knows from its statistics how many there are, as long as it
-- plans with the tags at hand. Written so that the partial index is known to do.
WITH page AS (
    SELECT c.site_id, c.id, c.active_at AS sort_at
    FROM unnest(CAST(:site_ids AS uuid[])) AS site (id)
    CROSS JOIN unnest(CAST(:statuses AS text[])) AS state (status)
    CROSS JOIN LATERAL (
        SELECT c.site_id, c.id, c.active_at
        FROM conversations AS c
        WHERE c.site_id = site.id AND c.status = state.status
            AND c.tag_ids && CAST(:tag_ids AS uuid[]) AND c.tag_ids <> '{}'
            AND NOT c.is_blocked AND IN_PURVIEW
            AND (c.status = 'closed' OR CAST(:is_snoozed AS boolean) IS NULL OR (c.snoozed_until IS NOT NULL) = :is_snoozed)
            AND (cardinality(CAST(:department_ids AS uuid[])) = 0 OR c.department_id = ANY(:department_ids)
                OR '00000000-0000-0000-0000-000000000000' = ANY(CAST(:department_ids AS uuid[])) AND c.department_id IS NULL)
            AND (cardinality(CAST(:operator_ids AS uuid[])) = 0 OR c.assignee_id = ANY(:operator_ids)
                OR '00000000-0000-0000-0000-000000000000' = ANY(CAST(:operator_ids AS uuid[])) AND c.assignee_id IS NULL AND c.bot_id IS NULL)
            AND (cardinality(CAST(:scores AS smallint[])) = 0 OR c.score = ANY(:scores))
            AND (NOT CAST(:is_unanswered AS boolean) OR c.status = 'open' AND c.waiting_since IS NOT NULL AND c.bot_id IS NULL)
            AND ON_PAGE
        ORDER BY c.active_minute DESC, c.active_at DESC, c.id DESC
        LIMIT :row_limit
    ) AS c
    ORDER BY c.active_at DESC, c.id DESC
    LIMIT :row_limit
)
SELECT
    r.site_id, r.id, r.visitor_id, r.visitor_name, r.status, r.assignee_id, r.assignee_name, r.is_led_by_bot,
    r.last_seq, r.visitor_read_seq, r.operator_read_seq, r.unread_count,
    r.message_author_kind, r.message_author_id, r.message_author_name, r.message_body, r.message_created_at,
    r.page_url, r.page_title, r.page_referrer, r.queued_at, r.waiting_since, r.active_at, r.created_at, r.message_seq, r.score,
    r.department_id, r.department_name, r.snoozed_until, r.tag_ids, r.result_id,
    r.merged_into_id, page.sort_at
FROM page
JOIN inbox_rows AS r ON r.site_id = page.site_id AND r.id = page.id
ORDER BY page.sort_at DESC, page.id DESC;

-- name: list_unanswered
-- Whose visitors wait for a person, longest wait first. By conversations_unanswered, once per site: of the few who wait at any time,
-- the other conditions are tried on each, whichever they are.
WITH page AS (
    SELECT c.site_id, c.id, c.waiting_since AS sort_at
    FROM unnest(CAST(:site_ids AS uuid[])) AS site (id)
    CROSS JOIN LATERAL (
        SELECT c.site_id, c.id, c.waiting_since
        FROM conversations AS c
        WHERE c.site_id = site.id AND c.status = 'open' AND 'open' = ANY(CAST(:statuses AS text[]))
            AND c.waiting_since IS NOT NULL AND c.bot_id IS NULL AND NOT c.is_blocked AND IN_PURVIEW
            AND (CAST(:is_snoozed AS boolean) IS NULL OR (c.snoozed_until IS NOT NULL) = :is_snoozed)
            AND MEETS_CONDITIONS
            AND c.active_at >= coalesce(CAST(:since AS timestamptz), '-infinity')
            AND c.active_at < coalesce(CAST(:until AS timestamptz), 'infinity')
            AND (c.waiting_since, c.id) > (
                coalesce(CAST(:sort_at AS timestamptz), '-infinity'),
                coalesce(CAST(:after_id AS uuid), '00000000-0000-0000-0000-000000000000')
            )
        ORDER BY c.waiting_since, c.id
        LIMIT :row_limit
    ) AS c
    ORDER BY c.waiting_since, c.id
    LIMIT :row_limit
)
SELECT
    r.site_id, r.id, r.visitor_id, r.visitor_name, r.status, r.assignee_id, r.assignee_name, r.is_led_by_bot,
    r.last_seq, r.visitor_read_seq, r.operator_read_seq, r.unread_count,
    r.message_author_kind, r.message_author_id, r.message_author_name, r.message_body, r.message_created_at,
    r.page_url, r.page_title, r.page_referrer, r.queued_at, r.waiting_since, r.active_at, r.created_at, r.message_seq, r.score,
    r.department_id, r.department_name, r.snoozed_until, r.tag_ids, r.result_id,
    r.merged_into_id, page.sort_at
FROM page
JOIN inbox_rows AS r ON r.site_id = page.site_id AND r.id = page.id
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
