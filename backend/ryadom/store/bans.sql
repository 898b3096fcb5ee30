-- name: put_ban
-- In place of the one before. By bans_pkey.
INSERT INTO bans (site_id, visitor_id, conversation_id, reason, banned_by, banned_at, until)
VALUES (
    :site_id, :visitor_id, :conversation_id, :reason, :banned_by, now(),
    now() + CAST(:hours AS integer) * interval '1 hour'
)
ON CONFLICT (site_id, visitor_id) DO UPDATE SET
    conversation_id = excluded.conversation_id, reason = excluded.reason, banned_by = excluded.banned_by,
    banned_at = excluded.banned_at, until = excluded.until;

-- name: delete_ban
-- By bans_pkey.
DELETE FROM bans WHERE site_id = :site_id AND visitor_id = :visitor_id AND (until IS NULL OR until > now());

-- name: find_ban
-- By bans_pkey.
SELECT b.conversation_id, b.visitor_id, b.reason, b.banned_at, b.until, o.name AS banned_by
FROM bans AS b
JOIN operators AS o ON o.id = b.banned_by
WHERE b.site_id = :site_id AND b.visitor_id = :visitor_id AND (b.until IS NULL OR b.until > now());

-- name: compare_ban
-- The ban of a visitor beside another one: whose it is, and whether it is the same. By bans_pkey.
SELECT
    b.banned_by = CAST(:banned_by AS uuid) AS is_own,
    b.reason = CAST(:reason AS text)
        AND b.until IS NOT DISTINCT FROM b.banned_at + CAST(:hours AS integer) * interval '1 hour' AS is_same
FROM bans AS b
WHERE b.site_id = :site_id AND b.visitor_id = :visitor_id AND (b.until IS NULL OR b.until > now());

-- name: list_bans
-- Of one site, newest first; not those whose data are blocked, of whom operators see nothing. By bans_newest.
SELECT b.conversation_id, b.visitor_id, n.name AS visitor_name, b.reason, b.banned_at, b.until, o.name AS banned_by
FROM bans AS b
JOIN visitors AS v ON v.site_id = b.site_id AND v.id = b.visitor_id
JOIN shown_names AS n ON n.site_id = b.site_id AND n.visitor_id = b.visitor_id
JOIN operators AS o ON o.id = b.banned_by
WHERE b.site_id = :site_id
    AND (b.until IS NULL OR b.until > now())
    AND v.blocked_at IS NULL
    AND (
        CAST(:sort_at AS timestamptz) IS NULL
        OR (b.banned_at, b.visitor_id) < (CAST(:sort_at AS timestamptz), CAST(:after_id AS uuid))
    )
ORDER BY b.banned_at DESC, b.visitor_id DESC
LIMIT :row_limit;

-- name: delete_over
-- Those that have been over for a day: the table is a few rows.
DELETE FROM bans WHERE until < now() - interval '1 day';
