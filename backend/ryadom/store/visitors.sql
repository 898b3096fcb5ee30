-- name: insert_visitor
INSERT INTO visitors (site_id, id, locale) VALUES (:site_id, :id, :locale) ON CONFLICT DO NOTHING;

-- name: lock_visitor
-- NO KEY: who holds a conversation and changes it twice needs a share of its visitor's key, and we want that conversation.
SELECT 1 FROM visitors WHERE site_id = :site_id AND id = :id FOR NO KEY UPDATE;

-- name: name_visitor
UPDATE visitors SET name = :name WHERE site_id = :site_id AND id = :id;

-- name: find_names
-- By visitors_pkey, customer_cards_pkey and visitor_identities_pkey.
SELECT name, own_name FROM shown_names WHERE site_id = :site_id AND visitor_id = :id;

-- name: find_standing
-- By visitors_pkey and bans_pkey.
SELECT
    v.revoked_generation, v.erased_at IS NOT NULL AS is_erased, v.blocked_at IS NOT NULL AS is_blocked,
    EXISTS (
        SELECT FROM bans AS b
        WHERE b.site_id = v.site_id AND b.visitor_id = v.id AND (b.until IS NULL OR b.until > now())
    ) AS is_banned
FROM visitors AS v
WHERE v.site_id = :site_id AND v.id = :id;

-- name: revoke_tokens
-- A visitor who has not written yet gets a row for it: otherwise the token would go on working.
INSERT INTO visitors AS v (site_id, id, locale, revoked_generation)
VALUES (:site_id, :id, 'ru', :generation)
ON CONFLICT (site_id, id) DO UPDATE SET revoked_generation = greatest(v.revoked_generation + 1, :generation);

-- name: visitor_exists
-- By visitors_pkey.
SELECT EXISTS (SELECT FROM visitors WHERE site_id = :site_id AND id = :id);

-- name: first_visit
-- Ids are in the order of time: of each site the first one is read, by visitors_pkey.
SELECT min(v.created_at)
FROM unnest(CAST(:site_ids AS uuid[])) AS s (id)
CROSS JOIN LATERAL (
    SELECT created_at FROM visitors WHERE site_id = s.id ORDER BY id LIMIT 1
) AS v;

-- name: mark_erased
-- The time of the first try stays.
UPDATE visitors
SET erased_at = coalesce(erased_at, clock_timestamp()), revoked_generation = greatest(revoked_generation, :generation)
WHERE site_id = :site_id AND id = :id;

-- name: block
-- The time of the first blocking stays. Of the reasons the newest counts, unless the one before is stronger: what the
-- regulator wants does not end with what a person wants, and what is to be destroyed is not worked with again meanwhile.
-- Whether it is the first one.
WITH before AS (
    SELECT blocked_at, block_reason FROM visitors WHERE site_id = :site_id AND id = :id FOR NO KEY UPDATE
)
UPDATE visitors AS v
SET blocked_at = coalesce(before.blocked_at, :at),
    block_reason = CASE WHEN before.block_reason = ANY(:stronger_reasons) THEN before.block_reason ELSE :reason END
FROM before
WHERE v.site_id = :site_id AND v.id = :id
RETURNING before.blocked_at IS NULL;

-- name: unblock
UPDATE visitors
SET blocked_at = NULL, block_reason = NULL
WHERE site_id = :site_id AND id = :id AND blocked_at IS NOT NULL
RETURNING true;

-- name: lock_block_reason
SELECT block_reason FROM visitors WHERE site_id = :site_id AND id = :id FOR NO KEY UPDATE;

-- name: find_blocking
-- By visitors_pkey.
SELECT blocked_at FROM visitors WHERE site_id = :site_id AND id = :id;
