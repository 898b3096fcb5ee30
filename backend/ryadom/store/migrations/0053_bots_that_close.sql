-- Bots that close what is silent. Apart from 0052, which may wait for rounds and takes long: each new conversation reads this table.

ALTER TABLE webhook_endpoints
    ADD COLUMN close_after_min integer CHECK (close_after_min BETWEEN 1 AND 10080),
    ADD CONSTRAINT webhook_endpoints_close_check CHECK (close_after_min IS NULL OR bot_id IS NOT NULL);
COMMENT ON COLUMN webhook_endpoints.close_after_min IS
    'After how many minutes of silence what the bot leads, and has answered, is closed in its name. Null: never.';
