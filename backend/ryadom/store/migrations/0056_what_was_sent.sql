-- Of what was sent to a webhook no word is kept: when, how much, and by what it is known again once it is made anew.

ALTER TABLE webhook_deliveries
    ADD COLUMN sent_at timestamptz,
    ADD COLUMN sent_bytes integer,
    ADD COLUMN sent_data text,
    ADD COLUMN sent_mark bytea;
COMMENT ON COLUMN webhook_deliveries.sent_at IS
    'What webhook-timestamp of the last attempt said. Null: nothing was sent, or by servers of an older version only; so of the others.';
COMMENT ON COLUMN webhook_deliveries.sent_mark IS
    'The first half of its signature: nobody without the secret can try out what was said, and it signs nothing.';
