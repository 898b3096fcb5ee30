-- What is over its lifetime is looked for by whose end began it: of a conversation when it was closed, of a person when the
-- last of their conversations was, of consents when the last was withdrawn, or the person erased. `after_at` and `after_id`
-- are where the page before ended, null for the first. Legal holds are honoured here, and nowhere else; and so is it that
-- nothing may happen to what is in dispute: of a person with an open request, or who is blocked for another reason than
-- that their data are to be destroyed anyway. Whoever ends one of these lets retention begin anew.

-- name: list_lifetimes
SELECT site_id, kind, days, set_at, swept_until FROM lifetimes WHERE site_id = ANY(:site_ids) ORDER BY site_id, kind;

-- name: set_lifetime
-- The same number of days is no change, and does not begin anew.
INSERT INTO lifetimes AS l (site_id, kind, days) VALUES (:site_id, :kind, :days)
ON CONFLICT (site_id, kind) DO UPDATE
SET days = EXCLUDED.days, set_at = clock_timestamp(), swept_until = NULL
WHERE l.days <> EXCLUDED.days;

-- name: unset_lifetime
DELETE FROM lifetimes WHERE site_id = :site_id AND kind = :kind;

-- name: note_swept
-- Unless somebody has begun anew meanwhile.
UPDATE lifetimes
SET swept_until = :swept_until
WHERE site_id = :site_id AND kind = :kind AND days = :days
    AND swept_until IS NOT DISTINCT FROM CAST(:was AS timestamptz);

-- name: begin_anew
-- What was passed over has to be looked at again.
UPDATE lifetimes SET swept_until = NULL WHERE site_id = :site_id;

-- name: database_now
SELECT clock_timestamp();

-- name: ended_conversations
-- Closed, quiet since before :before, and not held, oldest first. By conversations_activity.
SELECT c.id, c.visitor_id, c.active_minute AS ended_at
FROM conversations AS c
WHERE c.site_id = :site_id AND c.status = 'closed' AND c.active_minute < :before
    AND c.active_minute >= coalesce(CAST(:after_at AS timestamptz), '-infinity')
    AND (c.active_minute, c.id) > (
        coalesce(CAST(:after_at AS timestamptz), '-infinity'),
        coalesce(CAST(:after_id AS uuid), '00000000-0000-0000-0000-000000000000')
    )
    AND NOT EXISTS (
        SELECT FROM legal_holds AS h
        WHERE h.site_id = c.site_id AND h.visitor_id = c.visitor_id
            AND (h.conversation_id IS NULL OR h.conversation_id = c.id)
    )
    AND NOT EXISTS (
        SELECT FROM visitors AS b
        WHERE b.site_id = c.site_id AND b.id = c.visitor_id AND b.block_reason NOT IN ('withdrawn', 'undestroyed')
    )
    AND NOT EXISTS (
        SELECT FROM subject_request_people AS p
        JOIN subject_requests AS r ON r.id = p.request_id AND r.closed_at IS NULL
        WHERE p.site_id = c.site_id AND p.visitor_id = c.visitor_id
    )
ORDER BY c.active_minute, c.id
LIMIT :row_limit;

-- name: still_ended_conversations
-- Those of these of which `ended_conversations` is still true. By conversations_id.
SELECT c.id
FROM conversations AS c
WHERE c.site_id = :site_id AND c.id = ANY(:ids) AND c.status = 'closed' AND c.active_at < :before
    AND NOT EXISTS (
        SELECT FROM legal_holds AS h
        WHERE h.site_id = c.site_id AND h.visitor_id = c.visitor_id
            AND (h.conversation_id IS NULL OR h.conversation_id = c.id)
    )
    AND NOT EXISTS (
        SELECT FROM visitors AS b
        WHERE b.site_id = c.site_id AND b.id = c.visitor_id AND b.block_reason NOT IN ('withdrawn', 'undestroyed')
    )
    AND NOT EXISTS (
        SELECT FROM subject_request_people AS p
        JOIN subject_requests AS r ON r.id = p.request_id AND r.closed_at IS NULL
        WHERE p.site_id = c.site_id AND p.visitor_id = c.visitor_id
    );

-- name: ended_persons
-- As `ended_conversations`, where none of the person's was opened or active since and nothing of theirs is held.
SELECT c.visitor_id AS id, c.visitor_id, c.active_minute AS ended_at
FROM conversations AS c
WHERE c.site_id = :site_id AND c.status = 'closed' AND c.active_minute < :before
    AND c.active_minute >= coalesce(CAST(:after_at AS timestamptz), '-infinity')
    AND (c.active_minute, c.visitor_id) > (
        coalesce(CAST(:after_at AS timestamptz), '-infinity'),
        coalesce(CAST(:after_id AS uuid), '00000000-0000-0000-0000-000000000000')
    )
    AND NOT EXISTS (
        SELECT FROM conversations AS o
        WHERE o.site_id = c.site_id AND o.visitor_id = c.visitor_id AND (o.status <> 'closed' OR o.active_at >= :before)
    )
    AND NOT EXISTS (SELECT FROM legal_holds AS h WHERE h.site_id = c.site_id AND h.visitor_id = c.visitor_id)
    AND NOT EXISTS (
        SELECT FROM visitors AS b
        WHERE b.site_id = c.site_id AND b.id = c.visitor_id AND b.block_reason NOT IN ('withdrawn', 'undestroyed')
    )
    AND NOT EXISTS (
        SELECT FROM subject_request_people AS p
        JOIN subject_requests AS r ON r.id = p.request_id AND r.closed_at IS NULL
        WHERE p.site_id = c.site_id AND p.visitor_id = c.visitor_id
    )
ORDER BY c.active_minute, c.visitor_id
LIMIT :row_limit;

-- name: still_ended_persons
-- Those of these of whom `ended_persons` is still true. By visitors_pkey and conversations_visitor.
SELECT v.id
FROM visitors AS v
WHERE v.site_id = :site_id AND v.id = ANY(:ids)
    AND NOT EXISTS (
        SELECT FROM conversations AS o
        WHERE o.site_id = v.site_id AND o.visitor_id = v.id AND (o.status <> 'closed' OR o.active_at >= :before)
    )
    AND NOT EXISTS (SELECT FROM legal_holds AS h WHERE h.site_id = v.site_id AND h.visitor_id = v.id)
    AND NOT EXISTS (
        SELECT FROM visitors AS b
        WHERE b.site_id = v.site_id AND b.id = v.id AND b.block_reason NOT IN ('withdrawn', 'undestroyed')
    )
    AND NOT EXISTS (
        SELECT FROM subject_request_people AS p
        JOIN subject_requests AS r ON r.id = p.request_id AND r.closed_at IS NULL
        WHERE p.site_id = v.site_id AND p.visitor_id = v.id
    );

-- name: ended_consents
-- The people whose newest consents were all withdrawn, or who were erased, before :before; nobody of whom anything is held.
-- By consent_events_withdrawn and visitors_erased.
SELECT e.id, e.id AS visitor_id, e.ended_at
FROM (
    SELECT w.visitor_id AS id, w.created_at AS ended_at
    FROM consent_events AS w
    WHERE w.site_id = :site_id AND w.action = 'withdrawn' AND w.created_at < :before
        AND w.created_at >= coalesce(CAST(:after_at AS timestamptz), '-infinity')
    UNION ALL
    SELECT v.id, v.erased_at
    FROM visitors AS v
    WHERE v.site_id = :site_id AND v.erased_at < :before
        AND v.erased_at >= coalesce(CAST(:after_at AS timestamptz), '-infinity')
) AS e
WHERE (e.ended_at, e.id) > (
        coalesce(CAST(:after_at AS timestamptz), '-infinity'),
        coalesce(CAST(:after_id AS uuid), '00000000-0000-0000-0000-000000000000')
    )
    AND NOT EXISTS (SELECT FROM legal_holds AS h WHERE h.site_id = :site_id AND h.visitor_id = e.id)
    AND NOT EXISTS (
        SELECT FROM visitors AS b
        WHERE b.site_id = :site_id AND b.id = e.id AND b.block_reason NOT IN ('withdrawn', 'undestroyed')
    )
    AND NOT EXISTS (
        SELECT FROM subject_request_people AS p
        JOIN subject_requests AS r ON r.id = p.request_id AND r.closed_at IS NULL
        WHERE p.site_id = :site_id AND p.visitor_id = e.id
    )
    AND NOT EXISTS (
        SELECT FROM consent_events AS c
        WHERE c.site_id = :site_id AND c.visitor_id = e.id AND (
            c.created_at >= :before
            OR c.action = 'given'
                AND NOT EXISTS (
                    SELECT FROM consent_events AS w
                    WHERE w.site_id = :site_id AND w.visitor_id = e.id AND w.purpose = c.purpose
                        AND w.action = 'withdrawn' AND w.ordinal > c.ordinal
                )
                AND NOT EXISTS (
                    SELECT FROM visitors AS v WHERE v.site_id = :site_id AND v.id = e.id AND v.erased_at < :before
                )
        )
    )
ORDER BY e.ended_at, e.id
LIMIT :row_limit;

-- name: still_ended_consents
-- Those of these of whom `ended_consents` is still true. By consent_events_pkey.
SELECT e.id
FROM unnest(CAST(:ids AS uuid[])) AS e (id)
WHERE NOT EXISTS (SELECT FROM legal_holds AS h WHERE h.site_id = :site_id AND h.visitor_id = e.id)
    AND NOT EXISTS (
        SELECT FROM visitors AS b
        WHERE b.site_id = :site_id AND b.id = e.id AND b.block_reason NOT IN ('withdrawn', 'undestroyed')
    )
    AND NOT EXISTS (
        SELECT FROM subject_request_people AS p
        JOIN subject_requests AS r ON r.id = p.request_id AND r.closed_at IS NULL
        WHERE p.site_id = :site_id AND p.visitor_id = e.id
    )
    AND NOT EXISTS (
        SELECT FROM consent_events AS c
        WHERE c.site_id = :site_id AND c.visitor_id = e.id AND (
            c.created_at >= :before
            OR c.action = 'given'
                AND NOT EXISTS (
                    SELECT FROM consent_events AS w
                    WHERE w.site_id = :site_id AND w.visitor_id = e.id AND w.purpose = c.purpose
                        AND w.action = 'withdrawn' AND w.ordinal > c.ordinal
                )
                AND NOT EXISTS (
                    SELECT FROM visitors AS v WHERE v.site_id = :site_id AND v.id = e.id AND v.erased_at < :before
                )
        )
    );

-- name: lock_visitors
-- Held until the transaction ends: whoever holds, blocks or disputes one of them, or begins a conversation, waits.
SELECT 1 FROM visitors WHERE site_id = :site_id AND id = ANY(:visitor_ids) ORDER BY id FOR NO KEY UPDATE;

-- name: take_turns
-- A consent is noted in all conversations of its visitor, in any order: not while these are being locked.
SELECT take_turn_of_visitor(v.id) FROM unnest(CAST(:visitor_ids AS uuid[])) AS v (id);

-- name: lock_closed_conversations
-- Until the transaction ends nobody opens them. One that is open is none of retention's, and takes messages meanwhile.
SELECT 1 FROM conversations
WHERE site_id = :site_id AND id = ANY(:ids) AND status = 'closed'
ORDER BY id
FOR NO KEY UPDATE;

-- name: lock_closed_conversations_of_persons
-- By conversations_visitor.
SELECT 1 FROM conversations
WHERE site_id = :site_id AND visitor_id = ANY(:ids) AND status = 'closed'
ORDER BY id
FOR NO KEY UPDATE;

-- name: try_alone
-- Held until the transaction ends, however its process ends. The number is nobody else's.
SELECT pg_try_advisory_xact_lock(5236017012);
