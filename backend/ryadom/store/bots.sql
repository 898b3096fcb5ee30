-- Authors that are no people. There are few of a controller: core.bots sets a limit.

-- name: find_named
-- By bots_name.
SELECT id, name, public_name FROM bots WHERE controller_id = :controller_id AND name = :name AND api_key_id IS NULL;

-- name: find_of_key
-- By bots_api_key_id_key.
SELECT id, name, public_name FROM bots WHERE api_key_id = :api_key_id;

-- name: count_named
-- By bots_name.
SELECT count(*) FROM bots WHERE controller_id = :controller_id AND api_key_id IS NULL;

-- name: insert_bot
-- Nothing where somebody else was quicker.
INSERT INTO bots (id, controller_id, api_key_id, name, public_name)
VALUES (:id, :controller_id, :api_key_id, :name, :public_name)
ON CONFLICT DO NOTHING;

-- name: hold_names
-- Two take one name at the same moment else. Who reads, or writes what names a bot, waits for none of it.
LOCK TABLE bots IN SHARE ROW EXCLUSIVE MODE;

-- name: rename_bot
-- Nothing where the name is another's. By bots_pkey and bots_name.
UPDATE bots
SET name = :name
WHERE id = :id AND controller_id = :controller_id AND NOT EXISTS (
    SELECT FROM bots AS o
    WHERE o.controller_id = :controller_id AND o.name = :name AND o.api_key_id IS NULL AND o.id <> :id
);
