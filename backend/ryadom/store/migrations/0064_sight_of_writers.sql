-- What an operator sees of their sites is asked where they write, with the conversation held: it may have left their sight since
-- they were let in. The roles are those whose limit counts (LIMITABLE_ROLES). By operators_pkey and department_members_pkey, and
-- neither is read for what is of no department or led by who asks.
CREATE FUNCTION sees_conversation(reader_id uuid, site_id uuid, department_id uuid, leader_id uuid) RETURNS boolean
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF department_id IS NULL OR leader_id = reader_id THEN
        RETURN true;
    END IF;
    RETURN NOT EXISTS (
        SELECT FROM operators AS o
        WHERE o.id = sees_conversation.reader_id AND o.sees_own_departments_only AND o.role IN ('supervisor', 'operator')
    ) OR EXISTS (
        SELECT FROM department_members AS m
        WHERE m.site_id = sees_conversation.site_id AND m.department_id = sees_conversation.department_id
            AND m.operator_id = sees_conversation.reader_id
    );
END;
$$;
COMMENT ON FUNCTION sees_conversation IS 'Whether an operator who works on the site sees a conversation of this department, led by this operator.';

-- As in migration 0031, but for the sight of an operator who writes: what they do not see is no plain message.
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
                AND CASE p.author_kind
                    WHEN 'visitor' THEN c.visitor_id = p.author_id
                        AND (s.required_consent_id IS NULL OR s.required_consent_id = c.consent_id)
                    ELSE c.assignee_id IS NOT NULL
                        AND sees_conversation(p.author_id, c.site_id, c.department_id, c.assignee_id)
                END
                AS is_plain
        FROM unnest(site_ids, conversation_ids, author_kinds, author_ids, echo_ids, bodies)
            AS p (site_id, conversation_id, author_kind, author_id, echo_id, body)
        JOIN conversations AS c ON c.id = p.conversation_id
        JOIN sites AS s ON s.id = p.site_id
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
            snoozed_until = CASE a.author_kind WHEN 'operator' THEN c.snoozed_until END,
            visitor_read_seq = CASE a.author_kind WHEN 'visitor' THEN a.seq ELSE c.visitor_read_seq END,
            operator_read_seq = CASE a.author_kind WHEN 'operator' THEN a.seq ELSE c.operator_read_seq END
        FROM added AS a
        WHERE c.id = a.conversation_id
    )
    SELECT a.site_id, a.conversation_id, a.seq, a.prev_public_seq, a.created_at, a.xact_id
    FROM added AS a;
END;
$$;
