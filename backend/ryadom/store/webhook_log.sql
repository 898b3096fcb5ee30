-- The log of an endpoint: a month of deliveries, which may be a million.

-- name: list_log
-- The newest of an endpoint's before a place, down to another one; by webhook_deliveries_log. What was taken at a URL that the
-- endpoint has no more says so where others say why they failed (core/webhooks/courses.py).
SELECT
    endpoint_id, event_id, ordinal, event, site_id, visitor_id, object_id, seq, message_seq, happened_at, queued_at, due_at,
    attempts, outcome, tried_at, origin, status, took_ms, failure, answer, sent_at, sent_bytes, sent_data
FROM webhook_deliveries
WHERE endpoint_id = :endpoint_id AND ordinal < CAST(:before AS bigint) AND ordinal >= CAST(:down_to AS bigint)
    AND (
        NOT CAST(:only_failed AS boolean) OR outcome = 'given_up'
        OR (failure <> '' AND (outcome IS DISTINCT FROM 'delivered' OR failure NOT LIKE 'moved: %'))
    )
ORDER BY ordinal DESC
LIMIT :row_limit;

-- name: find_logged
-- One of them, with the mark of what was sent. By webhook_deliveries_pkey.
SELECT
    endpoint_id, event_id, ordinal, event, site_id, visitor_id, object_id, seq, message_seq, happened_at, queued_at, due_at,
    attempts, outcome, tried_at, origin, status, took_ms, failure, answer, sent_at, sent_bytes, sent_data, sent_mark,
    asked_seq
FROM webhook_deliveries
WHERE endpoint_id = :endpoint_id AND event_id = :event_id;

-- name: find_log_end
-- Where so many of an endpoint's before a place have been looked at; nothing where there are fewer. By webhook_deliveries_log.
SELECT ordinal
FROM webhook_deliveries
WHERE endpoint_id = :endpoint_id AND ordinal < CAST(:before AS bigint)
ORDER BY ordinal DESC
OFFSET :looked_at - 1
LIMIT 1;
