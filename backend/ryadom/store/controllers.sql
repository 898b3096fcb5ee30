-- name: insert_controller
INSERT INTO controllers (
    id, legal_name, inn, address, officer_name, officer_email, is_regulated,
    ispdn_name, officer_post, processor_name, processor_address
)
VALUES (
    :id, :legal_name, :inn, :address, :officer_name, :officer_email, :is_regulated,
    :ispdn_name, :officer_post, :processor_name, :processor_address
);

-- name: update_controller
UPDATE controllers
SET
    legal_name = :legal_name,
    inn = :inn,
    address = :address,
    officer_name = :officer_name,
    officer_email = :officer_email,
    is_regulated = :is_regulated,
    ispdn_name = :ispdn_name,
    officer_post = :officer_post,
    processor_name = :processor_name,
    processor_address = :processor_address
WHERE id = :id;

-- name: lock_controllers
-- Two sites that are added at once must not each bring a controller along.
LOCK TABLE controllers IN SHARE ROW EXCLUSIVE MODE;

-- name: hold_controller
-- Nobody else changes what is known of it until the transaction ends. By controllers_pkey.
SELECT FROM controllers WHERE id = :id FOR NO KEY UPDATE;

-- name: all_controllers
SELECT
    id, legal_name, inn, address, officer_name, officer_email, is_regulated,
    ispdn_name, officer_post, processor_name, processor_address
FROM controllers
ORDER BY created_at, id;

-- name: is_regulated_controller
SELECT is_regulated FROM controllers WHERE id = :id;

-- name: is_regulated_site
SELECT c.is_regulated FROM sites AS s JOIN controllers AS c ON c.id = s.controller_id WHERE s.id = :site_id;

-- name: regulated_sites
SELECT s.id FROM sites AS s JOIN controllers AS c ON c.id = s.controller_id
WHERE s.id = ANY(:site_ids) AND c.is_regulated;

-- name: officers_of_operator
-- Of every controller for whose sites this operator works, if its officer can be written to.
SELECT DISTINCT c.id, c.officer_email
FROM operator_sites AS os
JOIN sites AS s ON s.id = os.site_id
JOIN controllers AS c ON c.id = s.controller_id
WHERE os.operator_id = :operator_id AND c.officer_email IS NOT NULL;

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

-- name: controllers_of_operator
-- Whose sites an operator works on. By operator_sites_operator.
SELECT DISTINCT s.controller_id
FROM operator_sites AS os
JOIN sites AS s ON s.id = os.site_id
WHERE os.operator_id = :operator_id
ORDER BY s.controller_id;
