-- What has happened that programs are told of. One process fans out at a time.

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
