-- name: put_invitation
-- One row at most, by chat_invitations_pkey: none where the visitor was asked, or did not want it, too short a while ago.
INSERT INTO chat_invitations AS i (site_id, visitor_id, id, operator_id, body)
VALUES (:site_id, :visitor_id, :id, :operator_id, :body)
ON CONFLICT (site_id, visitor_id) DO UPDATE
SET id = excluded.id, operator_id = excluded.operator_id, body = excluded.body,
    invited_at = clock_timestamp(), dismissed_at = NULL
WHERE i.invited_at < clock_timestamp() - make_interval(secs => :again_after_s)
    AND (i.dismissed_at IS NULL OR i.dismissed_at < clock_timestamp() - make_interval(secs => :quiet_s))
RETURNING id;

-- name: find_invitation
-- None where an operator has written to the visitor since. By chat_invitations_pkey, conversations_visitor, entries_pkey.
SELECT
    id, operator_id, body,
    CAST(extract(epoch FROM invited_at + make_interval(secs => :lifetime_s) - clock_timestamp()) AS double precision) AS left_s
FROM chat_invitations AS i
WHERE site_id = :site_id AND visitor_id = :visitor_id AND dismissed_at IS NULL
    AND invited_at > clock_timestamp() - make_interval(secs => :lifetime_s)
    AND NOT EXISTS (
        SELECT FROM conversations AS c
        JOIN entries AS e ON e.site_id = c.site_id AND e.conversation_id = c.id
        WHERE c.site_id = i.site_id AND c.visitor_id = i.visitor_id AND c.active_at > i.invited_at
            AND e.kind = 'message' AND e.created_at > i.invited_at
    );

-- name: take_invitation
-- One after which somebody has written already is over, and goes all the same. By chat_invitations_pkey, entries_pkey.
DELETE FROM chat_invitations AS i
WHERE site_id = :site_id AND visitor_id = :visitor_id AND dismissed_at IS NULL
    AND invited_at > clock_timestamp() - make_interval(secs => :lifetime_s)
RETURNING
    id, operator_id, body, CAST(0 AS double precision) AS left_s,
    EXISTS (
        SELECT FROM entries AS e
        WHERE e.site_id = i.site_id AND e.conversation_id = CAST(:conversation_id AS uuid) AND e.kind = 'message'
            AND e.created_at > i.invited_at
    ) AS is_over;

-- name: dismiss
-- By chat_invitations_pkey.
UPDATE chat_invitations
SET dismissed_at = clock_timestamp(), body = ''
WHERE site_id = :site_id AND visitor_id = :visitor_id AND id = :id AND dismissed_at IS NULL;

-- name: count_of_operator
-- By chat_invitations_operator.
SELECT count(*)
FROM chat_invitations
WHERE operator_id = :operator_id AND invited_at > clock_timestamp() - make_interval(secs => :within_s);

-- name: delete_old
-- There are few: whole, once an hour.
DELETE FROM chat_invitations
WHERE greatest(invited_at, dismissed_at) < clock_timestamp() - make_interval(secs => :older_than_s);
