-- The search finds customers by their cards: by what operators have written down, and by what the site told of them. All of
-- it stands with the name, at seq 0 of each of their conversations; what is there already is walked over by the feeder.

ALTER TABLE search_feed ADD COLUMN cards_walk text NOT NULL
    DEFAULT '["00000000-0000-0000-0000-000000000000","00000000-0000-0000-0000-000000000000"]';
COMMENT ON COLUMN search_feed.cards_walk IS 'Where the walk over the cards that were there before is; empty: at its end.';

CREATE TABLE search_due_cards (
    site_id uuid NOT NULL,
    visitor_id uuid NOT NULL,
    PRIMARY KEY (site_id, visitor_id)
);
COMMENT ON TABLE search_due_cards IS 'Visitors whose name or card is to be read again: a change of it is no entry of a timeline.';
COMMENT ON TABLE search_renamed IS
    'Nothing is written here any more. A server of the version before empties it and reads names alone, so cards have a table of their own.';
COMMENT ON TABLE search_texts IS 'By what a message is found, and (seq 0) a conversation by its customer''s names and card.';

-- What a card said is not found any more from the moment it says something else or is over its lifetime.
CREATE FUNCTION forget_searched(site uuid, visitor uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM search_texts AS t
    USING conversations AS c
    WHERE c.site_id = site AND c.visitor_id = visitor
        AND t.site_id = c.site_id AND t.conversation_id = c.id AND t.seq = 0;
    INSERT INTO search_due_cards (site_id, visitor_id) VALUES (site, visitor) ON CONFLICT DO NOTHING;
END
$$;

CREATE OR REPLACE FUNCTION forget_searched_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM forget_searched(NEW.site_id, NEW.id);
    RETURN NULL;
END
$$;

-- The visitor's row is held by whoever writes here; should somebody not, it is now, so that the feeder reads before or after.
-- The erasure of a person deletes all rows of theirs by itself, and counts them.
CREATE FUNCTION forget_searched_card() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed record := coalesce(NEW, OLD);
BEGIN
    PERFORM 1 FROM visitors AS v
    WHERE v.site_id = changed.site_id AND v.id = changed.visitor_id AND v.erased_at IS NULL
    FOR NO KEY UPDATE;
    IF FOUND THEN
        PERFORM forget_searched(changed.site_id, changed.visitor_id);
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER customer_cards_searched AFTER INSERT OR UPDATE OR DELETE ON customer_cards
    FOR EACH ROW EXECUTE FUNCTION forget_searched_card();
CREATE TRIGGER visitor_identities_searched AFTER INSERT OR UPDATE OR DELETE ON visitor_identities
    FOR EACH ROW EXECUTE FUNCTION forget_searched_card();
CREATE TRIGGER customer_notes_searched AFTER INSERT OR UPDATE ON customer_notes
    FOR EACH ROW EXECUTE FUNCTION forget_searched_card();
-- Of a note that an operator has deleted nothing is found already when it is destroyed.
CREATE TRIGGER customer_notes_gone AFTER DELETE ON customer_notes
    FOR EACH ROW WHEN (OLD.deleted_at IS NULL) EXECUTE FUNCTION forget_searched_card();
