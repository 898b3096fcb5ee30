-- name: find_face
-- By operators_pkey.
SELECT name, public_name, avatar_digest FROM operators WHERE id = :id;

-- name: set_public_name
UPDATE operators SET public_name = :public_name WHERE id = :id;

-- name: set_avatar
UPDATE operators SET avatar = :avatar WHERE id = :id RETURNING avatar_digest;

-- name: find_avatar
-- By operators_avatar; two operators may have chosen the same picture.
SELECT avatar FROM operators WHERE avatar_digest = :digest LIMIT 1;
