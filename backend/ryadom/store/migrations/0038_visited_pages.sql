-- The way that a visitor with a conversation takes through the site.
CREATE TABLE visited_pages (
    site_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    id uuid NOT NULL,
    url text NOT NULL,
    title text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (site_id, conversation_id, id),
    FOREIGN KEY (site_id, conversation_id) REFERENCES conversations (site_id, id)
);
COMMENT ON TABLE visited_pages IS 'Pages that the visitor went to after the conversation had begun, the newest 100 of each.';
COMMENT ON COLUMN visited_pages.id IS 'Ordered by time.';
