-- Who waits for a person, longest wait first: the list that is narrowed down by the wait begins with those who have waited longest.
-- They are few at any time; a visitor who begins to wait, and an answer, write one more entry. What a bot leads waits for nobody.
-- The index is made of a scan of all conversations, during which nobody writes, and readers read on.
CREATE INDEX conversations_unanswered ON conversations (site_id, waiting_since, id)
    WHERE waiting_since IS NOT NULL AND bot_id IS NULL AND status = 'open';
