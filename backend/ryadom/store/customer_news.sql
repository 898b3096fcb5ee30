-- What is new of a customer as programs are given them (public_objects).

-- name: fields_since
-- Which of how they are called and reached was put in the place of something else after :since, by whoever it was that the
-- field is shown from: an operator, else the site, else the visitor. The site's have one time, which moves if any changes. By
-- visitors_pkey, customer_cards_pkey, visitor_identities_pkey, customer_changes_pkey.
SELECT
    h.is_name OR (
        coalesce(k.name, '') = ''
        AND coalesce(CASE WHEN i.name <> '' THEN i.identified_at ELSE v.named_at END > :since, false)
    ) AS name,
    h.is_phone OR (coalesce(k.phone, '') = '' AND coalesce(i.identified_at > :since, false)) AS phone,
    h.is_email OR (coalesce(k.email, '') = '' AND coalesce(i.identified_at > :since, false)) AS email
FROM visitors AS v
LEFT JOIN customer_cards AS k ON k.site_id = v.site_id AND k.visitor_id = v.id
LEFT JOIN visitor_identities AS i ON i.site_id = v.site_id AND i.visitor_id = v.id
CROSS JOIN LATERAL (
    SELECT
        coalesce(bool_or(c.field = 'name'), false) AS is_name, coalesce(bool_or(c.field = 'phone'), false) AS is_phone,
        coalesce(bool_or(c.field = 'email'), false) AS is_email
    FROM customer_changes AS c
    WHERE c.site_id = v.site_id AND c.visitor_id = v.id AND c.at > :since
) AS h
WHERE v.site_id = :site_id AND v.id = :visitor_id;
