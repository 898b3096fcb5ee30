-- Blocking of a person (152-FZ article 21): their data stay as they are, and nobody works with them.

ALTER TABLE visitors
    ADD COLUMN blocked_at timestamptz,
    ADD COLUMN block_reason text CHECK (block_reason ~ '^[a-z_]{1,40}$'),
    ADD CONSTRAINT visitors_block_reasoned CHECK ((blocked_at IS NULL) = (block_reason IS NULL));
COMMENT ON COLUMN visitors.blocked_at IS
    'Since when. Nothing is taken from the visitor from then on but a withdrawal, and no operator sees anything of theirs.';
COMMENT ON COLUMN visitors.block_reason IS 'Why, as a code of privacy/blocking.py.';

-- On the row that every write locks and every list reads: so the state costs a message nothing, and none slips past it.
ALTER TABLE conversations ADD COLUMN is_blocked boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN conversations.is_blocked IS 'Whether its visitor is blocked: set and unset with visitors.blocked_at, in one transaction.';

CREATE OR REPLACE VIEW conversation_heads AS
SELECT
    c.site_id, c.id, c.visitor_id, v.name AS visitor_name, c.status, c.assignee_id, o.name AS assignee_name,
    c.last_seq, c.last_public_seq, c.visitor_read_seq, c.operator_read_seq, c.created_at,
    c.is_blocked
FROM conversations AS c
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
LEFT JOIN operators AS o ON o.id = c.assignee_id;

-- As in migration 0004, but for is_blocked.
CREATE OR REPLACE FUNCTION append_messages(
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
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH held AS MATERIALIZED (
        SELECT
            p.site_id, p.conversation_id, p.author_kind, p.author_id, p.echo_id, p.body,
            c.last_seq, c.last_public_seq,
            c.site_id = p.site_id
                AND c.status = 'open'
                AND NOT c.is_blocked
                AND CASE p.author_kind WHEN 'visitor' THEN c.visitor_id = p.author_id ELSE c.assignee_id IS NOT NULL END
                AS is_plain
        FROM unnest(site_ids, conversation_ids, author_kinds, author_ids, echo_ids, bodies)
            AS p (site_id, conversation_id, author_kind, author_id, echo_id, body)
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
