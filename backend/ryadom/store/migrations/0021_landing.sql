-- Where a conversation began: pages that the visitor goes to afterwards take the place of page_url, and with it of the
-- parameters that say which campaign brought them.

ALTER TABLE conversations ADD COLUMN landing_url text;
COMMENT ON COLUMN conversations.landing_url IS 'The page on which its first message was written, with its utm_ parameters.';
