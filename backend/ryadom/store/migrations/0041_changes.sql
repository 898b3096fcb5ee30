-- The pull of changes by programs (GET /api/v1/changes). Most of what changes is an entry of a timeline, which has its
-- transaction since migration 0003, so sending a message pays nothing here. What is no entry leaves a mark: written by
-- triggers, so no way of changing or deleting something can be forgotten. A mark names the object, and nothing of it:
-- whether the object is given or said to be gone is read from the object itself.

-- First, while nothing is locked yet: it waits for all who read the table. Behind the triggers below it would have what others
-- of these want to write to, and neither would get on.
ALTER TABLE visitors ADD COLUMN named_at timestamptz;
COMMENT ON COLUMN visitors.named_at IS 'When the name was last changed; null where it never was.';

CREATE TABLE changed_objects (
    site_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('customer', 'conversation', 'thread', 'message')),
    id uuid NOT NULL,
    seq bigint NOT NULL DEFAULT 0,
    xact_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
    marked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (site_id, kind, id, seq, xact_id)
);
COMMENT ON TABLE changed_objects IS 'What a program is to be told of and no entry tells: kept for longer than a cursor is good.';
COMMENT ON COLUMN changed_objects.kind IS 'thread: a conversation with all of its messages, which may be seen again.';
COMMENT ON COLUMN changed_objects.id IS 'Of a customer the visitor''s id, of the others the conversation''s.';
COMMENT ON COLUMN changed_objects.seq IS 'Of a message; 0 of the others.';
-- With all by which they are ordered: one transaction may leave many, and a page must not begin with its first again.
CREATE INDEX changed_objects_xact ON changed_objects (xact_id, id, seq);
CREATE INDEX changed_objects_threads ON changed_objects (xact_id, id) WHERE kind = 'thread';
CREATE INDEX changed_objects_marked ON changed_objects (marked_at);

-- One row each time that Postgres was started and then pulled from. A cursor names the row of its own time: a copy of the
-- cluster's files from before does not have it, and so tells that it is one.
CREATE TABLE database_starts (
    started_at timestamptz PRIMARY KEY,
    id uuid NOT NULL UNIQUE
);
COMMENT ON COLUMN database_starts.started_at IS 'pg_postmaster_start_time().';

CREATE FUNCTION mark_customer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed record := coalesce(NEW, OLD);
BEGIN
    INSERT INTO changed_objects (site_id, kind, id) VALUES (changed.site_id, 'customer', changed.visitor_id)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END;
$$;
CREATE TRIGGER customer_cards_marked AFTER INSERT OR UPDATE OR DELETE ON customer_cards
    FOR EACH ROW EXECUTE FUNCTION mark_customer();
CREATE TRIGGER visitor_identities_marked AFTER INSERT OR UPDATE OR DELETE ON visitor_identities
    FOR EACH ROW EXECUTE FUNCTION mark_customer();
CREATE TRIGGER consent_events_marked AFTER INSERT ON consent_events
    FOR EACH ROW EXECUTE FUNCTION mark_customer();

-- A visitor's own row. Once they are blocked or erased nothing of theirs is given; once they are unblocked, all of it.
-- A new visitor is told of by the first entry of their conversation.
CREATE FUNCTION mark_visitor() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was_shown boolean := OLD.blocked_at IS NULL AND OLD.erased_at IS NULL;
    is_shown boolean := NEW.blocked_at IS NULL AND NEW.erased_at IS NULL;
BEGIN
    INSERT INTO changed_objects (site_id, kind, id) VALUES (NEW.site_id, 'customer', NEW.id) ON CONFLICT DO NOTHING;
    IF was_shown <> is_shown THEN
        INSERT INTO changed_objects (site_id, kind, id)
        SELECT c.site_id, CASE WHEN is_shown THEN 'thread' ELSE 'conversation' END, c.id
        FROM conversations AS c
        WHERE c.site_id = NEW.site_id AND c.visitor_id = NEW.id
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END;
$$;
CREATE TRIGGER visitors_marked AFTER UPDATE OF name, blocked_at, erased_at ON visitors
    FOR EACH ROW
    WHEN (
        (OLD.name, OLD.blocked_at, OLD.erased_at) IS DISTINCT FROM (NEW.name, NEW.blocked_at, NEW.erased_at)
    )
    EXECUTE FUNCTION mark_visitor();

CREATE FUNCTION note_naming() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.named_at := clock_timestamp();
    RETURN NEW;
END;
$$;
CREATE TRIGGER visitors_named BEFORE UPDATE OF name ON visitors
    FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION note_naming();

-- Where a conversation came from is forgotten at the end of its lifetime, which is no entry. No message sets these columns.
CREATE FUNCTION mark_conversation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO changed_objects (site_id, kind, id) VALUES (NEW.site_id, 'conversation', NEW.id) ON CONFLICT DO NOTHING;
    RETURN NULL;
END;
$$;
CREATE TRIGGER conversations_marked AFTER UPDATE OF landing_url, page_referrer ON conversations
    FOR EACH ROW
    WHEN ((OLD.landing_url, OLD.page_referrer) IS DISTINCT FROM (NEW.landing_url, NEW.page_referrer))
    EXECUTE FUNCTION mark_conversation();

-- Messages are changed by edits, deletions and the end of their lifetime; they are never changed by sending. Of who is
-- hidden or erased nobody has any: their conversation is said to be gone.
CREATE FUNCTION mark_messages() RETURNS trigger LANGUAGE plpgsql
-- The plan is kept for as long as the connection lives. Made for a page of retention it would read tables whole for an edit.
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
BEGIN
    INSERT INTO changed_objects (site_id, kind, id, seq)
    SELECT DISTINCT e.site_id, 'message', e.conversation_id, e.seq
    FROM changed AS e
    JOIN conversations AS c ON c.id = e.conversation_id  -- by conversations_id
    JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
    WHERE e.kind = 'message' AND v.erased_at IS NULL AND v.blocked_at IS NULL
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END;
$$;
CREATE TRIGGER entries_marked AFTER UPDATE ON entries
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_messages();

-- Nothing deletes these rows today. Whoever does, by hand or in a version to come, is told of all the same.
CREATE FUNCTION mark_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    CASE TG_TABLE_NAME
        WHEN 'entries' THEN
            INSERT INTO changed_objects (site_id, kind, id, seq)
            SELECT site_id, 'message', conversation_id, seq FROM gone WHERE kind = 'message' ON CONFLICT DO NOTHING;
        WHEN 'conversations' THEN
            INSERT INTO changed_objects (site_id, kind, id)
            SELECT site_id, 'conversation', id FROM gone ON CONFLICT DO NOTHING;
        ELSE
            INSERT INTO changed_objects (site_id, kind, id)
            SELECT site_id, 'customer', id FROM gone ON CONFLICT DO NOTHING;
    END CASE;
    RETURN NULL;
END;
$$;
CREATE TRIGGER entries_gone AFTER DELETE ON entries
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION mark_deleted();
CREATE TRIGGER conversations_gone AFTER DELETE ON conversations
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION mark_deleted();
CREATE TRIGGER visitors_gone AFTER DELETE ON visitors
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION mark_deleted();
