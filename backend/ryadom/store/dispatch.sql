-- Giving out what waits. Who gives locks the conversation first and those who may get it afterwards, in the order of their
-- ids, and waits for conversations no more: so nobody waits in a circle. What was read without locks is read again under
-- them, by a statement of its own, whose snapshot shows what others have given meanwhile.

-- name: list_givable
-- What waits on sites that give out, and could be given to somebody now: longest wait first. By conversations_queue, once
-- per site.
WITH here AS MATERIALIZED (
    SELECT w.operator_id
    FROM operator_work AS w
    JOIN operator_presences AS p ON p.operator_id = w.operator_id
    JOIN operators AS o ON o.id = w.operator_id
    WHERE NOT w.is_away AND o.deactivated_at IS NULL AND o.role = ANY(CAST(:roles AS text[]))
        AND abs(extract(epoch FROM clock_timestamp() - p.seen_at)) <= CAST(:lease_s AS float8)
        AND EXISTS (SELECT FROM work_rules WHERE mode <> 'off')
        AND (
            w.max_chats IS NULL
            OR w.max_chats > (
                SELECT count(*)
                FROM operator_sites AS s
                JOIN conversations AS c
                    ON c.site_id = s.site_id AND c.assignee_id = s.operator_id AND c.status = 'open'
                WHERE s.operator_id = w.operator_id AND NOT c.is_blocked AND c.snoozed_until IS NULL
            )
        )
)
SELECT q.site_id, q.id, q.visitor_id, q.department_id, r.mode
FROM work_rules AS r
CROSS JOIN LATERAL (
    SELECT c.site_id, c.id, c.visitor_id, c.department_id, c.queued_at
    FROM conversations AS c
    WHERE c.site_id = r.site_id AND c.queued_at IS NOT NULL AND NOT c.is_blocked AND c.snoozed_until IS NULL
        AND EXISTS (
            SELECT FROM here AS h
            JOIN operator_sites AS os ON os.site_id = c.site_id AND os.operator_id = h.operator_id
            WHERE c.department_id IS NULL
                OR EXISTS (
                    SELECT FROM department_members AS m
                    WHERE m.site_id = c.site_id AND m.department_id = c.department_id AND m.operator_id = h.operator_id
                )
        )
    ORDER BY c.queued_at, c.id
    LIMIT :row_limit
) AS q
WHERE r.mode <> 'off'
ORDER BY q.queued_at, q.id
LIMIT :row_limit;

-- name: lock_waiting
-- Held until the transaction ends; no row where it waits no more, or somebody else holds it. By conversations_pkey.
SELECT c.department_id, r.mode
FROM conversations AS c
JOIN work_rules AS r ON r.site_id = c.site_id AND r.mode <> 'off'
WHERE c.site_id = :site_id AND c.id = :id AND c.queued_at IS NOT NULL AND NOT c.is_blocked AND c.snoozed_until IS NULL
FOR UPDATE OF c SKIP LOCKED;

-- name: lock_candidates
-- Who is here and may be given something of the site, and of the department where it is for one. By operator_sites_pkey.
SELECT w.operator_id
FROM operator_sites AS os
JOIN operator_work AS w ON w.operator_id = os.operator_id
JOIN operator_presences AS p ON p.operator_id = os.operator_id
JOIN operators AS o ON o.id = os.operator_id
WHERE os.site_id = :site_id AND NOT w.is_away AND o.deactivated_at IS NULL AND o.role = ANY(CAST(:roles AS text[]))
    AND abs(extract(epoch FROM clock_timestamp() - p.seen_at)) <= CAST(:lease_s AS float8)
    AND (
        CAST(:department_id AS uuid) IS NULL
        OR EXISTS (
            SELECT FROM department_members AS m
            WHERE m.site_id = os.site_id AND m.department_id = CAST(:department_id AS uuid)
                AND m.operator_id = os.operator_id
        )
    )
ORDER BY w.operator_id
FOR UPDATE OF w;

-- name: read_candidates
-- Of those whose rows are held. By operator_work_pkey, and conversations_leader once per site and operator.
SELECT
    w.operator_id, o.name, o.public_name, o.avatar_digest, w.max_chats, w.given_at,
    (
        SELECT count(*)
        FROM operator_sites AS s
        JOIN conversations AS c ON c.site_id = s.site_id AND c.assignee_id = s.operator_id AND c.status = 'open'
        WHERE s.operator_id = w.operator_id AND NOT c.is_blocked AND c.snoozed_until IS NULL
    ) AS open_count
FROM operator_work AS w
JOIN operators AS o ON o.id = w.operator_id
WHERE w.operator_id = ANY(CAST(:operator_ids AS uuid[])) AND NOT w.is_away
ORDER BY w.operator_id;

-- name: note_given
UPDATE operator_work SET given_at = clock_timestamp() WHERE operator_id = :operator_id;

-- name: find_last_operator
-- Who last wrote to a visitor, in whichever of their last conversations. By conversations_visitor, entries_pkey backwards.
SELECT e.author_id
FROM (
    SELECT c.site_id, c.id
    FROM conversations AS c
    WHERE c.site_id = :site_id AND c.visitor_id = :visitor_id
    ORDER BY c.created_at DESC
    LIMIT 5
) AS c
CROSS JOIN LATERAL (
    SELECT e.author_id, e.created_at
    FROM entries AS e
    WHERE e.site_id = c.site_id AND e.conversation_id = c.id AND e.kind = 'message' AND e.author_kind = 'operator'
    ORDER BY e.seq DESC
    LIMIT 1
) AS e
ORDER BY e.created_at DESC
LIMIT 1;

-- name: list_forsaken
-- Unanswered conversations whose operators have been gone for as long as their site's rule says, or work there no more;
-- longest wait first. By conversations_leader, once per site and operator.
SELECT c.site_id, c.id, c.visitor_id
FROM work_rules AS r
JOIN operator_presences AS p
    ON p.gone_s >= r.return_min * 60
    OR NOT EXISTS (SELECT FROM operator_sites AS s WHERE s.site_id = r.site_id AND s.operator_id = p.operator_id)
JOIN conversations AS c ON c.site_id = r.site_id AND c.assignee_id = p.operator_id AND c.status = 'open'
WHERE r.return_min IS NOT NULL AND c.waiting_since IS NOT NULL AND NOT c.is_blocked AND c.snoozed_until IS NULL
ORDER BY c.waiting_since, c.id
LIMIT :row_limit;

-- name: is_forsaken
-- The same of one whose lock is held. By conversations_pkey.
SELECT true
FROM conversations AS c
JOIN work_rules AS r ON r.site_id = c.site_id
JOIN operator_presences AS p
    ON p.operator_id = c.assignee_id
    AND (
        p.gone_s >= r.return_min * 60
        OR NOT EXISTS (SELECT FROM operator_sites AS s WHERE s.site_id = c.site_id AND s.operator_id = p.operator_id)
    )
WHERE c.site_id = :site_id AND c.id = :id AND c.status = 'open' AND c.waiting_since IS NOT NULL
    AND NOT c.is_blocked AND c.snoozed_until IS NULL;

-- name: note_leaving
UPDATE operators SET leaves_since = clock_timestamp() WHERE id = :operator_id;

-- name: note_left
-- From what is open, which is little, to who leads it. By conversations_activity, once per site, and operators_pkey.
UPDATE operators AS o
SET leaves_since = clock_timestamp()
FROM sites AS s
CROSS JOIN LATERAL (
    SELECT DISTINCT c.assignee_id AS id
    FROM conversations AS c
    WHERE c.site_id = s.id AND c.status = 'open' AND c.assignee_id IS NOT NULL AND NOT c.is_blocked
) AS leader
WHERE o.id = leader.id AND o.leaves_since IS NULL
    AND (
        o.deactivated_at IS NOT NULL OR o.role <> ALL(CAST(:roles AS text[]))
        OR NOT EXISTS (SELECT FROM operator_sites AS os WHERE os.site_id = s.id AND os.operator_id = o.id)
    );

-- name: note_left_of
-- Of those who lead what is a visitor's. Anew also of whom it is noted: somebody may be forgetting it. By conversations_visitor.
UPDATE operators AS o
SET leaves_since = clock_timestamp()
WHERE o.id IN (
        SELECT c.assignee_id FROM conversations AS c
        WHERE c.site_id = :site_id AND c.visitor_id = :visitor_id AND c.status = 'open'
    )
    AND (
        o.deactivated_at IS NOT NULL OR o.role <> ALL(CAST(:roles AS text[]))
        OR NOT EXISTS (SELECT FROM operator_sites AS os WHERE os.site_id = :site_id AND os.operator_id = o.id)
    );

-- name: has_leaving
-- By operators_leaving.
SELECT EXISTS (SELECT FROM operators WHERE leaves_since IS NOT NULL);

-- name: lock_orphaned
-- What an operator leads where they may not answer any more; passing over what somebody else holds, so that nobody waits in
-- a circle. By conversations_leader, once per site.
SELECT c.site_id, c.id, c.visitor_id
FROM sites AS s
JOIN conversations AS c ON c.site_id = s.id AND c.assignee_id = :operator_id AND c.status = 'open'
WHERE NOT c.is_blocked
    AND NOT EXISTS (
        SELECT FROM operator_sites AS os
        JOIN operators AS o ON o.id = os.operator_id
        WHERE os.site_id = s.id AND os.operator_id = :operator_id AND o.deactivated_at IS NULL
            AND o.role = ANY(CAST(:roles AS text[]))
    )
ORDER BY c.waiting_since, c.id
LIMIT :row_limit
FOR UPDATE OF c SKIP LOCKED;

-- name: list_orphaned
-- The same of all from whom something was taken away of late; longest wait first. By operators_leaving, and
-- conversations_leader once per site and operator.
SELECT c.site_id, c.id, c.visitor_id
FROM operators AS o
CROSS JOIN sites AS s
JOIN conversations AS c ON c.site_id = s.id AND c.assignee_id = o.id AND c.status = 'open'
WHERE o.leaves_since IS NOT NULL AND NOT c.is_blocked
    AND (
        o.deactivated_at IS NOT NULL OR o.role <> ALL(CAST(:roles AS text[]))
        OR NOT EXISTS (SELECT FROM operator_sites AS os WHERE os.site_id = s.id AND os.operator_id = o.id)
    )
ORDER BY c.waiting_since, c.id
LIMIT :row_limit;

-- name: is_orphaned
-- The same of one whose lock is held. By conversations_pkey.
SELECT true
FROM conversations AS c
JOIN operators AS o ON o.id = c.assignee_id
WHERE c.site_id = :site_id AND c.id = :id AND c.status = 'open' AND NOT c.is_blocked
    AND (
        o.deactivated_at IS NOT NULL OR o.role <> ALL(CAST(:roles AS text[]))
        OR NOT EXISTS (SELECT FROM operator_sites AS os WHERE os.site_id = c.site_id AND os.operator_id = o.id)
    );

-- name: forget_leaving
-- Of whom nothing is left; not at once, for who was giving them something may not have ended. What is of blocked visitors nobody
-- takes back: whoever shows it again notes it anew. By operators_leaving, and conversations_leader once per site and operator.
UPDATE operators AS o
SET leaves_since = NULL
WHERE o.leaves_since < clock_timestamp() - make_interval(secs => :quiet_s)
    AND NOT EXISTS (
        SELECT FROM sites AS s
        JOIN conversations AS c ON c.site_id = s.id AND c.assignee_id = o.id AND c.status = 'open' AND NOT c.is_blocked
        WHERE o.deactivated_at IS NOT NULL OR o.role <> ALL(CAST(:roles AS text[]))
            OR NOT EXISTS (SELECT FROM operator_sites AS os WHERE os.site_id = s.id AND os.operator_id = o.id)
    );

-- name: count_led
-- How many open conversations an operator leads on each of these sites. By conversations_leader, once per site.
SELECT c.site_id, count(*) AS led
FROM conversations AS c
WHERE c.site_id = ANY(CAST(:site_ids AS uuid[])) AND c.assignee_id = :operator_id AND c.status = 'open'
    AND NOT c.is_blocked
GROUP BY c.site_id;

-- name: has_returns
-- Whether any site takes conversations back.
SELECT EXISTS (SELECT FROM work_rules WHERE return_min IS NOT NULL);
