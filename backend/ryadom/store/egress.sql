-- name: insert_recipient
-- Nothing where this host and port are in the register already.
INSERT INTO egress_recipients (
    controller_id, host, port, recipient, country, registered_in, purpose, categories, notice_on, is_local,
    most_data
)
VALUES (
    :controller_id, :host, :port, :recipient, :country, :registered_in, :purpose, :categories, :notice_on, :is_local,
    :most_data
)
ON CONFLICT (controller_id, host, port) DO NOTHING;

-- name: update_recipient
-- By the primary key.
UPDATE egress_recipients
SET
    recipient = :recipient,
    country = :country,
    registered_in = :registered_in,
    purpose = :purpose,
    categories = :categories,
    notice_on = :notice_on,
    is_local = :is_local,
    most_data = CASE WHEN CAST(:keeps_level AS boolean) THEN most_data ELSE CAST(:most_data AS text) END
WHERE controller_id = :controller_id AND host = :host AND port = :port;

-- name: hold_recipient
-- The one for this very port, which nobody else changes until the transaction ends. By the primary key.
SELECT controller_id, host, port, recipient, country, registered_in, purpose, categories, notice_on, is_local, most_data
FROM egress_recipients
WHERE controller_id = :controller_id AND host = :host AND port = :port
FOR UPDATE;

-- name: delete_recipient
DELETE FROM egress_recipients WHERE controller_id = :controller_id AND host = :host AND port = :port;

-- name: find_recipient
-- The one for this very port before the one for any; by the primary key.
SELECT controller_id, host, port, recipient, country, registered_in, purpose, categories, notice_on, is_local, most_data
FROM egress_recipients
WHERE controller_id = :controller_id AND host = :host AND port IN (0, :port)
ORDER BY port DESC
LIMIT 1;

-- name: all_recipients
-- Of one controller, or (NULL) of all: a register is a page or two.
SELECT controller_id, host, port, recipient, country, registered_in, purpose, categories, notice_on, is_local, most_data
FROM egress_recipients
WHERE CAST(:controller_id AS uuid) IS NULL OR controller_id = :controller_id
ORDER BY controller_id, host, port;
