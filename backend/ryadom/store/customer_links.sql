-- name: lock_controller
-- Whoever links people of this controller does so alone. NO KEY: nobody's insert of a row that names it waits for that.
SELECT 1 FROM controllers WHERE id = :controller_id FOR NO KEY UPDATE;

-- name: customer_of
-- By customer_links_pkey.
SELECT customer_id FROM customer_links WHERE site_id = :site_id AND visitor_id = :visitor_id;

-- name: move_people
-- By customer_links_customer.
UPDATE customer_links SET customer_id = :to_id WHERE customer_id = :from_id;

-- name: put_link
INSERT INTO customer_links (site_id, visitor_id, customer_id, linked_by)
VALUES (:site_id, :visitor_id, :customer_id, :linked_by)
ON CONFLICT DO NOTHING;

-- name: count_people
-- By customer_links_customer.
SELECT count(*) FROM customer_links WHERE customer_id = :customer_id;

-- name: drop_link
-- By customer_links_pkey.
DELETE FROM customer_links WHERE site_id = :site_id AND visitor_id = :visitor_id AND customer_id = :customer_id;

-- name: drop_lonely
-- Who is left alone is nobody's other half any more. By customer_links_customer.
DELETE FROM customer_links
WHERE customer_id = :customer_id AND (SELECT count(*) FROM customer_links WHERE customer_id = :customer_id) = 1;

-- name: linked_to
-- Whoever is taken for the same person as one of these, but these. By customer_links_pkey and customer_links_customer.
SELECT DISTINCT o.site_id, o.visitor_id
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:visitor_ids AS uuid[])) AS p (site_id, visitor_id)
JOIN customer_links AS l ON l.site_id = p.site_id AND l.visitor_id = p.visitor_id
JOIN customer_links AS o ON o.customer_id = l.customer_id
WHERE NOT EXISTS (
    SELECT FROM unnest(CAST(:site_ids AS uuid[]), CAST(:visitor_ids AS uuid[])) AS q (site_id, visitor_id)
    WHERE q.site_id = o.site_id AND q.visitor_id = o.visitor_id
)
ORDER BY o.site_id, o.visitor_id;

-- name: describe
-- Those of these on these sites, who are neither erased nor blocked; the newest first. By visitors_pkey,
-- customer_cards_pkey, visitor_identities_pkey and conversations_visitor.
SELECT
    v.site_id, s.name AS site_name, v.id AS visitor_id, n.name,
    c.id AS conversation_id, v.created_at
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:visitor_ids AS uuid[])) AS p (site_id, visitor_id)
JOIN visitors AS v ON v.site_id = p.site_id AND v.id = p.visitor_id AND v.erased_at IS NULL AND v.blocked_at IS NULL
JOIN sites AS s ON s.id = v.site_id
JOIN shown_names AS n ON n.site_id = v.site_id AND n.visitor_id = v.id
CROSS JOIN LATERAL (
    SELECT c.id FROM conversations AS c
    WHERE c.site_id = v.site_id AND c.visitor_id = v.id AND NOT c.is_blocked AND IN_PURVIEW
    ORDER BY c.created_at DESC, c.id DESC
    LIMIT 1
) AS c
WHERE v.site_id = ANY(CAST(:seen_site_ids AS uuid[]))
ORDER BY v.created_at DESC, v.id;

-- name: with_contacts
-- Whose card, or site, names one of these phones (their last ten digits) or addresses (in small letters), at most 100 of each.
-- By customer_cards_phone and _email, visitor_identities_phone and _email.
(
    SELECT site_id, visitor_id, 'phone' AS kind
    FROM customer_cards
    WHERE phone <> '' AND right(regexp_replace(phone, '[^0-9]', '', 'g'), 10) = ANY(CAST(:phones AS text[]))
        AND site_id = ANY(CAST(:site_ids AS uuid[]))
    LIMIT 100
)
UNION
(
    SELECT site_id, visitor_id, 'email'
    FROM customer_cards
    WHERE email <> '' AND lower(email) = ANY(CAST(:emails AS text[])) AND site_id = ANY(CAST(:site_ids AS uuid[]))
    LIMIT 100
)
UNION
(
    SELECT site_id, visitor_id, 'phone'
    FROM visitor_identities
    WHERE phone <> '' AND right(regexp_replace(phone, '[^0-9]', '', 'g'), 10) = ANY(CAST(:phones AS text[]))
        AND site_id = ANY(CAST(:site_ids AS uuid[]))
    LIMIT 100
)
UNION
(
    SELECT site_id, visitor_id, 'email'
    FROM visitor_identities
    WHERE email <> '' AND lower(email) = ANY(CAST(:emails AS text[])) AND site_id = ANY(CAST(:site_ids AS uuid[]))
    LIMIT 100
);

-- name: with_external_id
-- Whose site knows them by this number, at most 100 of them; by visitor_identities_external.
SELECT site_id, visitor_id
FROM visitor_identities
WHERE site_id = ANY(CAST(:site_ids AS uuid[])) AND external_id = :external_id
LIMIT 100;

-- name: who_wrote
-- The newest messages of visitors in which the search has these words, but of these visitors. By search_texts_words, then
-- conversations_pkey and entries_pkey. The first limit is what bounds it: a firm's own number may stand in every chat. Cards
-- (seq 0) are looked at by `with_contacts`.
SELECT c.site_id, c.visitor_id, e.body
FROM (
    SELECT t.site_id, t.conversation_id, t.seq, t.said_at
    FROM search_texts AS t
    WHERE t.words @@ CAST(:tsquery AS tsquery) AND t.slots && CAST(:slots AS integer[])
        AND t.site_id = ANY(CAST(:site_ids AS uuid[])) AND t.seq > 0
    LIMIT 1000
) AS t
JOIN conversations AS c ON c.site_id = t.site_id AND c.id = t.conversation_id AND NOT c.is_blocked AND IN_PURVIEW
JOIN entries AS e ON e.site_id = t.site_id AND e.conversation_id = t.conversation_id AND e.seq = t.seq
WHERE e.kind = 'message' AND e.author_kind = 'visitor' AND e.body <> ''
    AND c.visitor_id <> ALL(CAST(:but_visitor_ids AS uuid[]))
ORDER BY t.said_at DESC, c.visitor_id
LIMIT 100;
