-- name: insert_note
-- Sent again, it is there once. By customer_notes_pkey.
INSERT INTO customer_notes (site_id, visitor_id, id, author_id, body)
VALUES (:site_id, :visitor_id, :id, :author_id, :body)
ON CONFLICT DO NOTHING;

-- name: list_notes
-- Those that are not deleted, the newest first. By customer_notes_pkey.
SELECT n.id, n.author_id, o.name AS author_name, n.body, n.version, n.created_at, n.edited_at, n.deleted_at
FROM customer_notes AS n
JOIN operators AS o ON o.id = n.author_id
WHERE n.site_id = :site_id AND n.visitor_id = :visitor_id AND n.deleted_at IS NULL
ORDER BY n.created_at DESC, n.id DESC
LIMIT :row_limit;

-- name: count_notes
-- By customer_notes_pkey.
SELECT count(*) FROM customer_notes WHERE site_id = :site_id AND visitor_id = :visitor_id;

-- name: find_note
-- Deleted ones too. By customer_notes_pkey.
SELECT n.id, n.author_id, o.name AS author_name, n.body, n.version, n.created_at, n.edited_at, n.deleted_at
FROM customer_notes AS n
JOIN operators AS o ON o.id = n.author_id
WHERE n.site_id = :site_id AND n.visitor_id = :visitor_id AND n.id = :id;

-- name: edit_note
UPDATE customer_notes SET body = :body, version = version + 1, edited_at = clock_timestamp()
WHERE site_id = :site_id AND visitor_id = :visitor_id AND id = :id;

-- name: delete_note
UPDATE customer_notes SET deleted_at = clock_timestamp()
WHERE site_id = :site_id AND visitor_id = :visitor_id AND id = :id;

-- name: restore_note
UPDATE customer_notes SET deleted_at = NULL
WHERE site_id = :site_id AND visitor_id = :visitor_id AND id = :id;

-- name: forget_deleted
-- Of nobody who is held, is blocked or has an open request: what is in dispute stays. By customer_notes_deleted.
DELETE FROM customer_notes AS n
WHERE n.deleted_at < now() - make_interval(secs => :older_than_s)
    AND NOT EXISTS (SELECT FROM legal_holds AS h WHERE h.site_id = n.site_id AND h.visitor_id = n.visitor_id)
    AND NOT EXISTS (
        SELECT FROM visitors AS v WHERE v.site_id = n.site_id AND v.id = n.visitor_id AND v.blocked_at IS NOT NULL
    )
    AND NOT EXISTS (
        SELECT FROM subject_request_people AS p
        JOIN subject_requests AS r ON r.id = p.request_id AND r.closed_at IS NULL
        WHERE p.site_id = n.site_id AND p.visitor_id = n.visitor_id
    );
