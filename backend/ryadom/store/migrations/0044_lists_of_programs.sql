-- Conversations by when they were begun: programs page through them, and ask for those of a time, or that are open. Of these columns
-- only the status changes, which is in conversations_activity already: no update has to write more indexes than before this one.
CREATE INDEX conversations_created ON conversations (site_id, status, created_at, id);
