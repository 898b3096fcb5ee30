-- name: add_person
-- Nothing where they are there already.
INSERT INTO subject_request_people (site_id, visitor_id, request_id, added_by_name)
VALUES (:site_id, :visitor_id, :request_id, :added_by_name)
ON CONFLICT DO NOTHING;

-- name: open_request_about
-- By subject_request_people_pkey.
SELECT r.id, r.number, coalesce(r.extended_on, r.deadline_on) AS due_on
FROM subject_request_people AS p
JOIN subject_requests AS r ON r.id = p.request_id AND r.closed_at IS NULL AND r.kind = :kind AND r.source = :source
WHERE p.site_id = :site_id AND p.visitor_id = :visitor_id
ORDER BY r.number DESC
LIMIT 1;

-- name: requests_about
-- Requests about these visitors that came from these sites, or from none known; the newest first, at most 20. By
-- subject_request_people_pkey.
SELECT DISTINCT r.id, r.number, r.kind, r.status, r.received_at, coalesce(r.extended_on, r.deadline_on) AS due_on
FROM unnest(CAST(:people_site_ids AS uuid[]), CAST(:visitor_ids AS uuid[])) AS v (site_id, visitor_id)
JOIN subject_request_people AS p ON p.site_id = v.site_id AND p.visitor_id = v.visitor_id
JOIN subject_requests AS r ON r.id = p.request_id
WHERE r.site_id IS NULL OR r.site_id = ANY(CAST(:site_ids AS uuid[]))
ORDER BY r.received_at DESC, r.number DESC
LIMIT 20;

-- name: remove_person
DELETE FROM subject_request_people
WHERE site_id = :site_id AND visitor_id = :visitor_id AND request_id = :request_id;

-- name: restricting_kinds
-- Of the open requests that have restricted a visitor and not lifted it, but this one; the newest restriction first.
-- Who was added later was not restricted by what was done before. By subject_request_people_pkey.
SELECT r.kind
FROM subject_request_people AS p
JOIN subject_requests AS r ON r.id = p.request_id AND r.closed_at IS NULL
CROSS JOIN LATERAL (
    SELECT e.kind, e.at
    FROM subject_request_events AS e
    WHERE e.request_id = r.id AND e.kind IN ('restricted', 'restriction_lifted') AND e.at >= p.added_at
    ORDER BY e.ordinal DESC
    LIMIT 1
) AS e
WHERE p.site_id = :site_id AND p.visitor_id = :visitor_id AND p.request_id <> :but AND e.kind = 'restricted'
ORDER BY e.at DESC;

-- name: people_of
-- By subject_request_people_request. Of an erased visitor only the number is left.
SELECT
    p.site_id, s.key AS site_key, s.name AS site_name, p.visitor_id, coalesce(v.name, '') AS name,
    v.created_at, v.erased_at, v.blocked_at,
    (SELECT count(*) FROM conversations AS c WHERE c.site_id = p.site_id AND c.visitor_id = p.visitor_id) AS conversations,
    (SELECT max(c.active_at) FROM conversations AS c WHERE c.site_id = p.site_id AND c.visitor_id = p.visitor_id) AS active_at
FROM subject_request_people AS p
JOIN sites AS s ON s.id = p.site_id
LEFT JOIN visitors AS v ON v.site_id = p.site_id AND v.id = p.visitor_id
WHERE p.request_id = :request_id
ORDER BY p.added_at, p.visitor_id;

-- name: describe
-- The visitors with these ids, each on its site; by visitors_pkey and conversations_visitor.
SELECT
    v.site_id, s.key AS site_key, s.name AS site_name, v.id AS visitor_id, v.name, v.created_at, v.erased_at, v.blocked_at,
    (SELECT count(*) FROM conversations AS c WHERE c.site_id = v.site_id AND c.visitor_id = v.id) AS conversations,
    (SELECT max(c.active_at) FROM conversations AS c WHERE c.site_id = v.site_id AND c.visitor_id = v.id) AS active_at
FROM visitors AS v
JOIN sites AS s ON s.id = v.site_id
WHERE v.site_id = ANY(:site_ids) AND v.id = ANY(:visitor_ids)
ORDER BY v.created_at DESC, v.id;

-- name: find_by_id
-- A visitor's own number or one of a conversation of theirs; by visitors_pkey and conversations_pkey.
SELECT id AS visitor_id FROM visitors WHERE site_id = ANY(:site_ids) AND id = :id
UNION
SELECT visitor_id FROM conversations WHERE site_id = ANY(:site_ids) AND id = :id;

-- name: names_stretch
-- One stretch of a site's visitors: those whose name has the text in it, and where the stretch ends. By visitors_pkey.
WITH stretch AS MATERIALIZED (
    SELECT id, name FROM visitors
    WHERE site_id = :site_id AND (CAST(:after AS uuid) IS NULL OR id > :after)
    ORDER BY id
    LIMIT :row_limit
)
SELECT
    (SELECT id FROM stretch ORDER BY id DESC LIMIT 1) AS place,
    (SELECT count(*) FROM stretch) AS seen,
    ARRAY(SELECT id FROM stretch WHERE name ILIKE :pattern ORDER BY id LIMIT 100) AS visitor_ids;

-- name: profiles_stretch
-- One stretch of a site's visitors: what their site told of them, or operators wrote down, that has a text in it, or a
-- phone's digits, whatever stands between them; and where the stretch ends. By visitors_pkey, and the keys of what is joined.
WITH stretch AS MATERIALIZED (
    SELECT id FROM visitors
    WHERE site_id = :site_id AND (CAST(:after AS uuid) IS NULL OR id > :after)
    ORDER BY id
    LIMIT :row_limit
), told AS (
    SELECT s.id, normalize(concat_ws(
            E'\n', i.external_id, i.name, i.email, i.phone, a.attributes, e.events,
            k.name, k.phone, k.email, k.company, k.about, h.changes, n.notes
        ), NFKC) AS body
    FROM stretch AS s
    LEFT JOIN visitor_identities AS i ON i.site_id = :site_id AND i.visitor_id = s.id
    LEFT JOIN visitor_attributes AS a ON a.site_id = :site_id AND a.visitor_id = s.id
    LEFT JOIN customer_cards AS k ON k.site_id = :site_id AND k.visitor_id = s.id
    CROSS JOIN LATERAL (
        SELECT string_agg(c.before, E'\n') AS changes
        FROM customer_changes AS c
        WHERE c.site_id = :site_id AND c.visitor_id = s.id
    ) AS h
    CROSS JOIN LATERAL (
        SELECT string_agg(c.body, E'\n') AS notes
        FROM customer_notes AS c
        WHERE c.site_id = :site_id AND c.visitor_id = s.id
    ) AS n
    CROSS JOIN LATERAL (
        SELECT string_agg(concat_ws(' ', t.name, t.properties), E'\n') AS events
        FROM visitor_events AS t
        WHERE t.site_id = :site_id AND t.visitor_id = s.id
    ) AS e
)
SELECT id AS visitor_id, NULL AS body, (SELECT count(*) FROM stretch) AS seen
FROM (SELECT id FROM stretch ORDER BY id DESC LIMIT 1) AS last
UNION ALL
(
    SELECT id, body, 0 FROM told
    WHERE body <> '' AND CASE
        WHEN CAST(:digits AS text) = '' THEN body ILIKE :pattern
        ELSE regexp_replace(body, '[^0-9]', '', 'g') LIKE '%' || :digits || '%'
    END
    LIMIT 200
);

-- name: messages_stretch
-- One stretch of a site's timelines: what visitors wrote that has a text in it, or a phone's digits, whatever stands
-- between them. NFKC makes plain digits and spaces of what only looks like them; where everything is plain, it is left
-- out, and the digits are only looked for where each follows the one before: both would be most of the time. By entries_pkey.
WITH stretch AS MATERIALIZED (
    SELECT conversation_id, seq, author_id, author_kind, body FROM entries
    WHERE site_id = :site_id
        AND (CAST(:after_conversation AS uuid) IS NULL OR (conversation_id, seq) > (:after_conversation, CAST(:after_seq AS bigint)))
    ORDER BY conversation_id, seq
    LIMIT :row_limit
), written AS (
    SELECT
        conversation_id, seq, author_id,
        CASE WHEN body ~ '[^\u0001-\u007f\u0400-\u04ff«»–—…№]' THEN normalize(body, NFKC) ELSE body END AS body
    FROM stretch
    WHERE author_kind = 'visitor' AND body <> ''
)
SELECT NULL AS author_id, conversation_id, seq, NULL AS body, true AS is_end
FROM (SELECT conversation_id, seq FROM stretch ORDER BY conversation_id DESC, seq DESC LIMIT 1) AS last
UNION ALL
(
    SELECT author_id, conversation_id, seq, body, false FROM written
    WHERE CASE
        WHEN CAST(:digits AS text) = '' THEN body ILIKE :pattern
        WHEN body LIKE :spread THEN regexp_replace(body, '[^0-9]', '', 'g') LIKE '%' || :digits || '%'
        ELSE false
    END
    LIMIT 200
);

-- name: rename
UPDATE visitors SET name = :name WHERE site_id = :site_id AND id = :visitor_id AND erased_at IS NULL;
