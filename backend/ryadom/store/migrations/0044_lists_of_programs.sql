-- Conversations by when they were begun: programs page through them, and ask for those of a time. Neither column ever changes,
-- so only the beginning of a conversation pays for it.
CREATE INDEX conversations_created ON conversations (site_id, created_at, id);
