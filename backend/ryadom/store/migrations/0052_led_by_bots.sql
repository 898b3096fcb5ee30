-- Rounds that a bot led alone, so that reports tell them from those that nobody answered.

ALTER TABLE rounds
    ADD COLUMN bot_id uuid,
    ADD COLUMN bot_messages integer NOT NULL DEFAULT 0,
    ADD COLUMN led_seq bigint;
COMMENT ON COLUMN rounds.bot_id IS 'The bot that led it to its end, or leads it; null where it was anybody else''s last.';
COMMENT ON COLUMN rounds.bot_messages IS 'How many the bot wrote that led it then.';
COMMENT ON COLUMN rounds.led_seq IS
    'The newest entry that is reckoned in of whose it was. Behind last_seq where a server of an older version has kept the round: that is reckoned anew. Null: of before there were bots that lead.';

-- Of a server of an older version, which says nothing of it.
ALTER TABLE rounds ALTER COLUMN led_seq SET DEFAULT 0;
UPDATE rounds SET led_seq = 0
WHERE asked_at >= (SELECT applied_at FROM schema_migrations WHERE name = '0049_webhook_bots') AND EXISTS (SELECT FROM bots);

-- last_seq moves whenever a round is kept: named by an index, be it in its predicate, it would cost each time a new entry in
-- every index of the table. This moves only where a server of an older version has kept the round. The room is for the row
-- that takes the old one's place, in its page.
ALTER TABLE rounds
    ADD COLUMN is_unled boolean GENERATED ALWAYS AS (led_seq < last_seq) STORED,
    SET (fillfactor = 90);
COMMENT ON COLUMN rounds.is_unled IS 'What those are found by whose led_seq is behind. Null where that is null: they stay as they are.';
CREATE INDEX rounds_unled ON rounds (site_id, conversation_id) WHERE is_unled;

-- As in migration 0048, with the bot.
CREATE OR REPLACE VIEW analyst_rounds AS
SELECT
    r.site_id, r.conversation_id, r.number, r.asked_at, r.answered_at, a.name AS answered_by,
    extract(epoch FROM r.answered_at - r.asked_at) AS answer_s, r.answer_work_s, r.closed_at,
    extract(epoch FROM r.closed_at - r.asked_at) AS resolution_s, o.name AS operator, d.name AS department,
    r.score, r.has_comment, r.visitor_messages, r.operator_messages, b.name AS bot, r.bot_messages
FROM rounds AS r
LEFT JOIN operators AS a ON a.id = r.answered_by
LEFT JOIN operators AS o ON o.id = r.operator_id
LEFT JOIN departments AS d ON d.site_id = r.site_id AND d.id = r.department_id
LEFT JOIN bots AS b ON b.id = r.bot_id;
COMMENT ON COLUMN analyst_rounds.bot IS 'The bot that led it to its end, or leads it; null where it was anybody else''s last.';
COMMENT ON COLUMN analyst_rounds.bot_messages IS 'How many that bot wrote.';
