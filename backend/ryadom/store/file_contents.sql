-- name: note_content
INSERT INTO file_contents (site_id, sha256, size_bytes) VALUES (:site_id, :sha256, :size_bytes) ON CONFLICT DO NOTHING;

-- name: hold_content
-- Whoever puts a content in its place, and whoever takes it away, holds its row.
SELECT 1 FROM file_contents WHERE site_id = :site_id AND sha256 = :sha256 FOR UPDATE;

-- name: bytes_of_site
SELECT CAST(coalesce(sum(size_bytes), 0) AS bigint) FROM file_contents WHERE site_id = :site_id;

-- name: list_unused
-- Contents that no file has, of one site or (null) of all. By files_content.
SELECT c.site_id, c.sha256
FROM file_contents AS c
WHERE (c.site_id = CAST(:site_id AS uuid) OR CAST(:site_id AS uuid) IS NULL)
    AND NOT EXISTS (SELECT FROM files AS f WHERE f.site_id = c.site_id AND f.sha256 = c.sha256)
LIMIT :row_limit;

-- name: is_used
-- A statement of its own after `hold_content`: its snapshot is fresher than the lock.
SELECT EXISTS (SELECT FROM files WHERE site_id = :site_id AND sha256 = :sha256);

-- name: known_contents
-- Which of these contents have a row. By file_contents_pkey.
SELECT sha256 FROM file_contents WHERE site_id = :site_id AND sha256 = ANY(CAST(:hashes AS bytea[]));

-- name: forget_content
DELETE FROM file_contents WHERE site_id = :site_id AND sha256 = :sha256;
