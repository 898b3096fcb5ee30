-- What was closed without a department is in sight of everybody who is limited, and is a few of many where a site has departments:
-- without an index of its own a list of it reads everything that was closed. Nothing that is open is in it, so messages pay nothing
-- for it. The index is made of a scan of all conversations, during which nobody writes, and readers read on.
CREATE INDEX conversations_of_no_department ON conversations (site_id, active_minute DESC)
    WHERE department_id IS NULL AND status = 'closed';
