-- The feeder's statements. One feeder works at a time, on the whole installation.

-- name: try_alone
-- Held until the transaction ends, however its process ends. The number is nobody else's.
SELECT pg_try_advisory_xact_lock(5236017028);

-- name: read_state
-- Where another cursor is than a feeder that reads cards has left, one that does not has fed since: the walk begins anew.
SELECT
    cluster, cursor, read_at, walk, clock_timestamp() AS now,
    CASE WHEN cards_cursor = cursor THEN cards_walk ELSE :beginning END AS cards_walk,
    CAST((SELECT system_identifier FROM pg_control_system()) AS text) AS own_cluster
FROM search_feed;

-- name: save_state
UPDATE search_feed
SET cluster = CAST((SELECT system_identifier FROM pg_control_system()) AS text),
    cursor = :cursor, read_at = :read_at, walk = :walk,
    cards_walk = CASE WHEN cards_cursor = cursor THEN cards_walk ELSE :beginning END, cards_cursor = :cursor;

-- name: save_cards_walk
UPDATE search_feed SET cards_walk = :place, cards_cursor = cursor;

-- name: walk_back
-- By entries_pkey backwards, and conversations_id.
SELECT e.site_id, e.conversation_id, e.seq, c.visitor_id
FROM (
    SELECT site_id, conversation_id, seq
    FROM entries
    WHERE (site_id, conversation_id, seq) < (CAST(:site_id AS uuid), CAST(:conversation_id AS uuid), CAST(:seq AS bigint))
    ORDER BY site_id DESC, conversation_id DESC, seq DESC
    LIMIT :row_limit
) AS e
JOIN conversations AS c ON c.id = e.conversation_id
ORDER BY e.site_id DESC, e.conversation_id DESC, e.seq DESC;

-- name: lock_people
-- Who erases somebody marks this row first, and who erases by lifetimes locks it: either waits, or is seen here.
SELECT v.site_id, v.id
FROM visitors AS v
JOIN unnest(CAST(:site_ids AS uuid[]), CAST(:visitor_ids AS uuid[])) AS p (site_id, id) ON p.site_id = v.site_id AND p.id = v.id
WHERE v.erased_at IS NULL
ORDER BY v.site_id, v.id
FOR SHARE OF v;

-- name: list_texts
-- By entries_pkey, twice, and conversations_id.
SELECT m.site_id, m.conversation_id, m.seq, c.visitor_id, m.created_at AS said_at, m.body, m.files
FROM (
    SELECT DISTINCT e.site_id, e.conversation_id, coalesce(e.message_seq, e.seq) AS seq
    FROM unnest(CAST(:site_ids AS uuid[]), CAST(:conversation_ids AS uuid[]), CAST(:seqs AS bigint[]))
        AS k (site_id, conversation_id, seq)
    JOIN entries AS e ON e.site_id = k.site_id AND e.conversation_id = k.conversation_id AND e.seq = k.seq
    WHERE e.kind IN ('message', 'note', 'edit', 'deletion')
) AS k
JOIN entries AS m
    ON m.site_id = k.site_id AND m.conversation_id = k.conversation_id AND m.seq = k.seq AND m.kind IN ('message', 'note')
JOIN conversations AS c ON c.id = m.conversation_id;

-- name: put_entries
INSERT INTO search_texts AS t (site_id, conversation_id, seq, said_at, has_files, slots, words)
SELECT n.site_id, n.conversation_id, n.seq, n.said_at, n.has_files, CAST(n.slots AS integer[]), CAST(n.words AS tsvector)
FROM unnest(
    CAST(:site_ids AS uuid[]), CAST(:conversation_ids AS uuid[]), CAST(:seqs AS bigint[]),
    CAST(:said_at AS timestamptz[]), CAST(:has_files AS boolean[]), CAST(:slots AS text[]), CAST(:words AS text[])
) AS n (site_id, conversation_id, seq, said_at, has_files, slots, words)
ON CONFLICT (site_id, conversation_id, seq) DO UPDATE
SET said_at = EXCLUDED.said_at, has_files = EXCLUDED.has_files, slots = EXCLUDED.slots, words = EXCLUDED.words
WHERE (t.said_at, t.has_files, t.slots, t.words)
    IS DISTINCT FROM (EXCLUDED.said_at, EXCLUDED.has_files, EXCLUDED.slots, EXCLUDED.words);

-- name: drop_entries
-- By search_texts_pkey.
DELETE FROM search_texts AS t
USING unnest(CAST(:site_ids AS uuid[]), CAST(:conversation_ids AS uuid[]), CAST(:seqs AS bigint[]))
    AS k (site_id, conversation_id, seq)
WHERE t.site_id = k.site_id AND t.conversation_id = k.conversation_id AND t.seq = k.seq;

-- name: lexemes
-- The two dictionaries of the configurations `russian` and `english`; nothing for a stop word.
SELECT r.word, s.lexemes[1] AS lexeme
FROM unnest(CAST(:russian AS text[])) AS r (word)
CROSS JOIN LATERAL (SELECT ts_lexize('pg_catalog.russian_stem', r.word) AS lexemes) AS s
WHERE cardinality(s.lexemes) > 0
UNION ALL
SELECT e.word, s.lexemes[1]
FROM unnest(CAST(:english AS text[])) AS e (word)
CROSS JOIN LATERAL (SELECT ts_lexize('pg_catalog.english_stem', e.word) AS lexemes) AS s
WHERE cardinality(s.lexemes) > 0;

-- name: unknown_words
-- By search_words_pkey.
SELECT n.word
FROM unnest(CAST(:words AS text[])) AS n (word)
WHERE NOT EXISTS (SELECT FROM search_words AS w WHERE w.site_id = :site_id AND w.word = n.word);

-- name: count_users
-- By search_texts_words, once a word, and conversations_id. Names and cards count nowhere: they are at seq 0.
SELECT n.word, u.visitors
FROM unnest(CAST(:words AS text[]), CAST(:queries AS text[])) AS n (word, query)
CROSS JOIN LATERAL (
    SELECT count(DISTINCT c.visitor_id) AS visitors
    FROM (
        SELECT DISTINCT t.conversation_id
        FROM search_texts AS t
        WHERE t.words @@ CAST(n.query AS tsquery) AND t.slots && ARRAY[CAST(:slot AS integer)]
            AND t.site_id = :site_id AND t.seq > 0
        LIMIT 20
    ) AS t
    JOIN conversations AS c ON c.id = t.conversation_id
) AS u;

-- name: put_words
INSERT INTO search_words (site_id, word, cuts, visitors)
SELECT :site_id, n.word, CAST(n.cuts AS text[]), n.visitors
FROM unnest(CAST(:words AS text[]), CAST(:cuts AS text[]), CAST(:visitors AS integer[])) AS n (word, cuts, visitors)
ON CONFLICT DO NOTHING;

-- name: due_words
-- By search_words_checked.
SELECT site_id, word
FROM search_words
WHERE visitors < 20 AND checked_at < clock_timestamp() - make_interval(hours => CAST(:older_than_hours AS integer))
ORDER BY checked_at
LIMIT :row_limit;

-- name: recount_word
UPDATE search_words
SET visitors = :visitors, checked_at = clock_timestamp()
WHERE site_id = :site_id AND word = :word;

-- name: forget_word
DELETE FROM search_words WHERE site_id = :site_id AND word = :word;
