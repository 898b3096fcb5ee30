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

-- name: controllers_of_operator
-- Whose sites an operator works on. By operator_sites_operator.
SELECT DISTINCT s.controller_id
FROM operator_sites AS os
JOIN sites AS s ON s.id = os.site_id
WHERE os.operator_id = :operator_id
ORDER BY s.controller_id;
