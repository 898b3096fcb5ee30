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
