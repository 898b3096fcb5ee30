-- Objects as programs are given them (ryadom.protocol.public), by keys. Nothing of who is blocked or erased, nor of whom
-- there is nothing: of those there is a row that `is_shown` not, which is what a tombstone is made from. Sites that are no more
-- give no row. In the order of the keys.

-- name: load_customers
-- Who has written. By visitors_pkey, conversations_visitor, customer_cards_pkey, visitor_identities_pkey, consent_events_pkey.
SELECT
    p.id, s.key AS site, v.id IS NOT NULL AS is_shown, v.created_at,
    greatest(v.created_at, v.named_at, k.changed_at, i.identified_at, g.changed_at) AS updated_at,
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
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:ids AS uuid[])) WITH ORDINALITY AS p (site_id, id, ordinal)
JOIN sites AS s ON s.id = p.site_id
LEFT JOIN visitors AS v
    ON v.site_id = p.site_id AND v.id = p.id AND v.blocked_at IS NULL AND v.erased_at IS NULL
        AND EXISTS (SELECT FROM conversations AS c WHERE c.site_id = v.site_id AND c.visitor_id = v.id)
LEFT JOIN customer_cards AS k ON k.site_id = v.site_id AND k.visitor_id = v.id
LEFT JOIN visitor_identities AS i ON i.site_id = v.site_id AND i.visitor_id = v.id
CROSS JOIN LATERAL (
    SELECT
        coalesce(bool_or(l.action = 'given') FILTER (WHERE l.purpose = 'processing'), false) AS processing_consent,
        coalesce(bool_or(l.action = 'given') FILTER (WHERE l.purpose = 'advertising'), false) AS advertising_consent,
        max(l.created_at) AS changed_at
    FROM (
        SELECT DISTINCT ON (e.purpose) e.purpose, e.action, e.created_at
        FROM consent_events AS e
        WHERE e.site_id = v.site_id AND e.visitor_id = v.id
        ORDER BY e.purpose, e.ordinal DESC
    ) AS l
) AS g
ORDER BY p.ordinal;

-- name: load_conversations
-- By conversations_pkey, visitors_pkey, entries_pkey; names of labels are the firm's.
SELECT
    p.id, s.key AS site, v.id IS NOT NULL AS is_shown, c.created_at, coalesce(n.created_at, c.created_at) AS updated_at,
    c.last_seq, c.visitor_id, c.status, c.assignee_id, coalesce(o.name, '') AS operator_name,
    c.department_id, coalesce(d.name, '') AS department_name, coalesce(r.name, '') AS result,
    CASE WHEN c.tag_ids <> '{}' THEN (
        SELECT coalesce(array_agg(t.name ORDER BY t.place, t.name), '{}')
        FROM labels AS t
        WHERE t.controller_id = s.controller_id AND t.id = ANY (c.tag_ids)
    ) ELSE '{}' END AS tags,
    c.score, c.waiting_since, c.snoozed_until, c.merged_into_id, coalesce(c.landing_url, '') AS landing_url,
    coalesce(c.page_referrer, '') AS referrer, coalesce(c.metrica_client_id, '') AS metrica_client_id,
    -- Whoever rates does so after the closing: few entries stand behind it.
    CASE WHEN c.score IS NULL THEN '' ELSE coalesce((
        SELECT x.body
        FROM entries AS x
        WHERE x.site_id = c.site_id AND x.conversation_id = c.id AND x.kind = 'rating'
        ORDER BY x.seq DESC
        LIMIT 1
    ), '') END AS rating_comment,
    -- No join: one more than eight, and they would be made in the order of the text.
    CASE WHEN c.assignee_id IS NULL THEN (SELECT b.name FROM bots AS b WHERE b.id = c.bot_id) END AS led_by_bot
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:ids AS uuid[])) WITH ORDINALITY AS p (site_id, id, ordinal)
JOIN sites AS s ON s.id = p.site_id
LEFT JOIN conversations AS c ON c.site_id = p.site_id AND c.id = p.id
LEFT JOIN visitors AS v
    ON v.site_id = c.site_id AND v.id = c.visitor_id AND v.blocked_at IS NULL AND v.erased_at IS NULL
LEFT JOIN entries AS n ON n.site_id = c.site_id AND n.conversation_id = c.id AND n.seq = c.last_seq
LEFT JOIN departments AS d ON d.site_id = c.site_id AND d.id = c.department_id
LEFT JOIN operators AS o ON o.id = c.assignee_id
LEFT JOIN labels AS r ON r.controller_id = s.controller_id AND r.id = c.result_id
ORDER BY p.ordinal;

-- name: shown_conversations
-- Those of these that are given. By conversations_pkey and visitors_pkey.
SELECT c.id
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:ids AS uuid[])) AS p (site_id, id)
JOIN conversations AS c ON c.site_id = p.site_id AND c.id = p.id
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id AND v.blocked_at IS NULL AND v.erased_at IS NULL;

-- name: load_messages
-- What either side wrote, and no notes of colleagues. `is_gone`: there is no such entry any more. Of conversations that are
-- shown: whoever asks has looked. By entries_pkey and entries_about, once for each key: without the LIMIT all entries are read
-- for some keys where Postgres knows nothing of the table yet. `choice_of`: the message before it, if a bot offered these words
-- there; the widget, too, shows what is offered under the last message of an open conversation alone. Looked for among the 50
-- entries before, for what is short enough to be a choice, and where there are bots: the pull reads a row more for each such.
SELECT
    p.conversation_id, p.seq, s.key AS site, e.seq IS NULL AS is_gone, e.created_at,
    coalesce(a.changed_at, e.created_at) AS updated_at,
    CASE e.author_kind WHEN 'bot' THEN 'operator' ELSE e.author_kind END AS author_kind, e.author_kind = 'bot' AS is_bot,
    e.author_id, coalesce(o.name, b.name, '') AS author_name,
    e.body, e.choices,
    CASE
        WHEN EXISTS (SELECT FROM bots) AND e.author_kind = 'visitor' AND e.files IS NULL AND char_length(e.body) BETWEEN 1 AND 60
        THEN (
            SELECT CASE WHEN x.author_kind = 'bot' AND e.body = ANY (x.choices) THEN x.seq END
            FROM entries AS x
            WHERE x.site_id = p.site_id AND x.conversation_id = p.conversation_id AND x.seq < p.seq AND x.seq >= p.seq - 50
                AND x.public AND (x.kind = 'message' OR x.status = 'closed')
            ORDER BY x.seq DESC
            LIMIT 1
        )
    END AS choice_of,
    e.files, e.reply_to_seq, coalesce(a.is_edited, false) AS is_edited,
    coalesce(a.is_deleted, false) OR (e.body = '' AND e.files IS NULL) AS is_deleted
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:conversation_ids AS uuid[]), CAST(:seqs AS bigint[]))
    WITH ORDINALITY AS p (site_id, conversation_id, seq, ordinal)
JOIN sites AS s ON s.id = p.site_id
LEFT JOIN LATERAL (
    SELECT m.seq, m.kind, m.public, m.created_at, m.author_kind, m.author_id, m.body, m.choices, m.files,
        m.reply_to_seq
    FROM entries AS m
    WHERE m.site_id = p.site_id AND m.conversation_id = p.conversation_id AND m.seq = p.seq
    LIMIT 1
) AS e ON true
LEFT JOIN operators AS o ON e.author_kind = 'operator' AND o.id = e.author_id
LEFT JOIN bots AS b ON e.author_kind = 'bot' AND b.id = e.author_id
LEFT JOIN LATERAL (
    SELECT
        max(x.created_at) AS changed_at, bool_or(x.kind = 'edit') AS is_edited, bool_or(x.kind = 'deletion') AS is_deleted
    FROM entries AS x
    WHERE x.site_id = p.site_id AND x.conversation_id = p.conversation_id AND x.message_seq = p.seq
) AS a ON true
WHERE e.seq IS NULL OR (e.kind = 'message' AND e.public)
ORDER BY p.ordinal;
