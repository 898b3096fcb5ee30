-- The operators' search: what is found by, in tables of its own, which a feeder fills from the feed of changes. No extension
-- is needed: an external Postgres may lack them, or the right to create them.

CREATE TABLE search_texts (
    site_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL CHECK (seq >= 0),
    said_at timestamptz NOT NULL,
    has_files boolean NOT NULL,
    slots integer[] NOT NULL,
    words tsvector NOT NULL,
    PRIMARY KEY (site_id, conversation_id, seq)
);
COMMENT ON TABLE search_texts IS 'By what a message is found, and (seq 0) a conversation by its customer''s name.';
COMMENT ON COLUMN search_texts.said_at IS 'When the message was sent; of a name, when the conversation began.';
COMMENT ON COLUMN search_texts.slots IS 'Hashes of the site with the day, with the month, and alone: the index finds a stretch of time by them.';
COMMENT ON COLUMN search_texts.words IS
    'Lexemes with their places; A marks what is part of a phone, an address or the like; ~ begins three letters of a name.';
-- Both conditions in one index: a word that every tenth message has is looked up within a stretch of time only.
CREATE INDEX search_texts_words ON search_texts USING gin (words, slots) WITH (fastupdate = on, gin_pending_list_limit = 1024);

CREATE TABLE search_words (
    site_id uuid NOT NULL,
    word text COLLATE "C" NOT NULL,
    cuts text[] NOT NULL,
    visitors smallint NOT NULL,
    checked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, word)
);
COMMENT ON TABLE search_words IS 'Lexemes that several customers'' conversations have, for words with a slip of the keys.';
COMMENT ON COLUMN search_words.cuts IS 'The lexeme, and what is left of it without one of its letters.';
COMMENT ON COLUMN search_words.visitors IS 'How many customers'' conversations had it when it was counted last, 20 at most.';
CREATE INDEX search_words_cuts ON search_words USING gin (cuts);
CREATE INDEX search_words_checked ON search_words (checked_at) WHERE visitors < 20;

CREATE TABLE search_feed (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    cluster text NOT NULL DEFAULT '',
    cursor text NOT NULL DEFAULT '',
    read_at timestamptz NOT NULL DEFAULT now(),
    walk text NOT NULL DEFAULT ''
);
COMMENT ON TABLE search_feed IS 'How far the feeder of the search is: one row.';
COMMENT ON COLUMN search_feed.cluster IS 'Of which cluster the cursor is; in another one, or where it is empty, all is walked over.';
COMMENT ON COLUMN search_feed.walk IS 'Where the walk over what was there before is, backwards; empty: at its end.';
INSERT INTO search_feed DEFAULT VALUES;

CREATE TABLE search_renamed (
    site_id uuid NOT NULL,
    visitor_id uuid NOT NULL,
    PRIMARY KEY (site_id, visitor_id)
);
COMMENT ON TABLE search_renamed IS 'Visitors whose name is to be read again: a change of it is no entry of a timeline.';

-- An old name is not found any more from the moment it is changed or over its lifetime. The erasure of a person deletes all
-- rows of theirs by itself, and counts them.
CREATE FUNCTION forget_searched_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM search_texts AS t
    USING conversations AS c
    WHERE c.site_id = NEW.site_id AND c.visitor_id = NEW.id
        AND t.site_id = c.site_id AND t.conversation_id = c.id AND t.seq = 0;
    IF NEW.name <> '' THEN
        INSERT INTO search_renamed (site_id, visitor_id) VALUES (NEW.site_id, NEW.id) ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER visitors_renamed AFTER UPDATE OF name ON visitors
    FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name AND NEW.erased_at IS NULL) EXECUTE FUNCTION forget_searched_name();
