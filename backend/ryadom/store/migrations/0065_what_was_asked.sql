-- What a bot was asked can be made anew, and a program that orders a webhook twice under one name is told so.

ALTER TABLE webhook_deliveries ADD COLUMN asked_seq bigint;
COMMENT ON COLUMN webhook_deliveries.asked_seq IS
    'Of what a bot was asked: the newest entry that it was given. Null: it was not, or by servers of an older version only.';

ALTER TABLE webhook_endpoints ADD COLUMN ordered_sha256 bytea;
COMMENT ON COLUMN webhook_endpoints.ordered_sha256 IS
    'Of the events, sites and data that a program ordered it with, to tell its repetition from another order; not of the URL, which may be a secret. Null: people added it, or an older version.';
