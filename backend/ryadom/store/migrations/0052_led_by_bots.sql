-- Rounds that a bot led alone, so that reports tell them from those that nobody answered; and bots that close what is silent.

ALTER TABLE webhook_endpoints
    ADD COLUMN close_after_min integer CHECK (close_after_min BETWEEN 1 AND 10080),
    ADD CONSTRAINT webhook_endpoints_close_check CHECK (close_after_min IS NULL OR bot_id IS NOT NULL);
COMMENT ON COLUMN webhook_endpoints.close_after_min IS
    'After how many minutes of silence what the bot leads, and has answered, is closed in its name. Null: never.';

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
CREATE INDEX rounds_unled ON rounds (site_id, conversation_id) WHERE led_seq < last_seq;

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
