-- What events tell of that is no object of its own to programs.

-- name: load_consents
-- By consent_events_pkey.
SELECT e.site_id, e.visitor_id, e.ordinal, e.purpose, e.version, e.method, e.created_at
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:visitor_ids AS uuid[]), CAST(:ordinals AS bigint[])) AS k (site_id, visitor_id, ordinal)
JOIN consent_events AS e ON e.site_id = k.site_id AND e.visitor_id = k.visitor_id AND e.ordinal = k.ordinal;

-- name: load_closers
-- By entries_pkey.
SELECT
    e.conversation_id, e.seq, CASE e.author_kind WHEN 'bot' THEN 'operator' ELSE e.author_kind END AS author_kind,
    e.author_id, coalesce(o.name, b.name, '') AS author_name, e.author_kind = 'bot' AS is_bot
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:conversation_ids AS uuid[]), CAST(:seqs AS bigint[]))
    AS k (site_id, conversation_id, seq)
JOIN entries AS e ON e.site_id = k.site_id AND e.conversation_id = k.conversation_id AND e.seq = k.seq
LEFT JOIN operators AS o ON e.author_kind = 'operator' AND o.id = e.author_id
LEFT JOIN bots AS b ON e.author_kind = 'bot' AND b.id = e.author_id;

-- name: load_requests
-- By subject_requests_pkey.
SELECT r.id, r.number, r.kind, r.status, r.received_at, nullif(r.due_on, DATE '0001-01-01') AS due_on
FROM subject_requests AS r
WHERE r.id = ANY (CAST(:ids AS uuid[]));
