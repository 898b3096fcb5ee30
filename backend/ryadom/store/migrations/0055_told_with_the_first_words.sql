-- Who is in the database and has not written is no customer to programs. What is to be told of them waits for their first
-- conversation: that they are there now, and what they have agreed to until then. It was noted as it happened, found nobody
-- to tell of, and was dropped: on sites whose basis is consent each first one.

DROP TRIGGER visitors_told_created ON visitors;

CREATE OR REPLACE FUNCTION note_webhook_visitor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.erased_at IS NOT NULL THEN
        PERFORM note_webhook_news('customer.erased', NULL, NEW.site_id, NULL, NEW.id);
    ELSE
        PERFORM note_webhook_news('customer.updated', NULL, NEW.site_id, NEW.id, NEW.id);
    END IF;
    RETURN NULL;
END;
$$;

-- Whether news of this visitor are to be noted now: somebody is told, and they have begun before the conversation `but`, or not,
-- as is asked. Consents and first words of one visitor are put in an order, so that each sees the other, or is seen.
CREATE FUNCTION is_webhook_news(of_site uuid, of_visitor uuid, but uuid, has_begun boolean) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM webhook_endpoints WHERE disabled_at IS NULL)
        AND NOT EXISTS (SELECT FROM connectors WHERE disabled_at IS NULL)
    THEN
        RETURN false;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('first words ' || of_site || of_visitor, 0));
    RETURN has_begun = EXISTS (
        SELECT FROM conversations AS c
        WHERE c.site_id = of_site AND c.visitor_id = of_visitor AND c.id IS DISTINCT FROM but
    );
END;
$$;

CREATE OR REPLACE FUNCTION note_webhook_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF is_webhook_news(NEW.site_id, NEW.visitor_id, NULL, has_begun => true) THEN
        PERFORM note_webhook_news('consent.' || NEW.action, NULL, NEW.site_id, NEW.visitor_id, NEW.visitor_id, NEW.ordinal);
    END IF;
    RETURN NULL;
END;
$$;

CREATE FUNCTION note_webhook_begin() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    given record;
BEGIN
    IF NOT is_webhook_news(NEW.site_id, NEW.visitor_id, NEW.id, has_begun => false) THEN
        RETURN NULL;
    END IF;
    PERFORM note_webhook_news('customer.created', NULL, NEW.site_id, NEW.visitor_id, NEW.visitor_id);
    FOR given IN
        SELECT e.action, e.ordinal
        FROM consent_events AS e
        WHERE e.site_id = NEW.site_id AND e.visitor_id = NEW.visitor_id
        ORDER BY e.ordinal
    LOOP
        PERFORM note_webhook_news(
            'consent.' || given.action, NULL, NEW.site_id, NEW.visitor_id, NEW.visitor_id, given.ordinal
        );
    END LOOP;
    RETURN NULL;
END;
$$;
CREATE TRIGGER conversations_told_begin AFTER INSERT ON conversations FOR EACH ROW EXECUTE FUNCTION note_webhook_begin();
