-- name: insert_invitation
INSERT INTO operator_invitations (
    id, token_sha256, email, role, site_ids, department_ids, sees_own_departments_only, invited_by, expires_at
)
VALUES (
    :id, :token_sha256, :email, :role, :site_ids, :department_ids, :sees_own_departments_only, :invited_by,
    now() + make_interval(secs => :lifetime_s)
);

-- name: renew_invitation
UPDATE operator_invitations
SET token_sha256 = :token_sha256, invited_by = :invited_by, created_at = now(), expires_at = now() + make_interval(secs => :lifetime_s)
WHERE id = :id;

-- name: list_invitations
-- To one of these sites. There are few at a time: no index.
SELECT
    i.id, i.email, i.role, i.site_ids, i.department_ids, i.sees_own_departments_only, i.invited_by, o.name AS inviter_name, o.role AS inviter_role, i.created_at, i.expires_at,
    i.expires_at <= now() AS is_expired
FROM operator_invitations AS i
JOIN operators AS o ON o.id = i.invited_by
WHERE i.site_ids && CAST(:site_ids AS uuid[])
ORDER BY i.id;

-- name: find_by_token
-- One row at most, by operator_invitations_token_sha256_key; none where who invited can't let anybody work there any more.
SELECT
    i.id, i.email, i.role, i.site_ids, i.department_ids, i.sees_own_departments_only, i.invited_by, o.name AS inviter_name, o.role AS inviter_role, i.created_at, i.expires_at,
    i.expires_at <= now() AS is_expired
FROM operator_invitations AS i
JOIN operators AS o ON o.id = i.invited_by
WHERE i.token_sha256 = :token_sha256 AND i.expires_at > now() AND o.deactivated_at IS NULL
    AND i.site_ids <@ ARRAY(SELECT os.site_id FROM operator_sites AS os WHERE os.operator_id = o.id);

-- name: take_invitation
-- By operator_invitations_token_sha256_key.
DELETE FROM operator_invitations WHERE token_sha256 = :token_sha256 AND expires_at > now();

-- name: delete_invitation
DELETE FROM operator_invitations WHERE id = :id;

-- name: delete_old_invitations
DELETE FROM operator_invitations WHERE expires_at <= now() - make_interval(secs => :expired_s);
