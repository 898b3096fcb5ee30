-- What endpoints are to be told. One process fans out at a time, and one delivers to each endpoint.

-- name: try_alone
-- Held until the transaction ends, however its process ends. The number is nobody else's.
SELECT pg_try_advisory_xact_lock(5236017043);

-- name: read_state
SELECT
    cluster, cursor, read_at, clock_timestamp() AS now,
    CAST((SELECT system_identifier FROM pg_control_system()) AS text) AS own_cluster
FROM webhook_feed
FOR UPDATE;

-- name: save_state
UPDATE webhook_feed
SET cluster = CAST((SELECT system_identifier FROM pg_control_system()) AS text), cursor = :cursor, read_at = :read_at;

-- name: list_happened
-- What of these entries programs are told of: neither notes nor what becomes of them, and nothing inward. By entries_pkey.
SELECT
    e.site_id, e.conversation_id, e.seq, e.kind, e.status, coalesce(e.message_seq, e.seq) AS message_seq, e.created_at
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:conversation_ids AS uuid[]), CAST(:seqs AS bigint[]))
    AS k (site_id, conversation_id, seq)
JOIN entries AS e ON e.site_id = k.site_id AND e.conversation_id = k.conversation_id AND e.seq = k.seq
WHERE e.public AND e.kind NOT IN ('tags', 'snooze', 'note')
ORDER BY e.conversation_id, e.seq;

-- name: take_news
-- The oldest lines, which are taken away: of this transaction and the others only committed ones are seen.
DELETE FROM webhook_news
WHERE ordinal = ANY (ARRAY(SELECT ordinal FROM webhook_news ORDER BY ordinal LIMIT :row_limit))
RETURNING ordinal, event, controller_id, site_id, visitor_id, object_id, seq, at;

-- name: insert_deliveries
-- One that is there already, e.g. because the feed was read again after a crash, stays as it is.
INSERT INTO webhook_deliveries (
    endpoint_id, event_id, event, site_id, visitor_id, object_id, seq, message_seq, happened_at
)
SELECT d.endpoint_id, d.event_id, d.event, d.site_id, d.visitor_id, d.object_id, d.seq, d.message_seq, d.happened_at
FROM unnest(
    CAST(:endpoint_ids AS uuid[]), CAST(:event_ids AS uuid[]), CAST(:events AS text[]), CAST(:site_ids AS uuid[]),
    CAST(:visitor_ids AS uuid[]), CAST(:object_ids AS uuid[]), CAST(:seqs AS bigint[]), CAST(:message_seqs AS bigint[]),
    CAST(:happened_ats AS timestamptz[])
) WITH ORDINALITY
    AS d (endpoint_id, event_id, event, site_id, visitor_id, object_id, seq, message_seq, happened_at, place)
JOIN webhook_endpoints AS e ON e.id = d.endpoint_id
ORDER BY d.place
ON CONFLICT DO NOTHING;

-- name: list_due
-- What an endpoint is to be told now, in the order in which it is to be told. By webhook_deliveries_due.
SELECT
    endpoint_id, event_id, ordinal, event, site_id, visitor_id, object_id, seq, message_seq, happened_at, queued_at, due_at,
    attempts, outcome, tried_at, status, took_ms, failure, answer
FROM webhook_deliveries
WHERE endpoint_id = :endpoint_id AND due_at <= now()
ORDER BY due_at, ordinal
LIMIT :row_limit;

-- name: note_attempts
-- What became of deliveries; `pause_s` is null where none is to follow.
UPDATE webhook_deliveries AS d
SET
    attempts = d.attempts + 1, outcome = a.outcome, due_at = now() + make_interval(secs => a.pause_s),
    tried_at = now(), status = a.status, took_ms = a.took_ms, failure = a.failure, answer = a.answer
FROM unnest(
    CAST(:event_ids AS uuid[]), CAST(:outcomes AS text[]), CAST(:pauses_s AS float8[]), CAST(:statuses AS integer[]),
    CAST(:took_ms AS integer[]), CAST(:failures AS text[]), CAST(:answers AS text[])
) AS a (event_id, outcome, pause_s, status, took_ms, failure, answer)
WHERE d.endpoint_id = :endpoint_id AND d.event_id = a.event_id;

-- name: put_off
-- What stands behind a failed one of the same object waits with it, and keeps its place.
UPDATE webhook_deliveries
SET due_at = now() + make_interval(secs => :pause_s)
WHERE endpoint_id = :endpoint_id AND event_id = ANY (CAST(:event_ids AS uuid[])) AND due_at IS NOT NULL;

-- name: end_pauses
-- What waits for another try is due, in its order, as if it had not been tried. By webhook_deliveries_due.
UPDATE webhook_deliveries
SET due_at = queued_at
WHERE endpoint_id = :endpoint_id AND due_at > now();

-- name: replay_one
-- By webhook_deliveries_pkey; as if it were new.
UPDATE webhook_deliveries
SET due_at = now(), outcome = NULL, attempts = 0, queued_at = now()
WHERE endpoint_id = :endpoint_id AND event_id = :event_id;

-- name: newest_ordinal
-- By webhook_deliveries_log; 0 where there is none.
SELECT coalesce(max(ordinal), 0) FROM webhook_deliveries WHERE endpoint_id = :endpoint_id;

-- name: replay_slice
-- Of the next so many behind a place those that ended, of what happened since then; as if they were new. By
-- webhook_deliveries_log. What somebody else has made due or delivered meanwhile is tried again as it is by then.
WITH looked AS (
    SELECT event_id, ordinal
    FROM webhook_deliveries
    WHERE endpoint_id = :endpoint_id AND ordinal > :after AND ordinal <= :newest
    ORDER BY ordinal
    LIMIT :row_limit
), again AS (
    UPDATE webhook_deliveries AS d
    SET due_at = now(), outcome = NULL, attempts = 0, queued_at = now()
    FROM looked AS l
    WHERE d.endpoint_id = :endpoint_id AND d.event_id = l.event_id
        AND d.outcome = ANY (CAST(:outcomes AS text[]))
        AND coalesce(d.happened_at >= CAST(:since AS timestamptz), true)
    RETURNING 1
)
SELECT (SELECT max(ordinal) FROM looked) AS last, (SELECT count(*) FROM again) AS count;

-- name: count_waiting
-- Of one endpoint, at most :most. By webhook_deliveries_due, to which the order keeps it.
SELECT count(*)
FROM (
    SELECT
    FROM webhook_deliveries
    WHERE endpoint_id = :endpoint_id AND due_at IS NOT NULL
    ORDER BY due_at, ordinal
    LIMIT :most
) AS waiting;

-- name: give_up_old
-- What has waited for too long at endpoints that are disabled, or at rest. By webhook_deliveries_waiting.
UPDATE webhook_deliveries
SET outcome = 'given_up', due_at = NULL, failure = CASE failure WHEN '' THEN 'waited too long' ELSE failure END
WHERE (endpoint_id, event_id) IN (
    SELECT endpoint_id, event_id
    FROM webhook_deliveries
    WHERE queued_at < now() - make_interval(secs => :older_s) AND due_at IS NOT NULL
    LIMIT :row_limit
);

-- name: delete_old
-- By webhook_deliveries_queued.
DELETE FROM webhook_deliveries
WHERE (endpoint_id, event_id) IN (
    SELECT endpoint_id, event_id
    FROM webhook_deliveries
    WHERE queued_at < now() - make_interval(secs => :older_s)
    LIMIT :row_limit
);

-- name: delete_of_endpoint
-- What an endpoint was told and is to be told. By webhook_deliveries_log.
DELETE FROM webhook_deliveries
WHERE (endpoint_id, event_id) IN (
    SELECT endpoint_id, event_id FROM webhook_deliveries WHERE endpoint_id = :endpoint_id ORDER BY ordinal LIMIT :row_limit
);

-- name: list_full
-- Endpoints at which more waits than may. By webhook_deliveries_due, to which the order keeps it.
SELECT e.id
FROM webhook_endpoints AS e
WHERE e.disabled_at IS NULL
    AND (SELECT count(*) FROM (
        SELECT
        FROM webhook_deliveries AS d
        WHERE d.endpoint_id = e.id AND d.due_at IS NOT NULL
        ORDER BY d.due_at, d.ordinal
        LIMIT :most + 1
    ) AS d) > :most;

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
