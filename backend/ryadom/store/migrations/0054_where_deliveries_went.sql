-- Where each delivery went, and when it was looked last for whom bots leave waiting.

ALTER TABLE webhook_deliveries ADD COLUMN origin text NOT NULL DEFAULT '';
COMMENT ON COLUMN webhook_deliveries.origin IS
    'Scheme, host and port of the URL that was called last. Empty: it was never called, or by servers of an older version only.';

CREATE TABLE bot_watch (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    looked_at timestamptz NOT NULL DEFAULT '-infinity'
);
COMMENT ON TABLE bot_watch IS 'When it was looked last for whom bots leave waiting, by whichever process: one row.';
INSERT INTO bot_watch DEFAULT VALUES;
