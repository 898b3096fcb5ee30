-- What was closed and nobody ever led, no bot either, is a few of many: without an index of its own a list of it reads everything that
-- was closed. Nothing that is open is in it, so messages pay nothing for it. The index is made of a scan of all conversations, during
-- which nobody writes, and readers read on.
CREATE INDEX conversations_of_nobody ON conversations (site_id, active_minute DESC)
    WHERE assignee_id IS NULL AND bot_id IS NULL AND status = 'closed';
