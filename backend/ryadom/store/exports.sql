-- What is taken out as a table: of these sites, begun since :since and before :before (null: without an end). Nothing of
-- blocked visitors, and of who is erased, or is being, nothing either. Rows come as the indexes give them; each query's
-- columns are named in exports.py. Conditions on conversations are as in inbox_filters.sql; what is not asked for falls away when
-- the statement is planned with its values, so that a condition is met by its own index.

-- name: conversations
-- By conversations_activity's site; names of labels are the firm's.
SELECT
    c.id, s.key AS site, c.created_at, c.active_at, c.status, c.visitor_id, v.name AS visitor_name,
    coalesce(d.name, '') AS department, coalesce(o.name, '') AS operator, coalesce(r.name, '') AS result,
    (
        SELECT coalesce(string_agg(t.name, ', ' ORDER BY t.place, t.name), '')
        FROM labels AS t
        WHERE t.controller_id = s.controller_id AND t.id = ANY (c.tag_ids)
    ) AS tags,
    c.score, c.waiting_since, c.snoozed_until, coalesce(c.page_url, '') AS page_url,
    coalesce(c.page_referrer, '') AS referrer, coalesce(c.landing_url, '') AS landing_url,
    s.basis, g.processing_consent, g.advertising_consent,
    CASE
        WHEN c.bot_id IS NOT NULL AND c.assignee_id IS NULL THEN (SELECT b.name FROM bots AS b WHERE b.id = c.bot_id) ELSE ''
    END AS led_by_bot,
    coalesce(c.metrica_client_id, '') AS metrica_client_id
FROM conversations AS c
JOIN sites AS s ON s.id = c.site_id
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
LEFT JOIN departments AS d ON d.site_id = c.site_id AND d.id = c.department_id
LEFT JOIN operators AS o ON o.id = c.assignee_id
LEFT JOIN labels AS r ON r.controller_id = s.controller_id AND r.id = c.result_id
CROSS JOIN LATERAL (
    SELECT
        coalesce(bool_or(l.action = 'given') FILTER (WHERE l.purpose = 'processing'), false) AS processing_consent,
        coalesce(bool_or(l.action = 'given') FILTER (WHERE l.purpose = 'advertising'), false) AS advertising_consent
    FROM (
        SELECT DISTINCT ON (e.purpose) e.purpose, e.action
        FROM consent_events AS e
        WHERE e.site_id = v.site_id AND e.visitor_id = v.id
        ORDER BY e.purpose, e.ordinal DESC
    ) AS l
) AS g
WHERE c.site_id = ANY (CAST(:site_ids AS uuid[])) AND NOT c.is_blocked AND v.erased_at IS NULL
    AND c.created_at >= :since AND (CAST(:before AS timestamptz) IS NULL OR c.created_at < :before)
    AND (CAST(:statuses AS text[]) IS NULL OR c.status = ANY (:statuses))
    AND (c.status = 'closed' OR CAST(:is_snoozed AS boolean) IS NULL OR (c.snoozed_until IS NOT NULL) = :is_snoozed)
    AND (cardinality(CAST(:department_ids AS uuid[])) = 0 OR c.department_id = ANY (:department_ids)
        OR '00000000-0000-0000-0000-000000000000' = ANY(CAST(:department_ids AS uuid[])) AND c.department_id IS NULL)
    AND (cardinality(CAST(:operator_ids AS uuid[])) = 0 OR c.assignee_id = ANY (:operator_ids)
        OR '00000000-0000-0000-0000-000000000000' = ANY(CAST(:operator_ids AS uuid[])) AND c.assignee_id IS NULL AND c.bot_id IS NULL)
    AND (cardinality(CAST(:tag_ids AS uuid[])) = 0 OR (c.tag_ids && :tag_ids AND c.tag_ids <> '{}'))
    AND (cardinality(CAST(:scores AS smallint[])) = 0 OR c.score = ANY (:scores))
    AND (NOT CAST(:is_unanswered AS boolean) OR (c.status = 'open' AND c.waiting_since IS NOT NULL AND c.bot_id IS NULL));

-- name: messages
-- Notes for colleagues are not among them: they are no words to the visitor.
SELECT
    e.conversation_id, e.seq, s.key AS site, e.created_at, e.author_kind, e.author_id,
    CASE e.author_kind WHEN 'operator' THEN coalesce(a.name, '') WHEN 'bot' THEN (SELECT b.name FROM bots AS b WHERE b.id = e.author_id) ELSE v.name END
        AS author_name,
    e.body,
    CASE WHEN e.files IS NULL THEN '' ELSE (
        SELECT coalesce(string_agg(f.name, ', ' ORDER BY f.id), '')
        FROM files AS f
        WHERE f.site_id = e.site_id AND f.conversation_id = e.conversation_id AND f.seq = e.seq
    ) END AS files,
    CASE WHEN e.choices IS NULL THEN '' ELSE array_to_string(e.choices, ' | ') END AS choices
FROM entries AS e
JOIN sites AS s ON s.id = e.site_id
JOIN conversations AS c ON c.site_id = e.site_id AND c.id = e.conversation_id
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
LEFT JOIN operators AS a ON e.author_kind = 'operator' AND a.id = e.author_id
WHERE e.site_id = ANY (CAST(:site_ids AS uuid[])) AND e.kind = 'message' AND NOT c.is_blocked AND v.erased_at IS NULL
    AND e.created_at >= :since AND (CAST(:before AS timestamptz) IS NULL OR e.created_at < :before)
    AND (CAST(:statuses AS text[]) IS NULL OR c.status = ANY (:statuses))
    AND (c.status = 'closed' OR CAST(:is_snoozed AS boolean) IS NULL OR (c.snoozed_until IS NOT NULL) = :is_snoozed)
    AND (cardinality(CAST(:department_ids AS uuid[])) = 0 OR c.department_id = ANY (:department_ids)
        OR '00000000-0000-0000-0000-000000000000' = ANY(CAST(:department_ids AS uuid[])) AND c.department_id IS NULL)
    AND (cardinality(CAST(:operator_ids AS uuid[])) = 0 OR c.assignee_id = ANY (:operator_ids)
        OR '00000000-0000-0000-0000-000000000000' = ANY(CAST(:operator_ids AS uuid[])) AND c.assignee_id IS NULL AND c.bot_id IS NULL)
    AND (cardinality(CAST(:tag_ids AS uuid[])) = 0 OR (c.tag_ids && :tag_ids AND c.tag_ids <> '{}'))
    AND (cardinality(CAST(:scores AS smallint[])) = 0 OR c.score = ANY (:scores))
    AND (NOT CAST(:is_unanswered AS boolean) OR (c.status = 'open' AND c.waiting_since IS NOT NULL AND c.bot_id IS NULL));

-- name: customers
-- Who has written. What operators wrote down goes before what the site told, and that before what the visitor said.
-- :is_narrowed: who has a conversation that meets the conditions. By conversations_visitor, or all of those at once.
SELECT
    v.id, s.key AS site, v.created_at,
    coalesce(nullif(k.name, ''), nullif(i.name, ''), v.name) AS name,
    coalesce(nullif(k.phone, ''), i.phone, '') AS phone, coalesce(nullif(k.email, ''), i.email, '') AS email,
    coalesce(k.company, '') AS company, coalesce(k.about, '') AS about, coalesce(i.external_id, '') AS external_id,
    s.basis, g.processing_consent, g.advertising_consent,
    coalesce((
        SELECT c.metrica_client_id
        FROM conversations AS c
        WHERE c.site_id = v.site_id AND c.visitor_id = v.id AND c.metrica_client_id IS NOT NULL
        ORDER BY c.created_at DESC
        LIMIT 1
    ), '') AS metrica_client_id
FROM visitors AS v
JOIN sites AS s ON s.id = v.site_id
LEFT JOIN customer_cards AS k ON k.site_id = v.site_id AND k.visitor_id = v.id
LEFT JOIN visitor_identities AS i ON i.site_id = v.site_id AND i.visitor_id = v.id
CROSS JOIN LATERAL (
    SELECT
        coalesce(bool_or(l.action = 'given') FILTER (WHERE l.purpose = 'processing'), false) AS processing_consent,
        coalesce(bool_or(l.action = 'given') FILTER (WHERE l.purpose = 'advertising'), false) AS advertising_consent
    FROM (
        SELECT DISTINCT ON (e.purpose) e.purpose, e.action
        FROM consent_events AS e
        WHERE e.site_id = v.site_id AND e.visitor_id = v.id
        ORDER BY e.purpose, e.ordinal DESC
    ) AS l
) AS g
WHERE v.site_id = ANY (CAST(:site_ids AS uuid[])) AND v.blocked_at IS NULL AND v.erased_at IS NULL
    AND v.created_at >= :since AND (CAST(:before AS timestamptz) IS NULL OR v.created_at < :before)
    AND (
        NOT CAST(:is_narrowed AS boolean)
        OR EXISTS (
            SELECT FROM conversations AS c
            WHERE c.site_id = v.site_id AND c.visitor_id = v.id AND NOT c.is_blocked
                AND c.site_id = ANY (:site_ids)
                AND (CAST(:statuses AS text[]) IS NULL OR c.status = ANY (:statuses))
                AND (c.status = 'closed' OR CAST(:is_snoozed AS boolean) IS NULL OR (c.snoozed_until IS NOT NULL) = :is_snoozed)
                AND (cardinality(CAST(:department_ids AS uuid[])) = 0 OR c.department_id = ANY (:department_ids)
                    OR '00000000-0000-0000-0000-000000000000' = ANY(CAST(:department_ids AS uuid[])) AND c.department_id IS NULL)
                AND (cardinality(CAST(:operator_ids AS uuid[])) = 0 OR c.assignee_id = ANY (:operator_ids)
                    OR '00000000-0000-0000-0000-000000000000' = ANY(CAST(:operator_ids AS uuid[])) AND c.assignee_id IS NULL AND c.bot_id IS NULL)
                AND (cardinality(CAST(:tag_ids AS uuid[])) = 0 OR (c.tag_ids && :tag_ids AND c.tag_ids <> '{}'))
                AND (cardinality(CAST(:scores AS smallint[])) = 0 OR c.score = ANY (:scores))
                AND (NOT CAST(:is_unanswered AS boolean) OR (c.status = 'open' AND c.waiting_since IS NOT NULL AND c.bot_id IS NULL))
        )
    );

-- name: consents
SELECT
    e.ordinal, s.key AS site, e.created_at, e.visitor_id, e.purpose, e.action, e.version, e.document_id,
    encode(e.sha256, 'hex') AS sha256, e.method, e.page_url
FROM consent_events AS e
JOIN sites AS s ON s.id = e.site_id
JOIN visitors AS v ON v.site_id = e.site_id AND v.id = e.visitor_id
WHERE e.site_id = ANY (CAST(:site_ids AS uuid[])) AND v.blocked_at IS NULL AND v.erased_at IS NULL
    AND e.created_at >= :since AND (CAST(:before AS timestamptz) IS NULL OR e.created_at < :before);

-- name: ratings
-- A score that is asked for is of the rating itself: a conversation that opens again has none.
SELECT e.conversation_id, e.seq, s.key AS site, e.created_at, c.visitor_id, e.score, e.body AS comment
FROM entries AS e
JOIN sites AS s ON s.id = e.site_id
JOIN conversations AS c ON c.site_id = e.site_id AND c.id = e.conversation_id
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
WHERE e.site_id = ANY (CAST(:site_ids AS uuid[])) AND e.kind = 'rating' AND NOT c.is_blocked AND v.erased_at IS NULL
    AND e.created_at >= :since AND (CAST(:before AS timestamptz) IS NULL OR e.created_at < :before)
    AND (CAST(:statuses AS text[]) IS NULL OR c.status = ANY (:statuses))
    AND (c.status = 'closed' OR CAST(:is_snoozed AS boolean) IS NULL OR (c.snoozed_until IS NOT NULL) = :is_snoozed)
    AND (cardinality(CAST(:department_ids AS uuid[])) = 0 OR c.department_id = ANY (:department_ids)
        OR '00000000-0000-0000-0000-000000000000' = ANY(CAST(:department_ids AS uuid[])) AND c.department_id IS NULL)
    AND (cardinality(CAST(:operator_ids AS uuid[])) = 0 OR c.assignee_id = ANY (:operator_ids)
        OR '00000000-0000-0000-0000-000000000000' = ANY(CAST(:operator_ids AS uuid[])) AND c.assignee_id IS NULL AND c.bot_id IS NULL)
    AND (cardinality(CAST(:tag_ids AS uuid[])) = 0 OR (c.tag_ids && :tag_ids AND c.tag_ids <> '{}'))
    AND (cardinality(CAST(:scores AS smallint[])) = 0 OR e.score = ANY (:scores))
    AND (NOT CAST(:is_unanswered AS boolean) OR (c.status = 'open' AND c.waiting_since IS NOT NULL AND c.bot_id IS NULL));

-- name: make_room
-- Until the transaction ends: what 100,000 conversations and their visitors are joined by is held in memory, not on the disk.
-- Not :is_quiet: by one process of Postgres, however large the tables are, and without joins that read a whole table first:
-- such a one takes a core for seconds before it gives anything that its reader could be slow in taking. The name is what
-- `ryadom doctor` and the system page say of who holds a snapshot for long.
SELECT
    set_config('work_mem', '32MB', true),
    set_config('jit', 'off', true),
    set_config('application_name', 'ryadom export', true),
    CASE WHEN NOT CAST(:is_quiet AS boolean) THEN set_config('max_parallel_workers_per_gather', '0', true) END,
    CASE WHEN NOT CAST(:is_quiet AS boolean) THEN set_config('enable_hashjoin', 'off', true) END,
    CASE WHEN NOT CAST(:is_quiet AS boolean) THEN set_config('enable_mergejoin', 'off', true) END;
