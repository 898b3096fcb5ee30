-- name: find_card
-- By customer_cards_pkey.
SELECT revision, name, phone, email, company, about, changed_at
FROM customer_cards
WHERE site_id = :site_id AND visitor_id = :visitor_id;

-- name: put_card
INSERT INTO customer_cards (site_id, visitor_id, revision, name, phone, email, company, about)
VALUES (:site_id, :visitor_id, :revision, :name, :phone, :email, :company, :about)
ON CONFLICT (site_id, visitor_id) DO UPDATE
SET revision = EXCLUDED.revision, name = EXCLUDED.name, phone = EXCLUDED.phone, email = EXCLUDED.email,
    company = EXCLUDED.company, about = EXCLUDED.about, changed_at = clock_timestamp();

-- name: insert_change
INSERT INTO customer_changes (site_id, visitor_id, id, revision, field, before, after, operator_id, api_key_id)
VALUES (:site_id, :visitor_id, :id, :revision, :field, :before, :after, :operator_id, :api_key_id);

-- name: count_changes_of
-- By customer_changes_pkey.
SELECT count(*)
FROM customer_changes
WHERE site_id = :site_id AND visitor_id = :visitor_id AND revision = :revision
    AND operator_id IS NOT DISTINCT FROM CAST(:operator_id AS uuid)
    AND api_key_id IS NOT DISTINCT FROM CAST(:api_key_id AS uuid)
    AND field = ANY(CAST(:fields AS text[]));

-- name: list_changes
-- The newest first. By customer_changes_pkey, backwards.
SELECT
    h.id, h.revision, h.field, h.before, h.after, coalesce(o.name, k.name) AS hand_name, h.api_key_id IS NOT NULL AS is_by_program, h.at
FROM customer_changes AS h
LEFT JOIN operators AS o ON o.id = h.operator_id
LEFT JOIN api_keys AS k ON k.id = h.api_key_id
WHERE h.site_id = :site_id AND h.visitor_id = :visitor_id AND (CAST(:before_id AS uuid) IS NULL OR h.id < :before_id)
ORDER BY h.id DESC
LIMIT :row_limit;
