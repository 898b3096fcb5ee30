-- What reports count. All are of rounds that began in a time, by rounds_asked, once per site; without those that nobody had
-- answered, not even a bot that led them, when they were merged: what was asked there is answered, and counted, in the other conversation.
-- A department or an operator with the id of zeros is none: see protocol.filters.NONE.
-- Postgres is told boundaries of days and hours as instants and never a time zone; see ryadom.core.reports.periods.

-- name: make_room
-- Until the transaction ends: a month of a large site is sorted in memory, and a plan is not worth compiling.
SELECT set_config('work_mem', '32MB', true), set_config('jit', 'off', true);

-- name: picked
-- Rounds, and what is reckoned of each, for the statements below that say PICKED. store/reports.py puts `true` in the place of
-- WITH_SOURCES where the source is asked for. The clock may have been set back between two entries: no time is below 0.
SELECT
    r.site_id, r.conversation_id, r.number, r.department_id, r.answered_by, coalesce(r.operator_id, r.answered_by) AS lead_id,
    r.asked_at, r.answered_at, r.closed_at, r.score, r.has_comment, r.visitor_messages, r.operator_messages,
    r.answered_at IS NULL AND (r.closed_at IS NOT NULL OR r.asked_at < CAST(:now AS timestamptz) - INTERVAL '1 day')
        AS is_left,
    -- A bot that was silent has answered as little as anybody.
    r.bot_id IS NOT NULL AND r.bot_messages > 0 AS is_bots,
    CASE WHEN r.answered_at IS NOT NULL
        THEN greatest(0, date_part('epoch', r.answered_at - r.asked_at))
    END AS answer_s,
    r.answer_work_s,
    CASE WHEN r.closed_at IS NOT NULL
        THEN greatest(0, date_part('epoch', r.closed_at - r.asked_at))
    END AS resolution_s,
    coalesce(
        -- Of the address on which the conversation began, else of where that was come from, if it is another site. Hosts
        -- are cut out by their slashes: regular expressions would take most of a report's time.
        left(substring(lower(c.landing_url) FROM '[?&]utm_source=([^&#]+)'), 200),
        nullif(
            coalesce(left(split_part(split_part(split_part(lower(c.page_referrer), '/', 3), '@', -1), ':', 1), 200), ''),
            coalesce(split_part(split_part(lower(coalesce(c.landing_url, c.page_url)), '/', 3), ':', 1), '')
        ),
        CASE WHEN coalesce(c.landing_url, c.page_url, c.page_referrer) IS NOT NULL THEN '' END,
        '?'
    ) AS source
FROM rounds AS r
LEFT JOIN conversations AS c ON WITH_SOURCES AND c.site_id = r.site_id AND c.id = r.conversation_id
WHERE r.site_id = ANY(CAST(:site_ids AS uuid[]))
    AND r.asked_at >= :starts_at AND r.asked_at < :ends_at
    AND (NOT r.is_merged OR r.answered_at IS NOT NULL OR (r.bot_id IS NOT NULL AND r.bot_messages > 0))
    AND (
        CAST(:department_id AS uuid) IS NULL OR r.department_id = :department_id
        OR CAST(:department_id AS uuid) = '00000000-0000-0000-0000-000000000000' AND r.department_id IS NULL
    )
    AND (
        CAST(:operator_id AS uuid) IS NULL OR coalesce(r.operator_id, r.answered_by) = :operator_id
        OR CAST(:operator_id AS uuid) = '00000000-0000-0000-0000-000000000000' AND coalesce(r.operator_id, r.answered_by) IS NULL
    )
    AND IN_PURVIEW;

-- name: figures
-- Every figure, by a key: store/reports.py puts an expression of `picked` in the place of BY_KEY.
WITH picked AS (
PICKED
)
SELECT
    CAST(BY_KEY AS text) AS key,
    count(*) AS conversations,
    count(*) FILTER (WHERE number > 1) AS returned,
    count(answered_at) AS answered,
    count(*) FILTER (WHERE is_left AND NOT is_bots) AS missed,
    count(*) FILTER (WHERE is_left AND is_bots) AS by_bot,
    count(*) FILTER (WHERE closed_at IS NULL) AS open,
    sum(visitor_messages) AS visitor_messages,
    sum(operator_messages) AS operator_messages,
    percentile_cont(CAST(ARRAY[0.5, 0.9] AS double precision[])) WITHIN GROUP (ORDER BY answer_s) AS answer_s,
    percentile_cont(CAST(ARRAY[0.5, 0.9] AS double precision[])) WITHIN GROUP (ORDER BY answer_work_s) AS answer_work_s,
    percentile_cont(CAST(ARRAY[0.5, 0.9] AS double precision[])) WITHIN GROUP (ORDER BY resolution_s) AS resolution_s,
    CAST(avg(score) AS double precision) AS rating,
    count(score) AS rated,
    count(*) FILTER (WHERE has_comment) AS comments
FROM picked
GROUP BY BY_KEY
ORDER BY count(*) DESC, 1
LIMIT :row_limit;

-- name: list_rounds
-- The rounds that a figure counts (store/reports.py puts its condition in the place of IS_COUNTED), the newest first, and how many
-- there are in all. What can't be opened by now is a conversation whose visitor is blocked, or that :seer_id, who is limited, does not
-- see any more: a round stays with the department that it was of.
WITH picked AS (
PICKED
), counted AS MATERIALIZED (
    SELECT site_id, conversation_id, number, department_id, lead_id, asked_at, answered_at, closed_at, score
    FROM picked
    WHERE IS_COUNTED
)
SELECT
    c.site_id, c.conversation_id, c.number, c.department_id, c.lead_id, c.asked_at, c.answered_at, c.closed_at, c.score,
    (SELECT count(*) FROM counted) AS whole,
    EXISTS (
        SELECT FROM conversations AS o WHERE o.site_id = c.site_id AND o.id = c.conversation_id AND NOT o.is_blocked
            AND sees_conversation(CAST(:seer_id AS uuid), o.site_id, o.department_id, o.assignee_id)
    ) AS is_shown
FROM counted AS c
WHERE CAST(:after_at AS timestamptz) IS NULL
    OR (c.asked_at, c.conversation_id, c.number) < (:after_at, CAST(:after_id AS uuid), CAST(:after_number AS integer))
ORDER BY c.asked_at DESC, c.conversation_id DESC, c.number DESC
LIMIT :row_limit;

-- name: hours
-- How many rounds began in each hour, by its number in :hour_starts, which begins with 1; hours without any are left out.
SELECT width_bucket(asked_at, CAST(:hour_starts AS timestamptz[])) AS hour, count(*) AS conversations
FROM rounds AS r
WHERE site_id = ANY(CAST(:site_ids AS uuid[]))
    AND asked_at >= :starts_at AND asked_at < :ends_at
    AND (NOT is_merged OR answered_at IS NOT NULL OR (bot_id IS NOT NULL AND bot_messages > 0))
    AND (
        CAST(:department_id AS uuid) IS NULL OR department_id = :department_id
        OR CAST(:department_id AS uuid) = '00000000-0000-0000-0000-000000000000' AND department_id IS NULL
    )
    AND (
        CAST(:operator_id AS uuid) IS NULL OR coalesce(operator_id, answered_by) = :operator_id
        OR CAST(:operator_id AS uuid) = '00000000-0000-0000-0000-000000000000' AND coalesce(operator_id, answered_by) IS NULL
    )
    AND IN_PURVIEW
GROUP BY 1;

-- name: scores
-- How many rounds have each rating, and a comment with it.
SELECT score, count(*) AS conversations, count(*) FILTER (WHERE has_comment) AS comments
FROM rounds AS r
WHERE site_id = ANY(CAST(:site_ids AS uuid[]))
    AND asked_at >= :starts_at AND asked_at < :ends_at
    AND (NOT is_merged OR answered_at IS NOT NULL OR (bot_id IS NOT NULL AND bot_messages > 0))
    AND (
        CAST(:department_id AS uuid) IS NULL OR department_id = :department_id
        OR CAST(:department_id AS uuid) = '00000000-0000-0000-0000-000000000000' AND department_id IS NULL
    )
    AND (
        CAST(:operator_id AS uuid) IS NULL OR coalesce(operator_id, answered_by) = :operator_id
        OR CAST(:operator_id AS uuid) = '00000000-0000-0000-0000-000000000000' AND coalesce(operator_id, answered_by) IS NULL
    )
    AND IN_PURVIEW
    AND score IS NOT NULL
GROUP BY score;

-- name: list_people
-- Names of who works on these sites, and of others who are in their rounds as :operator_ids says. By operator_sites_pkey.
SELECT o.id, o.name, EXISTS (
    SELECT FROM operator_sites AS s WHERE s.operator_id = o.id AND s.site_id = ANY(CAST(:site_ids AS uuid[]))
) AS is_here, o.deactivated_at IS NULL AS is_active
FROM operators AS o
WHERE o.id = ANY(CAST(:operator_ids AS uuid[]))
    OR o.id IN (SELECT operator_id FROM operator_sites WHERE site_id = ANY(CAST(:site_ids AS uuid[])))
ORDER BY o.name, o.id;

-- name: list_departments
-- All of these sites, those that are archived too. By departments_pkey.
SELECT id, name, site_id, archived_at IS NOT NULL AS is_archived
FROM departments
WHERE site_id = ANY(CAST(:site_ids AS uuid[]))
ORDER BY site_id, place, id;
