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
-- By chat_invitations_pkey.
SELECT
    id, operator_id, body,
    CAST(extract(epoch FROM invited_at + make_interval(secs => :lifetime_s) - clock_timestamp()) AS double precision) AS left_s
FROM chat_invitations
WHERE site_id = :site_id AND visitor_id = :visitor_id AND dismissed_at IS NULL
    AND invited_at > clock_timestamp() - make_interval(secs => :lifetime_s);

-- name: take_invitation
-- By chat_invitations_pkey.
DELETE FROM chat_invitations
WHERE site_id = :site_id AND visitor_id = :visitor_id AND dismissed_at IS NULL
    AND invited_at > clock_timestamp() - make_interval(secs => :lifetime_s)
RETURNING id, operator_id, body, CAST(0 AS double precision) AS left_s;

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
