-- name: all_rules
-- Those of every site that has any, as JSON: a row for each, read in whole every few seconds.
SELECT site_id, version, CAST(rules AS text) AS rules FROM conversation_rules WHERE rules <> '[]';

-- name: rules_of_sites
-- By conversation_rules_pkey.
SELECT site_id, version, CAST(rules AS text) AS rules
FROM conversation_rules
WHERE site_id = ANY (CAST(:site_ids AS uuid[]));

-- name: insert_rules
INSERT INTO conversation_rules (site_id, version, rules)
SELECT :site_id, 1, CAST(CAST(:rules AS text) AS jsonb) WHERE CAST(:over_version AS bigint) = 0
ON CONFLICT (site_id) DO NOTHING;

-- name: update_rules
-- By conversation_rules_pkey.
UPDATE conversation_rules
SET version = version + 1, rules = CAST(CAST(:rules AS text) AS jsonb)
WHERE site_id = :site_id AND version = :over_version;

-- name: find_facts
-- What rules ask of a conversation. By conversations_pkey, customer_cards_pkey, visitor_identities_pkey and customer_links_pkey.
SELECT
    c.landing_url, c.page_url, c.department_id,
    EXISTS (SELECT FROM customer_cards AS k WHERE k.site_id = c.site_id AND k.visitor_id = c.visitor_id)
        OR EXISTS (SELECT FROM visitor_identities AS i WHERE i.site_id = c.site_id AND i.visitor_id = c.visitor_id)
        OR EXISTS (SELECT FROM customer_links AS l WHERE l.site_id = c.site_id AND l.visitor_id = c.visitor_id)
        AS is_known
FROM conversations AS c
WHERE c.site_id = :site_id AND c.id = :conversation_id;

-- name: is_department_chosen
-- By entries_pkey, from the newest back. Without an entry it has had its department since it began: the visitor's choice. Where it
-- was opened again, only what was said then counts: the choice of who comes back stands right before the opening.
SELECT coalesce(
    (
        SELECT e.rule_name IS NULL
        FROM entries AS e
        WHERE e.site_id = :site_id AND e.conversation_id = :conversation_id AND e.seq >= coalesce(opened.seq - 1, 0)
            AND e.kind = 'assignment' AND e.department_id IS NOT NULL
        ORDER BY e.seq DESC
        LIMIT 1
    ),
    opened.seq IS NULL
) AS is_chosen
FROM (
    SELECT (
        SELECT s.seq
        FROM entries AS s
        WHERE s.site_id = :site_id AND s.conversation_id = :conversation_id AND s.kind = 'status' AND s.status = 'open'
        ORDER BY s.seq DESC
        LIMIT 1
    ) AS seq
) AS opened;
