-- What endpoints are to be told, and were. One process delivers to each endpoint at a time.

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
    attempts, outcome, tried_at, origin, status, took_ms, failure, answer, sent_at, sent_bytes, sent_data
FROM webhook_deliveries
WHERE endpoint_id = :endpoint_id AND due_at <= now()
ORDER BY due_at, ordinal
LIMIT :row_limit;

-- name: note_attempts
-- What became of deliveries; `pause_s` is null where none is to follow. Where nothing was called, it stays known what was before.
UPDATE webhook_deliveries AS d
SET
    attempts = d.attempts + 1, outcome = a.outcome, due_at = now() + make_interval(secs => a.pause_s),
    tried_at = now(), origin = coalesce(nullif(a.origin, ''), d.origin), status = a.status, took_ms = a.took_ms,
    failure = a.failure, answer = a.answer,
    sent_at = coalesce(a.sent_at, d.sent_at), sent_bytes = coalesce(a.sent_bytes, d.sent_bytes),
    sent_data = coalesce(a.sent_data, d.sent_data), sent_mark = coalesce(a.sent_mark, d.sent_mark)
FROM unnest(
    CAST(:event_ids AS uuid[]), CAST(:outcomes AS text[]), CAST(:pauses_s AS float8[]), CAST(:origins AS text[]),
    CAST(:statuses AS integer[]), CAST(:took_ms AS integer[]), CAST(:failures AS text[]), CAST(:answers AS text[]),
    CAST(:sent_ats AS timestamptz[]), CAST(:sent_bytes AS integer[]), CAST(:sent_data AS text[]), CAST(:sent_marks AS bytea[])
) AS a (event_id, outcome, pause_s, origin, status, took_ms, failure, answer, sent_at, sent_bytes, sent_data, sent_mark)
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
