-- Pages of what a filter lets through, made as inbox.sql says. It is looked for by the index of one of its conditions, which the
-- statement's name says, and the others are tried on what is found there: tags, then scores, then operators, then departments,
-- else the state. IN_PURVIEW: see purviews.py.
-- MEETS_CONDITIONS and ON_PAGE stand for what all lists of a filter ask alike: see inbox_filters.py; ROWS_OF_PAGE: see inbox_pages.py.

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
ROWS_OF_PAGE
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
ROWS_OF_PAGE
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
ROWS_OF_PAGE
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
ROWS_OF_PAGE
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
ROWS_OF_PAGE
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
ROWS_OF_PAGE
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
ROWS_OF_PAGE
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
ROWS_OF_PAGE
ORDER BY page.sort_at, page.id;
