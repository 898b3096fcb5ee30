-- Programs are given what was written with a rating, as a part of the conversation: so whoever keeps a copy of that learns when
-- these words are forgotten, which is no entry, as they do of messages.
CREATE OR REPLACE FUNCTION mark_messages() RETURNS trigger LANGUAGE plpgsql
-- The plan is kept for as long as the connection lives. Made for a page of retention it would read tables whole for an edit.
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
BEGIN
    INSERT INTO changed_objects (site_id, kind, id, seq)
    SELECT DISTINCT
        e.site_id, CASE e.kind WHEN 'message' THEN 'message' ELSE 'conversation' END, e.conversation_id,
        CASE e.kind WHEN 'message' THEN e.seq ELSE 0 END
    FROM changed AS e
    JOIN conversations AS c ON c.id = e.conversation_id  -- by conversations_id
    JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
    WHERE e.kind IN ('message', 'rating') AND v.erased_at IS NULL AND v.blocked_at IS NULL
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END;
$$;
