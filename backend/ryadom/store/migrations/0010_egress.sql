-- Where personal data may go: the register of recipients, mail on its way out, and who may not use messengers.

ALTER TABLE controllers ADD COLUMN is_regulated boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN controllers.is_regulated IS '41-FZ: may not write to customers through the listed messengers, nor send them there.';

CREATE TABLE egress_recipients (
    controller_id uuid NOT NULL REFERENCES controllers (id),
    host text NOT NULL CHECK (host ~ '^[a-z0-9._:-]+$'),
    port integer NOT NULL DEFAULT 0 CHECK (port BETWEEN 0 AND 65535),
    recipient text NOT NULL,
    country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    registered_in text CHECK (registered_in ~ '^[A-Z]{2}$'),
    purpose text NOT NULL,
    categories text NOT NULL,
    notice_on date CHECK (notice_on IS NOT NULL OR country = 'RU'),
    is_local boolean NOT NULL DEFAULT false CHECK (port > 0 OR NOT is_local),
    added_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (controller_id, host, port)
);
COMMENT ON TABLE egress_recipients IS 'No connection goes out but to these. 152-FZ articles 12 and 18 p. 5.';
COMMENT ON COLUMN egress_recipients.port IS '0: any.';
COMMENT ON COLUMN egress_recipients.country IS 'Where the recipient keeps the data, as the controller declares it.';
COMMENT ON COLUMN egress_recipients.registered_in IS 'Where its addresses are registered, if the controller knows that it is another country.';
COMMENT ON COLUMN egress_recipients.notice_on IS 'When the supervisory authority was told of the transfer abroad.';
COMMENT ON COLUMN egress_recipients.is_local IS 'A machine of the controller''s own, on this one or in a closed network; without it such addresses are refused.';

-- A mail is deleted as soon as the server of the recipient's has taken it.
CREATE TABLE outgoing_mails (
    id uuid PRIMARY KEY,
    controller_id uuid NOT NULL REFERENCES controllers (id),
    recipient text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    last_error text NOT NULL DEFAULT '',
    queued_at timestamptz NOT NULL DEFAULT now(),
    dead_at timestamptz
);
CREATE INDEX outgoing_mails_due ON outgoing_mails (next_attempt_at) WHERE dead_at IS NULL;
COMMENT ON COLUMN outgoing_mails.next_attempt_at IS 'While a sender is at it: when another may take over, because that one must have died.';
COMMENT ON COLUMN outgoing_mails.dead_at IS 'When the last attempt failed; the row stays for 30 days for people to look at.';
