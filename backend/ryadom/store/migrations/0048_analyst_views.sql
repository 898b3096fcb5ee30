-- Views for analysts, who count and name nobody: no names of customers, no contacts, no words of anybody, no addresses with
-- what stands behind their `?`. Reading them is in no journal, so nothing is in them that would have to be. They belong to
-- the owner of the tables: a role that may read a view needs no right to any table. Nothing of blocked customers, and of
-- who is erased, is in them; rounds are figures only, and are as the reports have them. Those that leave rows out are
-- barriers: else a function of the asker's own, in a condition, would be called with what is left out. A mailing may have
-- written a mail address or a number where a campaign stands, so only what looks like none is shown of one.

CREATE VIEW analyst_sites AS
SELECT id AS site_id, key AS site, name, basis, created_at FROM sites;
COMMENT ON VIEW analyst_sites IS 'The sites.';
COMMENT ON COLUMN analyst_sites.site_id IS 'The site.';
COMMENT ON COLUMN analyst_sites.site IS 'Its key, as it stands in the snippet.';
COMMENT ON COLUMN analyst_sites.name IS 'Its name, as visitors see it.';
COMMENT ON COLUMN analyst_sites.basis IS 'On what basis it processes personal data.';
COMMENT ON COLUMN analyst_sites.created_at IS 'When it was added.';

CREATE VIEW analyst_conversations WITH (security_barrier) AS
SELECT
    c.site_id, c.id AS conversation_id, c.visitor_id, c.status, c.created_at, c.active_at, d.name AS department,
    o.name AS operator, r.name AS result,
    ARRAY(
        SELECT t.name FROM labels AS t
        WHERE t.controller_id = s.controller_id AND t.id = ANY (c.tag_ids)
        ORDER BY t.place, t.name
    ) AS tags,
    c.score, c.waiting_since, c.snoozed_until,
    substring(c.page_url FROM '^[^?#]*') AS page, substring(c.landing_url FROM '^[^?#]*') AS landing_page,
    substring(c.page_referrer FROM '^[a-z]+://[^/?#]*') AS referrer_origin,
    CASE WHEN u.source ~ '^[A-Za-z0-9_.%~-]{1,100}$' AND u.source !~ '%(25)*40|[0-9]{7}' THEN u.source END AS utm_source,
    CASE WHEN u.medium ~ '^[A-Za-z0-9_.%~-]{1,100}$' AND u.medium !~ '%(25)*40|[0-9]{7}' THEN u.medium END AS utm_medium,
    CASE WHEN u.campaign ~ '^[A-Za-z0-9_.%~-]{1,100}$' AND u.campaign !~ '%(25)*40|[0-9]{7}' THEN u.campaign END AS utm_campaign
FROM conversations AS c
JOIN sites AS s ON s.id = c.site_id
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
LEFT JOIN departments AS d ON d.site_id = c.site_id AND d.id = c.department_id
LEFT JOIN operators AS o ON o.id = c.assignee_id
LEFT JOIN labels AS r ON r.controller_id = s.controller_id AND r.id = c.result_id
CROSS JOIN LATERAL (
    SELECT
        substring(c.landing_url FROM '[?&]utm_source=([^&#]*)') AS source,
        substring(c.landing_url FROM '[?&]utm_medium=([^&#]*)') AS medium,
        substring(c.landing_url FROM '[?&]utm_campaign=([^&#]*)') AS campaign
) AS u
WHERE NOT c.is_blocked AND v.erased_at IS NULL;
COMMENT ON VIEW analyst_conversations IS 'Conversations as they are now, a row each.';
COMMENT ON COLUMN analyst_conversations.site_id IS 'The site.';
COMMENT ON COLUMN analyst_conversations.conversation_id IS 'The conversation.';
COMMENT ON COLUMN analyst_conversations.visitor_id IS 'Whose it is: a browser of a customer''s.';
COMMENT ON COLUMN analyst_conversations.status IS 'open or closed.';
COMMENT ON COLUMN analyst_conversations.created_at IS 'When it began.';
COMMENT ON COLUMN analyst_conversations.active_at IS 'When somebody wrote in it last.';
COMMENT ON COLUMN analyst_conversations.department IS 'Whose queue it is in; null where it is nobody''s.';
COMMENT ON COLUMN analyst_conversations.operator IS 'Who has it; null where nobody has.';
COMMENT ON COLUMN analyst_conversations.result IS 'With what it was closed; null where that was not said.';
COMMENT ON COLUMN analyst_conversations.tags IS 'Its tags, in the firm''s order.';
COMMENT ON COLUMN analyst_conversations.score IS 'The visitor''s rating, 1 to 5; null where there is none.';
COMMENT ON COLUMN analyst_conversations.waiting_since IS 'Since when the visitor waits for an answer; null where they do not.';
COMMENT ON COLUMN analyst_conversations.snoozed_until IS 'Until when it was put off; null where it is not.';
COMMENT ON COLUMN analyst_conversations.page IS 'Where it began: the address, without what stands behind ? and #.';
COMMENT ON COLUMN analyst_conversations.landing_page IS 'The first page of that visit, cut in the same way.';
COMMENT ON COLUMN analyst_conversations.referrer_origin IS 'The site that led there: scheme and host.';
COMMENT ON COLUMN analyst_conversations.utm_source IS 'As the landing page''s address has it, percent-encoded; null without, and where it could be a contact.';
COMMENT ON COLUMN analyst_conversations.utm_medium IS 'The same.';
COMMENT ON COLUMN analyst_conversations.utm_campaign IS 'The same.';

CREATE VIEW analyst_rounds AS
SELECT
    r.site_id, r.conversation_id, r.number, r.asked_at, r.answered_at, a.name AS answered_by,
    extract(epoch FROM r.answered_at - r.asked_at) AS answer_s, r.answer_work_s, r.closed_at,
    extract(epoch FROM r.closed_at - r.asked_at) AS resolution_s, o.name AS operator, d.name AS department,
    r.score, r.has_comment, r.visitor_messages, r.operator_messages
FROM rounds AS r
LEFT JOIN operators AS a ON a.id = r.answered_by
LEFT JOIN operators AS o ON o.id = r.operator_id
LEFT JOIN departments AS d ON d.site_id = r.site_id AND d.id = r.department_id;
COMMENT ON VIEW analyst_rounds IS
    'Rounds of conversations: from the first message, or from the return to a closed conversation, to the closing.';
COMMENT ON COLUMN analyst_rounds.site_id IS 'The site.';
COMMENT ON COLUMN analyst_rounds.conversation_id IS 'The conversation.';
COMMENT ON COLUMN analyst_rounds.number IS '1, 2, 3 … within the conversation.';
COMMENT ON COLUMN analyst_rounds.asked_at IS 'The visitor''s first message; null where they have not written in it.';
COMMENT ON COLUMN analyst_rounds.answered_at IS 'An operator''s first message after that; null where there is none yet.';
COMMENT ON COLUMN analyst_rounds.answered_by IS 'Whose that was.';
COMMENT ON COLUMN analyst_rounds.answer_s IS 'Seconds between the two.';
COMMENT ON COLUMN analyst_rounds.answer_work_s IS 'How many of them lay in the site''s hours.';
COMMENT ON COLUMN analyst_rounds.closed_at IS 'The closing; null while it is open.';
COMMENT ON COLUMN analyst_rounds.resolution_s IS 'Seconds from the question to the closing.';
COMMENT ON COLUMN analyst_rounds.operator IS 'Whom it was given to last.';
COMMENT ON COLUMN analyst_rounds.department IS 'The department''s queue that it was in last.';
COMMENT ON COLUMN analyst_rounds.score IS 'The rating, 1 to 5; null where there is none.';
COMMENT ON COLUMN analyst_rounds.has_comment IS 'Whether words were written with the rating.';
COMMENT ON COLUMN analyst_rounds.visitor_messages IS 'How many the visitor wrote.';
COMMENT ON COLUMN analyst_rounds.operator_messages IS 'How many operators wrote.';

CREATE VIEW analyst_messages WITH (security_barrier) AS
SELECT
    e.site_id, e.conversation_id, e.seq, e.created_at, e.author_kind, o.name AS operator, char_length(e.body) AS chars,
    coalesce(jsonb_array_length(e.files), 0) AS files
FROM entries AS e
JOIN conversations AS c ON c.site_id = e.site_id AND c.id = e.conversation_id
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
LEFT JOIN operators AS o ON e.author_kind = 'operator' AND o.id = e.author_id
WHERE e.kind = 'message' AND NOT c.is_blocked AND v.erased_at IS NULL;
COMMENT ON VIEW analyst_messages IS 'Messages, without their words. Notes for colleagues are none.';
COMMENT ON COLUMN analyst_messages.site_id IS 'The site.';
COMMENT ON COLUMN analyst_messages.conversation_id IS 'The conversation.';
COMMENT ON COLUMN analyst_messages.seq IS 'The place in the conversation; notes and events have places too.';
COMMENT ON COLUMN analyst_messages.created_at IS 'When it was stored.';
COMMENT ON COLUMN analyst_messages.author_kind IS 'visitor, operator or bot.';
COMMENT ON COLUMN analyst_messages.operator IS 'Which operator; null for others.';
COMMENT ON COLUMN analyst_messages.chars IS 'How many characters it has; 0 where it was deleted, or is files alone.';
COMMENT ON COLUMN analyst_messages.files IS 'How many files are with it.';

CREATE VIEW analyst_customers WITH (security_barrier) AS
SELECT
    v.site_id, v.id AS visitor_id, v.created_at,
    coalesce(nullif(k.phone, ''), i.phone, '') <> '' AS has_phone,
    coalesce(nullif(k.email, ''), i.email, '') <> '' AS has_email,
    coalesce(i.is_verified, false) AS is_verified, g.processing_consent, g.advertising_consent
FROM visitors AS v
LEFT JOIN customer_cards AS k ON k.site_id = v.site_id AND k.visitor_id = v.id
LEFT JOIN visitor_identities AS i ON i.site_id = v.site_id AND i.visitor_id = v.id
CROSS JOIN LATERAL (
    SELECT
        coalesce(bool_or(l.action = 'given') FILTER (WHERE l.purpose = 'processing'), false) AS processing_consent,
        coalesce(bool_or(l.action = 'given') FILTER (WHERE l.purpose = 'advertising'), false) AS advertising_consent
    FROM (
        SELECT DISTINCT ON (e.purpose) e.purpose, e.action
        FROM consent_events AS e
        WHERE e.site_id = v.site_id AND e.visitor_id = v.id
        ORDER BY e.purpose, e.ordinal DESC
    ) AS l
) AS g
WHERE v.blocked_at IS NULL AND v.erased_at IS NULL;
COMMENT ON VIEW analyst_customers IS 'Customers who have written, without name and contacts: what can be done with them, not who they are.';
COMMENT ON COLUMN analyst_customers.site_id IS 'The site.';
COMMENT ON COLUMN analyst_customers.visitor_id IS 'The customer''s browser.';
COMMENT ON COLUMN analyst_customers.created_at IS 'When they wrote first.';
COMMENT ON COLUMN analyst_customers.has_phone IS 'Whether a phone is known.';
COMMENT ON COLUMN analyst_customers.has_email IS 'Whether an address of mail is known.';
COMMENT ON COLUMN analyst_customers.is_verified IS 'Whether the site has vouched for who they are.';
COMMENT ON COLUMN analyst_customers.processing_consent IS 'Whether they agree to processing now.';
COMMENT ON COLUMN analyst_customers.advertising_consent IS 'Whether they agree to advertising now.';

CREATE VIEW analyst_consents WITH (security_barrier) AS
SELECT e.site_id, e.visitor_id, e.ordinal, e.created_at, e.purpose, e.action, e.version, e.method
FROM consent_events AS e
JOIN visitors AS v ON v.site_id = e.site_id AND v.id = e.visitor_id
WHERE v.blocked_at IS NULL AND v.erased_at IS NULL;
COMMENT ON VIEW analyst_consents IS 'Consents that were given and withdrawn.';
COMMENT ON COLUMN analyst_consents.site_id IS 'The site.';
COMMENT ON COLUMN analyst_consents.visitor_id IS 'Whose.';
COMMENT ON COLUMN analyst_consents.ordinal IS 'Counts up; of one purpose the highest holds.';
COMMENT ON COLUMN analyst_consents.created_at IS 'When.';
COMMENT ON COLUMN analyst_consents.purpose IS 'For what: processing, advertising and so on.';
COMMENT ON COLUMN analyst_consents.action IS 'given or withdrawn.';
COMMENT ON COLUMN analyst_consents.version IS 'Of the text that was agreed to.';
COMMENT ON COLUMN analyst_consents.method IS 'By what deed.';
