-- What reports are made of: a row for each time that a visitor wrote and was dealt with. Times and numbers only, so an
-- erasure has nothing to take from it. It is fed from the feed of changes (ryadom.core.reports.upkeep), after the commit
-- of a message, which pays nothing for it.

CREATE TABLE rounds (
    site_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    last_seq bigint NOT NULL,
    asked_at timestamptz,
    answered_at timestamptz,
    answered_by uuid,
    answer_work_s double precision,
    closed_at timestamptz,
    operator_id uuid,
    department_id uuid,
    score smallint,
    has_comment boolean NOT NULL,
    visitor_messages integer NOT NULL,
    operator_messages integer NOT NULL,
    -- No foreign key: its look at the conversation would hold up who writes there. Conversations are erased, never deleted.
    PRIMARY KEY (site_id, conversation_id, number),
    CHECK ((answered_at IS NULL) = (answered_by IS NULL))
);
COMMENT ON TABLE rounds IS
    'A round of a conversation: from the visitor''s first message, or from their coming back to a closed conversation, to the closing.';
COMMENT ON COLUMN rounds.number IS '1, 2, 3 … within the conversation.';
COMMENT ON COLUMN rounds.last_seq IS 'The newest entry that is reckoned in: what lies behind it, of the newest round, is yet to come.';
COMMENT ON COLUMN rounds.asked_at IS 'The visitor''s first message; null where they have not written in it.';
COMMENT ON COLUMN rounds.answered_at IS 'The first message of an operator after that.';
COMMENT ON COLUMN rounds.answer_work_s IS 'How much of the time between the two lay in the site''s hours, as they were when it was reckoned.';
COMMENT ON COLUMN rounds.closed_at IS 'The last closing; null while it is open, or open again by an operator.';
COMMENT ON COLUMN rounds.operator_id IS 'Whom it was given to last.';
CREATE INDEX rounds_asked ON rounds (site_id, asked_at);

CREATE TABLE rounds_progress (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    feed_cursor text,
    swept_site_id uuid,
    swept_id uuid,
    read_at timestamptz
);
COMMENT ON TABLE rounds_progress IS 'How far rounds are kept: one row, whose lock is the turn of who keeps them.';
COMMENT ON COLUMN rounds_progress.feed_cursor IS 'ryadom.store.feed.Cursor as JSON; null: nothing was kept yet.';
COMMENT ON COLUMN rounds_progress.swept_id IS
    'While all conversations are gone through: the last one that was, by site and id; null where that is done.';
INSERT INTO rounds_progress DEFAULT VALUES;
