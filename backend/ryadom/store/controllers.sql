-- name: insert_controller
INSERT INTO controllers (id, legal_name, inn, address, officer_name, officer_email)
VALUES (:id, :legal_name, :inn, :address, :officer_name, :officer_email);

-- name: update_controller
UPDATE controllers
SET
    legal_name = :legal_name,
    inn = :inn,
    address = :address,
    officer_name = :officer_name,
    officer_email = :officer_email
WHERE id = :id;

-- name: lock_controllers
-- Two sites that are added at once must not each bring a controller along.
LOCK TABLE controllers IN SHARE ROW EXCLUSIVE MODE;

-- name: all_controllers
SELECT id, legal_name, inn, address, officer_name, officer_email FROM controllers ORDER BY created_at, id;

-- name: count_subjects
-- By visitors_pkey, site by site; of each controller no more than :at_most rows are read.
SELECT c.id, count(v.site_id) AS subjects
FROM controllers AS c
LEFT JOIN LATERAL (
    SELECT v.site_id
    FROM sites AS s
    JOIN visitors AS v ON v.site_id = s.id
    WHERE s.controller_id = c.id AND v.erased_at IS NULL
    LIMIT :at_most
) AS v ON true
GROUP BY c.id;
