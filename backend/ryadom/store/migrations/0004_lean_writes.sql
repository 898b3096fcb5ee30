-- A message moves its conversation's row: let that be a heap-only update, and let the row be found by one index only.

-- The lists of the inbox are in the order of active_at. As a key of theirs it cost every message a new entry in every
-- index of the table; the minute changes once a minute, and within it the few rows are sorted as they are read.
ALTER TABLE conversations
    ADD COLUMN active_minute timestamptz NOT NULL
        GENERATED ALWAYS AS (date_bin('1 minute', active_at, '2000-01-01 00:00:00+00')) STORED,
    SET (fillfactor = 70);
COMMENT ON COLUMN conversations.active_minute IS 'What the lists are indexed by: active_at, which they are ordered by, is in no index.';
DROP INDEX conversations_assignee, conversations_activity;
CREATE INDEX conversations_assignee ON conversations (site_id, assignee_id, active_minute DESC) WHERE status = 'open';
CREATE INDEX conversations_activity ON conversations (site_id, status, active_minute DESC);

-- In a database without statistics, any index that begins with site_id looks as good to the planner as the primary key.
-- Taking the wrong one reads every conversation of the site for each message; this one serves who knows the id.
CREATE UNIQUE INDEX conversations_id ON conversations (id, site_id);

-- Takes the place of post_messages, which servers of the version before still call while they are replaced.
CREATE FUNCTION append_messages(
    site_ids uuid[],
    conversation_ids uuid[],
    author_kinds text[],
    author_ids uuid[],
    echo_ids uuid[],
    bodies text[]
)
RETURNS TABLE (
    site_id uuid, conversation_id uuid, seq bigint, prev_public_seq bigint, created_at timestamptz, xact_id xid8
)
LANGUAGE plpgsql
-- The plan is kept for as long as the connection lives. Made while the tables are empty it would read them whole, or
-- compare each row of a batch with each.
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    -- Locked first, in one order for everybody, and read as they are once locked, whatever the snapshot. Whoever else
    -- holds a conversation (an erasure) holds up this one only.
    WITH held AS MATERIALIZED (
        SELECT
            p.site_id, p.conversation_id, p.author_kind, p.author_id, p.echo_id, p.body,
            c.last_seq, c.last_public_seq,
            c.site_id = p.site_id
                AND c.status = 'open'
                AND CASE p.author_kind WHEN 'visitor' THEN c.visitor_id = p.author_id ELSE c.assignee_id IS NOT NULL END
                AS is_plain
        FROM unnest(site_ids, conversation_ids, author_kinds, author_ids, echo_ids, bodies)
            AS p (site_id, conversation_id, author_kind, author_id, echo_id, body)
        -- By conversations_id; the site is compared above, where no index takes part.
        JOIN conversations AS c ON c.id = p.conversation_id
        ORDER BY c.id
        FOR UPDATE OF c SKIP LOCKED
    ), added AS (
        INSERT INTO entries (
            site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, echo_id, body
        )
        SELECT
            p.site_id, p.conversation_id, p.last_seq + 1, 'message', true, p.last_public_seq,
            p.author_kind, p.author_id, p.echo_id, p.body
        FROM held AS p
        WHERE p.is_plain
        -- A known echo_id moves no head, so it burns no seq; whoever stored it held the lock before us.
        ON CONFLICT (site_id, conversation_id, echo_id) WHERE echo_id IS NOT NULL DO NOTHING
        RETURNING site_id, conversation_id, seq, prev_public_seq, author_kind, created_at, xact_id
    ), moved AS (
        UPDATE conversations AS c
        SET
            last_seq = a.seq,
            last_public_seq = a.seq,
            active_at = a.created_at,
            waiting_since = CASE a.author_kind WHEN 'visitor' THEN coalesce(c.waiting_since, a.created_at) END,
            visitor_read_seq = CASE a.author_kind WHEN 'visitor' THEN a.seq ELSE c.visitor_read_seq END,
            operator_read_seq = CASE a.author_kind WHEN 'operator' THEN a.seq ELSE c.operator_read_seq END
        FROM added AS a
        WHERE c.id = a.conversation_id
    )
    SELECT a.site_id, a.conversation_id, a.seq, a.prev_public_seq, a.created_at, a.xact_id
    FROM added AS a;
END;
$$;
COMMENT ON FUNCTION append_messages IS
    'Stores messages, at most one per conversation, and gives those it stored; see store/posts.sql for the others.';
