-- Group commit: many messages, at most one per conversation, in one statement and one round trip.

CREATE FUNCTION post_messages(
    site_ids uuid[],
    conversation_ids uuid[],
    author_kinds text[],
    author_ids uuid[],
    echo_ids uuid[],
    bodies text[]
)
RETURNS TABLE (ordinal bigint, outcome text, seq bigint, prev_public_seq bigint, created_at timestamptz)
LANGUAGE plpgsql
-- The plan is kept for as long as the connection lives. Made while the tables are empty it would read them whole.
SET enable_seqscan = off
AS $$
#variable_conflict use_column
DECLARE
    locked bigint[];
BEGIN
    -- Locked first, in one order for everybody. Whoever else holds a conversation (an erasure) holds up this one only.
    WITH held AS MATERIALIZED (
        SELECT p.ordinal
        FROM unnest(site_ids, conversation_ids) WITH ORDINALITY AS p (site_id, conversation_id, ordinal)
        JOIN conversations AS c ON c.site_id = p.site_id AND c.id = p.conversation_id
        ORDER BY c.site_id, c.id
        FOR UPDATE OF c SKIP LOCKED
    )
    SELECT coalesce(array_agg(held.ordinal), '{}') INTO locked FROM held;

    -- A statement of its own, so its snapshot is fresher than the locks: it sees every echo_id stored before them.
    RETURN QUERY
    WITH looked_up AS (
        SELECT
            p.site_id, p.conversation_id, p.author_kind, p.author_id, p.echo_id, p.body, p.ordinal,
            c.last_seq, c.last_public_seq,
            CASE
                WHEN e.seq IS NOT NULL THEN 'known'
                WHEN c.id IS NULL OR c.status <> 'open' THEN 'other'
                WHEN p.author_kind = 'visitor' AND c.visitor_id <> p.author_id THEN 'other'
                WHEN p.author_kind = 'operator' AND c.assignee_id IS NULL THEN 'other'
                WHEN p.ordinal = ANY (locked) THEN 'stored'
                ELSE 'busy'
            END AS outcome
        FROM unnest(site_ids, conversation_ids, author_kinds, author_ids, echo_ids, bodies) WITH ORDINALITY
            AS p (site_id, conversation_id, author_kind, author_id, echo_id, body, ordinal)
        LEFT JOIN conversations AS c ON c.site_id = p.site_id AND c.id = p.conversation_id
        LEFT JOIN entries AS e
            ON e.site_id = p.site_id AND e.conversation_id = p.conversation_id AND e.echo_id = p.echo_id
    ), heads AS (
        UPDATE conversations AS c
        SET
            last_seq = p.last_seq + 1,
            last_public_seq = p.last_seq + 1,
            active_at = clock_timestamp(),
            waiting_since = CASE p.author_kind WHEN 'visitor' THEN coalesce(c.waiting_since, clock_timestamp()) END,
            visitor_read_seq = CASE p.author_kind WHEN 'visitor' THEN p.last_seq + 1 ELSE c.visitor_read_seq END,
            operator_read_seq = CASE p.author_kind WHEN 'operator' THEN p.last_seq + 1 ELSE c.operator_read_seq END
        FROM looked_up AS p
        WHERE p.outcome = 'stored' AND c.site_id = p.site_id AND c.id = p.conversation_id
    ), added AS (
        INSERT INTO entries (
            site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, echo_id, body
        )
        SELECT
            p.site_id, p.conversation_id, p.last_seq + 1, 'message', true, p.last_public_seq,
            p.author_kind, p.author_id, p.echo_id, p.body
        FROM looked_up AS p
        WHERE p.outcome = 'stored'
        RETURNING site_id, conversation_id, seq, prev_public_seq, created_at
    )
    SELECT p.ordinal, p.outcome, a.seq, a.prev_public_seq, a.created_at
    FROM looked_up AS p
    LEFT JOIN added AS a ON a.site_id = p.site_id AND a.conversation_id = p.conversation_id;
END;
$$;
COMMENT ON FUNCTION post_messages IS
    'Per message: stored (with its seq), known (echo_id is there), busy (locked by somebody else), other (no plain message).';
