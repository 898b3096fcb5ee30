-- What visitors rated badly is a few in a hundred, and is looked for through years: without an index of its own a list of it
-- reads everything that was closed. What is rated is written to seldom, so the index costs those who write nothing.
CREATE INDEX conversations_score ON conversations (site_id, score, active_minute DESC) WHERE score IS NOT NULL;
