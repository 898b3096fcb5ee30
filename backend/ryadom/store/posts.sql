-- name: append_messages
-- One row per message that was stored, in no particular order; see migrations 0004, 0012, 0013 and the
-- one of the sight of writers.
SELECT site_id, conversation_id, seq, prev_public_seq, created_at, xact_id
FROM append_messages(:site_ids, :conversation_ids, :author_kinds, :author_ids, :echo_ids, :bodies);

-- name: why_not_stored
-- Per message, in their order, why `append_messages` may have left it out. By entries_echo, conversations_id and sites_pkey.
SELECT
    CASE
        WHEN e.seq IS NOT NULL THEN 'known'
        WHEN c.status IS DISTINCT FROM 'open' OR c.is_blocked THEN 'other'
        WHEN p.author_kind = 'visitor' AND c.visitor_id <> p.author_id THEN 'other'
        WHEN p.author_kind = 'visitor' AND s.required_consent_id IS DISTINCT FROM c.consent_id
            AND s.required_consent_id IS NOT NULL THEN 'other'
        WHEN p.author_kind = 'operator' AND c.assignee_id IS NULL THEN 'other'
        WHEN p.author_kind = 'operator' AND NOT sees_conversation(p.author_id, c.site_id, c.department_id, c.assignee_id)
            THEN 'other'
        ELSE 'busy'
    END AS reason
FROM unnest(
    CAST(:site_ids AS uuid[]), CAST(:conversation_ids AS uuid[]), CAST(:author_kinds AS text[]),
    CAST(:author_ids AS uuid[]), CAST(:echo_ids AS uuid[])
) WITH ORDINALITY AS p (site_id, conversation_id, author_kind, author_id, echo_id, ordinal)
LEFT JOIN conversations AS c ON c.site_id = p.site_id AND c.id = p.conversation_id
LEFT JOIN sites AS s ON s.id = p.site_id
LEFT JOIN entries AS e
    ON e.site_id = p.site_id AND e.conversation_id = p.conversation_id AND e.echo_id = p.echo_id
ORDER BY p.ordinal;
