-- Searches. `words` and `slots` are one index: what of a word lies in a stretch of time is found without reading the rest.

-- name: list_hits
-- The id of zeros is that of none: see protocol.filters.NONE.
-- By search_texts_words; conversations by conversations_id, later hits of the same one by search_texts_pkey. The limit comes
-- before the filters, so that a page has a bound: whoever finds too few goes on from the last row.
WITH hits AS MATERIALIZED (
    SELECT t.site_id, t.conversation_id, t.seq, t.said_at
    FROM search_texts AS t
    WHERE t.words @@ CAST(:tsquery AS tsquery) AND t.slots && CAST(:slots AS integer[])
        AND t.site_id = ANY(CAST(:site_ids AS uuid[]))
        AND t.said_at >= :since
        AND (t.said_at, t.conversation_id, t.seq)
            < (CAST(:before_at AS timestamptz), CAST(:before_id AS uuid), CAST(:before_seq AS bigint))
        AND (t.has_files OR NOT CAST(:has_files AS boolean))
    ORDER BY t.said_at DESC, t.conversation_id DESC, t.seq DESC
    LIMIT :row_limit
)
SELECT
    h.site_id, h.conversation_id, h.seq, h.said_at,
    NOT c.is_blocked AND IN_PURVIEW
    AND (
        c.department_id = CAST(:department_id AS uuid) OR CAST(:department_id AS uuid) IS NULL
        OR CAST(:department_id AS uuid) = '00000000-0000-0000-0000-000000000000' AND c.department_id IS NULL
    )
    AND (
        c.assignee_id = CAST(:operator_id AS uuid) OR CAST(:operator_id AS uuid) IS NULL
        OR CAST(:operator_id AS uuid) = '00000000-0000-0000-0000-000000000000' AND c.assignee_id IS NULL AND c.bot_id IS NULL
    )
    AND (c.tag_ids @> ARRAY[CAST(:tag_id AS uuid)] OR CAST(:tag_id AS uuid) IS NULL)
    AND (c.status = CAST(:status AS text) OR CAST(:status AS text) IS NULL)
    AND NOT EXISTS (
        SELECT FROM search_texts AS n
        WHERE n.site_id = h.site_id AND n.conversation_id = h.conversation_id
            AND n.seq > h.seq
            AND n.words @@ CAST(:tsquery AS tsquery)
            AND (n.said_at < :until OR CAST(:until AS timestamptz) IS NULL)
            AND (n.has_files OR NOT CAST(:has_files AS boolean))
    ) AS is_wanted
FROM hits AS h
JOIN conversations AS c ON c.id = h.conversation_id AND c.site_id = h.site_id
ORDER BY h.said_at DESC, h.conversation_id DESC, h.seq DESC;

-- name: texts_of_hits
-- What is said now, which may be newer than the index; nothing of what was erased. By search_texts_pkey and entries_pkey.
SELECT
    h.conversation_id, h.seq, h.said_at,
    CASE e.author_kind WHEN 'bot' THEN 'operator' ELSE coalesce(e.author_kind, 'visitor') END AS author_kind,
    CASE e.author_kind WHEN 'operator' THEN a.name WHEN 'bot' THEN b.name ELSE v.name END AS author_name,
    c.visitor_id, coalesce(e.body, '') AS body, e.files,
    coalesce(e.kind = 'note', false) AS is_note
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:conversation_ids AS uuid[])) AS k (site_id, conversation_id)
CROSS JOIN LATERAL (
    SELECT t.site_id, t.conversation_id, t.seq, t.said_at
    FROM search_texts AS t
    WHERE t.site_id = k.site_id AND t.conversation_id = k.conversation_id AND t.words @@ CAST(:tsquery AS tsquery)
        AND (t.said_at >= :since OR CAST(:since AS timestamptz) IS NULL)
        AND (t.said_at < :until OR CAST(:until AS timestamptz) IS NULL)
        AND (t.has_files OR NOT CAST(:has_files AS boolean))
    ORDER BY t.said_at DESC, t.seq DESC
    LIMIT :row_limit
) AS h
JOIN conversations AS c ON c.site_id = h.site_id AND c.id = h.conversation_id AND NOT c.is_blocked AND IN_PURVIEW
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id AND v.erased_at IS NULL
LEFT JOIN entries AS e ON e.site_id = h.site_id AND e.conversation_id = h.conversation_id AND e.seq = h.seq
LEFT JOIN operators AS a ON e.author_kind = 'operator' AND a.id = e.author_id
LEFT JOIN bots AS b ON e.author_kind = 'bot' AND b.id = e.author_id
WHERE h.seq = 0 OR e.body <> '' OR e.files IS NOT NULL
ORDER BY h.conversation_id, h.said_at DESC, h.seq DESC;

-- name: known_words
-- By search_words_pkey.
SELECT DISTINCT word FROM search_words WHERE site_id = ANY(CAST(:site_ids AS uuid[])) AND word = ANY(CAST(:words AS text[]));

-- name: near_words
-- By search_words_cuts.
SELECT word
FROM search_words
WHERE cuts && CAST(:cuts AS text[]) AND site_id = ANY(CAST(:site_ids AS uuid[]))
GROUP BY word
ORDER BY max(visitors) DESC, word
LIMIT 100;

-- name: words_from
-- By search_words_pkey.
SELECT word
FROM search_words
WHERE site_id = ANY(CAST(:site_ids AS uuid[])) AND word >= CAST(:prefix AS text) AND word < CAST(:beyond AS text)
GROUP BY word
ORDER BY max(visitors) DESC, word
LIMIT :row_limit;
