-- What the site's counter of Yandex Metrica calls a browser is told to programs now, with the conversation and the customer:
-- whoever keeps a copy of these learns when it comes, and when it is forgotten, which is no entry.
CREATE FUNCTION mark_client_id() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO changed_objects (site_id, kind, id)
    VALUES (NEW.site_id, 'conversation', NEW.id), (NEW.site_id, 'customer', NEW.visitor_id)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END;
$$;
CREATE TRIGGER conversations_client_marked AFTER UPDATE OF metrica_client_id ON conversations
    FOR EACH ROW
    WHEN (OLD.metrica_client_id IS DISTINCT FROM NEW.metrica_client_id)
    EXECUTE FUNCTION mark_client_id();
