-- name: put_link
INSERT INTO password_links (operator_id, token_sha256, made_by, expires_at)
VALUES (:operator_id, :token_sha256, :made_by, now() + make_interval(secs => :lifetime_s))
ON CONFLICT (operator_id) DO UPDATE
SET token_sha256 = excluded.token_sha256, made_by = excluded.made_by, created_at = now(), expires_at = excluded.expires_at;

-- name: find_link
-- One row at most, by password_links_token_sha256_key; none where its maker may not act on all that the person may any more.
SELECT o.id, o.email, o.name, o.role, m.role AS maker_role
FROM password_links AS l
JOIN operators AS o ON o.id = l.operator_id
JOIN operators AS m ON m.id = l.made_by
WHERE l.token_sha256 = :token_sha256 AND l.expires_at > now() AND o.deactivated_at IS NULL AND m.deactivated_at IS NULL
    AND NOT EXISTS (
        SELECT FROM operator_sites AS os
        WHERE os.operator_id = o.id
            AND NOT EXISTS (
                SELECT FROM operator_sites AS ms WHERE ms.site_id = os.site_id AND ms.operator_id = m.id
            )
    );

-- name: take_link
-- By password_links_token_sha256_key.
DELETE FROM password_links WHERE token_sha256 = :token_sha256 AND expires_at > now();

-- name: delete_links_made_by
-- There are few at a time: no index.
DELETE FROM password_links WHERE made_by = :made_by;

-- name: delete_old_links
-- There are few at a time: no index.
DELETE FROM password_links WHERE expires_at <= now();
