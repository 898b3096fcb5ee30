-- The gate of consents where messages are stored: a message costs no question of its own, and none slips past a
-- withdrawal or a new version that was committed before it.

ALTER TABLE sites ADD COLUMN required_consent_id uuid REFERENCES consent_documents (id);
COMMENT ON COLUMN sites.required_consent_id IS
    'The consent to processing in force, where consent is the basis: nothing is taken from who has not agreed to it. Kept by triggers.';

-- No reference: a foreign key would make every withdrawal and every consent ask once more for what the event's own asked.
ALTER TABLE conversations ADD COLUMN consent_id uuid;
COMMENT ON COLUMN conversations.consent_id IS
    'The consent to processing that its visitor has given and not withdrawn, of whatever version. Kept by triggers.';

-- A site's own document goes before its controller's, a newer version before an older one.
CREATE FUNCTION consent_required(site sites) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT d.id
    FROM consent_documents AS d
    WHERE site.basis = 'consent'
        AND d.controller_id = site.controller_id
        AND (d.site_id IS NULL OR d.site_id = site.id)
        AND d.purpose = 'processing'
        AND d.published_at IS NOT NULL
    ORDER BY d.site_id NULLS LAST, d.version DESC
    LIMIT 1
$$;

CREATE FUNCTION keep_required_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.required_consent_id := consent_required(NEW);
    RETURN NEW;
END;
$$;
CREATE TRIGGER sites_required_consent BEFORE INSERT OR UPDATE OF basis, controller_id ON sites
    FOR EACH ROW EXECUTE FUNCTION keep_required_consent();

CREATE FUNCTION require_published_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE sites AS s
    SET required_consent_id = consent_required(s)
    WHERE s.controller_id = NEW.controller_id AND (NEW.site_id IS NULL OR s.id = NEW.site_id);
    RETURN NULL;
END;
$$;
CREATE TRIGGER consent_documents_required AFTER INSERT OR UPDATE OF published_at ON consent_documents
    FOR EACH ROW WHEN (NEW.published_at IS NOT NULL AND NEW.purpose = 'processing')
    EXECUTE FUNCTION require_published_consent();

-- Who agrees or withdraws while their first conversation begins: one waits for the other, and then sees what it did. Not
-- taken by the trigger below: whoever loads a million conversations in one transaction would fill the table of locks.
CREATE FUNCTION take_turn_of_visitor(visitor uuid) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtextextended(visitor::text, 13))
$$;

CREATE FUNCTION note_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM take_turn_of_visitor(NEW.visitor_id);
    UPDATE conversations AS c
    SET consent_id = CASE NEW.action WHEN 'given' THEN NEW.document_id END
    WHERE c.site_id = NEW.site_id AND c.visitor_id = NEW.visitor_id;
    RETURN NULL;
END;
$$;
CREATE TRIGGER consent_events_noted AFTER INSERT ON consent_events
    FOR EACH ROW WHEN (NEW.purpose = 'processing') EXECUTE FUNCTION note_consent();

CREATE FUNCTION keep_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.consent_id := (
        SELECT CASE e.action WHEN 'given' THEN e.document_id END
        FROM consent_events AS e
        WHERE e.site_id = NEW.site_id AND e.visitor_id = NEW.visitor_id AND e.purpose = 'processing'
        ORDER BY e.ordinal DESC
        LIMIT 1
    );
    RETURN NEW;
END;
$$;
CREATE TRIGGER conversations_consent BEFORE INSERT ON conversations
    FOR EACH ROW EXECUTE FUNCTION keep_consent();

UPDATE sites AS s SET required_consent_id = consent_required(s);
UPDATE conversations AS c
SET consent_id = e.document_id
FROM (
    SELECT DISTINCT ON (site_id, visitor_id) site_id, visitor_id, document_id, action
    FROM consent_events
    WHERE purpose = 'processing'
    ORDER BY site_id, visitor_id, ordinal DESC
) AS e
WHERE c.site_id = e.site_id AND c.visitor_id = e.visitor_id AND e.action = 'given';

-- As in migration 0012, but for the consent.
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
            visitor_read_seq = CASE a.author_kind WHEN 'visitor' THEN a.seq ELSE c.visitor_read_seq END,
            operator_read_seq = CASE a.author_kind WHEN 'operator' THEN a.seq ELSE c.operator_read_seq END
        FROM added AS a
        WHERE c.id = a.conversation_id
    )
    SELECT a.site_id, a.conversation_id, a.seq, a.prev_public_seq, a.created_at, a.xact_id
    FROM added AS a;
END;
$$;
