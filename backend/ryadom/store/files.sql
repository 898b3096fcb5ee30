-- name: hold_standing
-- What the visitor may still do, and that it stays so until the transaction ends: whoever begins to erase or block them waits.
SELECT revoked_generation, erased_at IS NOT NULL AS is_erased, blocked_at IS NOT NULL AS is_blocked
FROM visitors
WHERE site_id = :site_id AND id = :visitor_id
FOR SHARE;

-- name: insert_file
INSERT INTO files (
    site_id, id, visitor_id, author_kind, author_id, sha256, name, media_type, size_bytes, width, height
)
VALUES (
    :site_id, :id, :visitor_id, :author_kind, :author_id, :sha256, :name, :media_type, :size_bytes,
    CAST(:width AS integer), CAST(:height AS integer)
);

-- name: lock_unsent
-- Those of these files that are this author's for this visitor's conversation, and in no message yet. By files_pkey.
SELECT id, name, media_type, size_bytes, width, height
FROM files
WHERE site_id = :site_id AND id = ANY(CAST(:ids AS uuid[])) AND visitor_id = :visitor_id
    AND author_kind = :author_kind AND author_id = :author_id AND seq IS NULL
ORDER BY id
FOR UPDATE;

-- name: have_same_contents
-- Place by place, by files_pkey.
SELECT count(*) = cardinality(CAST(:sent AS uuid[])) AND count(*) = cardinality(CAST(:ids AS uuid[]))
FROM unnest(CAST(:ids AS uuid[]), CAST(:sent AS uuid[])) AS place (id, sent_id)
JOIN files AS f
    ON f.site_id = :site_id AND f.id = place.id AND f.author_kind = 'operator' AND f.author_id = :uploader_id
JOIN files AS s ON s.site_id = :site_id AND s.id = place.sent_id
WHERE f.sha256 = s.sha256 AND f.name = s.name;

-- name: attach
UPDATE files
SET conversation_id = :conversation_id, seq = :seq
WHERE site_id = :site_id AND id = ANY(CAST(:ids AS uuid[]));

-- name: find_file
-- A file that is in a message which still has its words, or in none yet. By files_pkey, conversations_id and entries_pkey.
SELECT
    f.site_id, f.id, f.visitor_id, f.author_kind, f.author_id, f.conversation_id, f.seq, f.sha256, f.name, f.media_type,
    f.size_bytes, f.width, f.height, coalesce(c.is_blocked, false) AS is_blocked, v.erased_at IS NOT NULL AS is_erased
FROM files AS f
LEFT JOIN visitors AS v ON v.site_id = f.site_id AND v.id = f.visitor_id
LEFT JOIN conversations AS c ON c.id = f.conversation_id AND c.site_id = f.site_id
LEFT JOIN entries AS e ON e.site_id = f.site_id AND e.conversation_id = f.conversation_id AND e.seq = f.seq
WHERE f.id = :id AND f.site_id = ANY(CAST(:site_ids AS uuid[])) AND IN_PURVIEW
    AND (f.seq IS NULL OR (e.public AND e.body <> '' AND e.files IS NOT NULL));

-- name: count_recent
-- What a visitor has uploaded within a day, and how much of it is in no message. By files_visitor.
SELECT
    count(*) AS files,
    CAST(coalesce(sum(size_bytes), 0) AS bigint) AS bytes,
    count(*) FILTER (WHERE seq IS NULL) AS unsent
FROM files
WHERE site_id = :site_id AND visitor_id = :visitor_id AND author_kind = 'visitor' AND created_at > now() - INTERVAL '1 day';

-- name: list_of_visitor
-- All files of a visitor's conversations, oldest first, a page after an id. By files_visitor.
SELECT id, sha256, name, size_bytes, author_kind
FROM files
WHERE site_id = :site_id AND visitor_id = :visitor_id AND id > CAST(:after AS uuid)
ORDER BY id
LIMIT :row_limit;

-- name: delete_unsent
-- Files that no message has named within so many hours; gives how many. By files_unsent.
WITH due AS (
    SELECT site_id, id
    FROM files
    WHERE seq IS NULL AND created_at < now() - make_interval(hours => :hours)
    LIMIT :row_limit
    FOR UPDATE SKIP LOCKED
), gone AS (
    DELETE FROM files AS f USING due WHERE f.site_id = due.site_id AND f.id = due.id AND f.seq IS NULL RETURNING 1
)
SELECT count(*) FROM gone;
