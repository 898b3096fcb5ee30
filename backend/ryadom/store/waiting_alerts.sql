-- name: find_minutes
-- By waiting_alerts_pkey.
SELECT minutes FROM waiting_alerts WHERE operator_id = :operator_id;

-- name: put_minutes
-- What was told stays told.
INSERT INTO waiting_alerts (operator_id, minutes) VALUES (:operator_id, :minutes)
ON CONFLICT (operator_id) DO UPDATE SET minutes = excluded.minutes;

-- name: delete_alert
DELETE FROM waiting_alerts WHERE operator_id = :operator_id;

-- name: list_minutes
-- By waiting_alerts_pkey.
SELECT operator_id, minutes FROM waiting_alerts WHERE operator_id = ANY(CAST(:operator_ids AS uuid[]));

-- name: list_unheard
-- Of these sites, oldest first: whether anybody is mailed at all, and those departments that are offered of which nobody is. By
-- operator_sites_pkey, departments_pkey, department_members_pkey and waiting_alerts_pkey.
SELECT
    s.id AS site_id,
    EXISTS (
        SELECT
        FROM operator_sites AS os
        JOIN waiting_alerts AS a ON a.operator_id = os.operator_id
        JOIN operators AS o ON o.id = os.operator_id AND o.deactivated_at IS NULL AND o.role = ANY(CAST(:roles AS text[]))
        WHERE os.site_id = s.id
    ) AS is_heard,
    ARRAY(
        SELECT d.name
        FROM departments AS d
        WHERE d.site_id = s.id AND d.archived_at IS NULL
            AND NOT EXISTS (
                SELECT
                FROM department_members AS m
                JOIN operator_sites AS os ON os.site_id = m.site_id AND os.operator_id = m.operator_id
                JOIN waiting_alerts AS a ON a.operator_id = m.operator_id
                JOIN operators AS o
                    ON o.id = m.operator_id AND o.deactivated_at IS NULL AND o.role = ANY(CAST(:roles AS text[]))
                WHERE m.site_id = d.site_id AND m.department_id = d.id
            )
        ORDER BY d.place, d.id
    ) AS unheard_departments
FROM sites AS s
WHERE s.id = ANY(CAST(:site_ids AS uuid[]));

-- name: list_operators
SELECT operator_id FROM waiting_alerts ORDER BY operator_id;

-- name: list_waiting
-- Who waits too long for an operator who may answer: in the queue of their sites, of all departments or of their own, and
-- what they lead themselves; longest first, 100 of a site at most. What has waited for over a day is a letter that nobody
-- answers. By conversations_queue and conversations_leader.
SELECT w.id AS conversation_id, w.site_id, w.department_id, w.site_name, w.controller_id
FROM waiting_alerts AS a
JOIN operators AS o ON o.id = a.operator_id AND o.deactivated_at IS NULL AND o.role <> 'auditor'
CROSS JOIN LATERAL (
    SELECT c.id, c.site_id, c.department_id, s.name AS site_name, s.controller_id, c.waiting_since
    FROM operator_sites AS os
    JOIN sites AS s ON s.id = os.site_id
    CROSS JOIN LATERAL (
        (
            SELECT q.id, q.site_id, q.department_id, q.waiting_since, q.is_blocked, q.snoozed_until
            FROM conversations AS q
            WHERE q.site_id = os.site_id AND q.queued_at > now() - INTERVAL '1 day'
                AND (q.department_id IS NULL OR EXISTS (
                    SELECT FROM department_members AS m
                    WHERE m.operator_id = a.operator_id AND m.site_id = q.site_id AND m.department_id = q.department_id
                ))
            ORDER BY q.queued_at
            LIMIT 100
        )
        UNION ALL
        (
            SELECT q.id, q.site_id, q.department_id, q.waiting_since, q.is_blocked, q.snoozed_until
            FROM conversations AS q
            WHERE q.site_id = os.site_id AND q.assignee_id = a.operator_id AND q.status = 'open'
            ORDER BY q.active_minute DESC
            LIMIT 100
        )
    ) AS c
    WHERE os.operator_id = a.operator_id
        AND c.waiting_since BETWEEN now() - INTERVAL '1 day' AND now() - make_interval(mins => a.minutes)
        AND NOT c.is_blocked AND c.snoozed_until IS NULL
) AS w
WHERE a.operator_id = :operator_id
ORDER BY w.waiting_since;

-- name: lock_alert
-- Whether a mail may be sent by now, and to whom; nothing where another process is at it. By waiting_alerts_pkey.
SELECT a.told, o.email, a.mailed_at IS NULL OR a.mailed_at <= now() - make_interval(secs => :pause_s) AS may_mail
FROM waiting_alerts AS a
JOIN operators AS o ON o.id = a.operator_id
WHERE a.operator_id = :operator_id
FOR UPDATE OF a SKIP LOCKED;

-- name: note_told
UPDATE waiting_alerts
SET told = :told, mailed_at = CASE WHEN CAST(:is_mailed AS boolean) THEN now() ELSE mailed_at END
WHERE operator_id = :operator_id;
