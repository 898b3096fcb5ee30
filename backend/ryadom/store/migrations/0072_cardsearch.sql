-- Customers by their cards: the search finds them by what operators have written down and what the site told of them, and
-- operators see the name that stands there.

-- All that is searched stands with the name, at seq 0 of each of their conversations; what is there already is walked over by
-- the feeder. A server of the version before goes on feeding for a while, and puts the name alone there: it moves the first
-- cursor without the second, and then the walk begins anew.

ALTER TABLE search_feed ADD COLUMN cards_walk text NOT NULL DEFAULT '', ADD COLUMN cards_cursor text NOT NULL DEFAULT '';
COMMENT ON COLUMN search_feed.cards_walk IS 'Where the walk over the cards that were there before is; empty: at its end.';
COMMENT ON COLUMN search_feed.cards_cursor IS
    'The cursor, as a feeder that reads cards has left it; where it is another one, all cards are walked over.';

CREATE TABLE search_due_cards (
    site_id uuid NOT NULL,
    visitor_id uuid NOT NULL,
    PRIMARY KEY (site_id, visitor_id)
);
COMMENT ON TABLE search_due_cards IS 'Visitors whose name or card is to be read again: a change of it is no entry of a timeline.';
COMMENT ON TABLE search_renamed IS
    'Nothing is written here any more, but by what began before. A server of the version before empties it and reads names alone, so cards have a table of their own.';
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

-- Before the tables of cards are held: nobody who writes one down waits for a list that somebody reads. Of what is held here before, only
-- the feeder waits for its own table.
CREATE VIEW shown_names AS
SELECT
    v.site_id, v.id AS visitor_id, coalesce(nullif(k.name, ''), nullif(i.name, ''), v.name) AS name, v.name AS own_name
FROM visitors AS v
LEFT JOIN customer_cards AS k ON k.site_id = v.site_id AND k.visitor_id = v.id
LEFT JOIN visitor_identities AS i ON i.site_id = v.site_id AND i.visitor_id = v.id;
COMMENT ON VIEW shown_names IS
    'By which name operators see a visitor: what is on the card, else what the site told, else their own. Visitors are told their own alone.';

-- As in migration 0060, with that name. The limit keeps the tables of the name out of the list that the planner orders: with two
-- more it would make all rows there are, to choose a page from them.
CREATE OR REPLACE VIEW inbox_rows AS
SELECT
    c.site_id, c.id, c.visitor_id, v.name AS visitor_name, c.status,
    coalesce(c.assignee_id, c.bot_id) AS assignee_id,
    coalesce(o.name, (SELECT b.name FROM bots AS b WHERE b.id = c.bot_id)) AS assignee_name,
    c.last_seq, c.visitor_read_seq, c.operator_read_seq, u.unread_count,
    CASE m.author_kind WHEN 'bot' THEN 'operator' ELSE m.author_kind END AS message_author_kind,
    m.author_id AS message_author_id,
    CASE m.author_kind WHEN 'operator' THEN mo.name WHEN 'bot' THEN (SELECT b.name FROM bots AS b WHERE b.id = m.author_id) ELSE v.name END
        AS message_author_name,
    m.body AS message_body, m.created_at AS message_created_at,
    c.page_url, c.page_title, c.page_referrer, c.queued_at, c.waiting_since, c.active_at, c.created_at,
    c.department_id, d.name AS department_name,
    m.seq AS message_seq, c.score,
    c.snoozed_until, c.tag_ids, c.result_id,
    c.assignee_id IS NULL AND c.bot_id IS NOT NULL AS is_led_by_bot,
    c.merged_into_id
FROM conversations AS c
CROSS JOIN LATERAL (
    SELECT n.name FROM shown_names AS n WHERE n.site_id = c.site_id AND n.visitor_id = c.visitor_id LIMIT 1
) AS v
LEFT JOIN operators AS o ON o.id = c.assignee_id
LEFT JOIN departments AS d ON d.site_id = c.site_id AND d.id = c.department_id
LEFT JOIN LATERAL (
    SELECT e.author_kind, e.author_id, left(e.body, 200) AS body, e.created_at, e.seq
    FROM entries AS e
    WHERE e.site_id = c.site_id AND e.conversation_id = c.id AND e.kind = 'message' AND e.public
        -- One that was deleted is passed over; the emptiness of one that is shown says that its person was erased.
        AND NOT EXISTS (
            SELECT FROM entries AS gone
            WHERE gone.site_id = e.site_id AND gone.conversation_id = e.conversation_id AND gone.message_seq = e.seq
                AND gone.kind = 'deletion'
        )
    ORDER BY e.seq DESC
    LIMIT 1
) AS m ON true
LEFT JOIN operators AS mo ON m.author_kind = 'operator' AND mo.id = m.author_id
CROSS JOIN LATERAL (
    SELECT count(*) AS unread_count
    FROM (
        SELECT 1
        FROM entries AS e
        WHERE e.site_id = c.site_id AND e.conversation_id = c.id AND e.kind = 'message'
            AND e.author_kind = 'visitor' AND e.seq > c.operator_read_seq
        LIMIT 100
    ) AS unread
) AS u;

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
