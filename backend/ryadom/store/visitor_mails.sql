-- name: put_address
-- Only where the site's owner lets answers be mailed. What was answered before is not mailed: the mark never goes back.
INSERT INTO answer_addresses AS a (site_id, conversation_id, visitor_id, email, locale, mailed_seq)
SELECT :site_id, :conversation_id, :visitor_id, :email, :locale, :seq
FROM widget_settings AS w
WHERE w.site_id = :site_id AND w.settings -> 'mail' -> 'answers' = 'true'
ON CONFLICT (site_id, conversation_id) DO UPDATE
SET email = EXCLUDED.email, locale = EXCLUDED.locale, mailed_seq = greatest(a.mailed_seq, EXCLUDED.mailed_seq);

-- name: list_due
-- Which conversations have answers to be mailed: nobody has written for a while, or somebody waits for longer. By
-- conversations_activity, of a day at most: what a server that was away for longer did not mail is not mailed any more.
SELECT site_id, conversation_id, visitor_id
FROM unread_answers
WHERE active_minute >= date_trunc('minute', now() - interval '1 day', 'UTC')
    AND (newest_at <= now() - make_interval(secs => :quiet_s) OR oldest_at <= now() - make_interval(secs => :longest_s))
    AND (site_id, conversation_id) > (:after_site_id, :after_id)
ORDER BY site_id, conversation_id
LIMIT :row_limit;

-- name: lock_address
-- Whoever holds it moves the mark; nothing where somebody else does just now. By answer_addresses_pkey.
SELECT mailed_seq
FROM answer_addresses
WHERE site_id = :site_id AND conversation_id = :conversation_id
FOR UPDATE SKIP LOCKED;

-- name: find_unread
-- As it is once the address is held, under a snapshot of its own.
SELECT controller_id, email, locale, mailed_seq, until_seq
FROM unread_answers
WHERE site_id = :site_id AND conversation_id = :conversation_id;

-- name: move_mark
UPDATE answer_addresses SET mailed_seq = :seq WHERE site_id = :site_id AND conversation_id = :conversation_id;

-- name: find_correspondence
-- Of a conversation whose visitor may be written to at this moment. By conversations_pkey.
SELECT
    s.key, s.name AS site_name, c.visitor_read_seq, v.revoked_generation, w.settings
FROM conversations AS c
JOIN sites AS s ON s.id = c.site_id
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
LEFT JOIN widget_settings AS w ON w.site_id = c.site_id
WHERE c.site_id = :site_id AND c.id = :conversation_id
    AND NOT c.is_blocked AND v.blocked_at IS NULL AND v.erased_at IS NULL
    AND (s.required_consent_id IS NULL OR c.consent_id IS NOT NULL);

-- name: put_refusal
INSERT INTO mail_refusals (site_id, address_hmac)
SELECT id, :address_hmac FROM sites WHERE id = :site_id
ON CONFLICT DO NOTHING;

-- name: is_refused
-- By mail_refusals_pkey.
SELECT EXISTS (
    SELECT FROM mail_refusals WHERE site_id = :site_id AND address_hmac = ANY(CAST(:address_hmacs AS bytea[]))
);

-- name: lock_settings
-- Of a site that has some: until the transaction ends nobody else asks for a copy there.
SELECT settings FROM widget_settings WHERE site_id = :site_id FOR UPDATE;

-- name: knows_copy
-- By mail_copies_pkey.
SELECT EXISTS (
    SELECT FROM mail_copies WHERE site_id = :site_id AND visitor_id = :visitor_id AND echo_id = :echo_id
);

-- name: count_copies
-- Of the last hour and day; a site has a few hundred rows at most. By mail_copies_time.
SELECT
    count(*) FILTER (WHERE visitor_id = :visitor_id AND age < interval '1 hour') AS visitor_hour,
    count(*) FILTER (WHERE visitor_id = :visitor_id) AS visitor_day,
    count(*) FILTER (WHERE address_hmac = ANY(CAST(:address_hmacs AS bytea[])) AND age < interval '1 hour') AS address_hour,
    count(*) FILTER (WHERE address_hmac = ANY(CAST(:address_hmacs AS bytea[]))) AS address_day,
    count(*) FILTER (WHERE age < interval '1 hour') AS site_hour,
    count(*) AS site_day
FROM (
    SELECT visitor_id, address_hmac, clock_timestamp() - created_at AS age
    FROM mail_copies
    WHERE site_id = :site_id AND created_at > clock_timestamp() - interval '1 day'
) AS recent;

-- name: insert_copy
INSERT INTO mail_copies (site_id, visitor_id, echo_id, address_hmac)
VALUES (:site_id, :visitor_id, :echo_id, :address_hmac);

-- name: delete_old_copies
DELETE FROM mail_copies WHERE site_id = :site_id AND created_at <= clock_timestamp() - interval '1 day';

-- name: has_answer
-- Whether an operator, or a bot, has said anything here. By entries_pkey.
SELECT EXISTS (
    SELECT FROM entries
    WHERE site_id = :site_id AND conversation_id = :conversation_id AND kind = 'message'
        AND author_kind IN ('operator', 'bot')
        AND public AND (body <> '' OR files IS NOT NULL)
);
