-- name: list_replies
-- All that an operator may use: their own, of their sites, and of those sites' controllers; by the partial unique indexes.
SELECT r.id, r.controller_id, r.site_id, r.operator_id, r.shortcut, r.body, r.version
FROM canned_replies AS r
WHERE r.operator_id = :operator_id OR r.site_id = ANY(:site_ids) OR r.controller_id = ANY(:controller_ids)
ORDER BY lower(r.shortcut), r.id;

-- name: count_replies
-- Of one shelf. By its partial unique index.
SELECT count(*)
FROM canned_replies
WHERE controller_id = CAST(:controller_id AS uuid) OR site_id = CAST(:site_id AS uuid) OR operator_id = CAST(:operator_id AS uuid);

-- name: insert_reply
-- Nothing where the shelf has the shortcut already.
INSERT INTO canned_replies (id, controller_id, site_id, operator_id, shortcut, body)
VALUES (:id, CAST(:controller_id AS uuid), CAST(:site_id AS uuid), CAST(:operator_id AS uuid), :shortcut, :body)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: update_reply
-- Nothing where somebody else has changed it since that version.
UPDATE canned_replies
SET shortcut = :shortcut, body = :body, version = version + 1, changed_at = now()
WHERE id = :id AND version = :over_version
RETURNING id;

-- name: delete_reply
DELETE FROM canned_replies WHERE id = :id AND version = :over_version RETURNING id;

-- name: has_shortcut
-- Whether another reply of the same shelf has it.
SELECT EXISTS (
    SELECT FROM canned_replies AS r
    JOIN canned_replies AS own ON own.id = :id
    WHERE r.id <> own.id AND lower(r.shortcut) = lower(:shortcut)
        AND (r.controller_id = own.controller_id OR r.site_id = own.site_id OR r.operator_id = own.operator_id)
);
