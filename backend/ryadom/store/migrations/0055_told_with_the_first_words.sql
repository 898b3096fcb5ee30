-- Who is in the database and has not written is no customer to programs. What is to be told of them waits for their first
-- conversation: that they are there now, and what they have agreed to until then. It was noted as it happened, found nobody
-- to tell of, and was dropped: on sites whose basis is consent each first one.

DROP TRIGGER visitors_told_created ON visitors;

CREATE FUNCTION has_begun(of_site uuid, of_visitor uuid, but uuid DEFAULT NULL) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM conversations AS c
        WHERE c.site_id = of_site AND c.visitor_id = of_visitor AND c.id IS DISTINCT FROM but
    );
END;
$$;

-- What is written down before the first words, or comes with them, is told with these.
CREATE OR REPLACE FUNCTION note_webhook_customer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed record := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    IF has_begun(changed.site_id, changed.visitor_id) THEN
        PERFORM note_webhook_news('customer.updated', NULL, changed.site_id, changed.visitor_id, changed.visitor_id);
    END IF;
    RETURN NULL;
END;
$$;

CREATE OR REPLACE FUNCTION note_webhook_visitor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.erased_at IS NOT NULL THEN
        PERFORM note_webhook_news('customer.erased', NULL, NEW.site_id, NULL, NEW.id);
    ELSIF has_begun(NEW.site_id, NEW.id) THEN
        PERFORM note_webhook_news('customer.updated', NULL, NEW.site_id, NEW.id, NEW.id);
    END IF;
    RETURN NULL;
END;
$$;

-- Who begins a conversation has taken this turn before: so each sees what the other did, or is seen.
CREATE OR REPLACE FUNCTION note_webhook_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM take_turn_of_visitor(NEW.visitor_id);
    IF has_begun(NEW.site_id, NEW.visitor_id) THEN
        PERFORM note_webhook_news('consent.' || NEW.action, NULL, NEW.site_id, NEW.visitor_id, NEW.visitor_id, NEW.ordinal);
    END IF;
    RETURN NULL;
END;
$$;

-- Without that turn: whoever loads a million conversations in one transaction would fill the table of locks.
CREATE FUNCTION note_webhook_begin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF has_begun(NEW.site_id, NEW.visitor_id, NEW.id) THEN
        RETURN NULL;
    END IF;
    PERFORM note_webhook_news('customer.created', NULL, NEW.site_id, NEW.visitor_id, NEW.visitor_id);
    PERFORM note_webhook_news('consent.' || e.action, NULL, e.site_id, e.visitor_id, e.visitor_id, e.ordinal)
    FROM (
        SELECT * FROM consent_events AS c
        WHERE c.site_id = NEW.site_id AND c.visitor_id = NEW.visitor_id
        ORDER BY c.ordinal
    ) AS e;
    RETURN NULL;
END;
$$;
CREATE TRIGGER conversations_told_begin AFTER INSERT ON conversations FOR EACH ROW EXECUTE FUNCTION note_webhook_begin();
