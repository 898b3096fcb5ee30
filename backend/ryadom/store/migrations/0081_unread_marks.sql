-- Which conversations operators have marked unread for themselves.

-- Which the foreign keys take anyway, in the order in which servers do. Nothing is read under them: the table is empty.
LOCK TABLE conversations IN SHARE ROW EXCLUSIVE MODE;
LOCK TABLE operators IN SHARE ROW EXCLUSIVE MODE;
CREATE TABLE unread_marks (
    site_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id) ON DELETE CASCADE,
    marked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, conversation_id, operator_id),
    FOREIGN KEY (site_id, conversation_id) REFERENCES conversations (site_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE unread_marks IS 'An operator''s own reminders. Reading or answering takes the row away, and so does losing sight of the conversation.';
CREATE INDEX unread_marks_operator ON unread_marks (operator_id, marked_at);
