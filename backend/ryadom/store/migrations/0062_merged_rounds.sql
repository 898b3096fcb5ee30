-- In a migration of its own: a report that runs holds rounds and asks for conversations, so nobody may hold those and ask for
-- rounds.

-- Who asked in a conversation that was merged before anybody answered there is answered in the other one.
ALTER TABLE rounds ADD COLUMN is_merged boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN rounds.is_merged IS 'It ended by being merged: nobody missed it, whether or not it was answered.';

-- As in migration 0052.
CREATE OR REPLACE VIEW analyst_rounds AS
SELECT
    r.site_id, r.conversation_id, r.number, r.asked_at, r.answered_at, a.name AS answered_by,
    extract(epoch FROM r.answered_at - r.asked_at) AS answer_s, r.answer_work_s, r.closed_at,
    extract(epoch FROM r.closed_at - r.asked_at) AS resolution_s, o.name AS operator, d.name AS department,
    r.score, r.has_comment, r.visitor_messages, r.operator_messages, b.name AS bot, r.bot_messages,
    r.is_merged
FROM rounds AS r
LEFT JOIN operators AS a ON a.id = r.answered_by
LEFT JOIN operators AS o ON o.id = r.operator_id
LEFT JOIN departments AS d ON d.site_id = r.site_id AND d.id = r.department_id
LEFT JOIN bots AS b ON b.id = r.bot_id;
COMMENT ON COLUMN analyst_rounds.is_merged IS 'It ended by being merged into another conversation of the same person.';
