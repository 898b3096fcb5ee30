-- Mail to visitors: answers that they did not see, and copies of conversations that they ask for.

CREATE TABLE answer_addresses (
    site_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    visitor_id uuid NOT NULL,
    email text NOT NULL,
    locale text NOT NULL,
    mailed_seq bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, conversation_id),
    FOREIGN KEY (site_id, conversation_id) REFERENCES conversations (site_id, id)
);
COMMENT ON TABLE answer_addresses IS
    'Where a conversation''s answers go by mail: what the visitor wrote into the form, where the site''s owner lets answers be mailed.';
COMMENT ON COLUMN answer_addresses.mailed_seq IS
    'Answers up to this seq have been given to the queue of mail. It moves in the transaction that queues the mail, and never back: each goes once.';
CREATE INDEX answer_addresses_visitor ON answer_addresses (site_id, visitor_id);

CREATE TABLE mail_refusals (
    site_id uuid NOT NULL REFERENCES sites (id),
    address_hmac bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, address_hmac)
);
COMMENT ON TABLE mail_refusals IS 'Addresses that want no mail of a site''s any more.';
COMMENT ON COLUMN mail_refusals.address_hmac IS 'Keyed hash: the address is not kept.';

CREATE TABLE mail_copies (
    site_id uuid NOT NULL REFERENCES sites (id),
    visitor_id uuid NOT NULL,
    echo_id uuid NOT NULL,
    address_hmac bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (site_id, visitor_id, echo_id)
);
COMMENT ON TABLE mail_copies IS 'Copies that were asked for within a day, to keep to the limits and to send what is asked for twice once.';
CREATE INDEX mail_copies_time ON mail_copies (site_id, created_at);

-- What such a mail says is in no row: it is written when it is sent, of what may be shown then.
ALTER TABLE outgoing_mails
    ADD COLUMN purpose text CHECK (purpose IN ('answers', 'copy')),
    ADD COLUMN site_id uuid,
    ADD COLUMN visitor_id uuid,
    ADD COLUMN conversation_id uuid,
    ADD COLUMN locale text,
    ADD COLUMN after_seq bigint,
    ADD COLUMN until_seq bigint,
    ADD COLUMN in_hand boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT outgoing_mails_to_visitor CHECK (
        num_nulls(purpose, site_id, visitor_id, conversation_id, locale, after_seq, until_seq) IN (0, 7)
    );
COMMENT ON COLUMN outgoing_mails.purpose IS 'Of a mail to a visitor; null: to somebody of the firm.';
COMMENT ON COLUMN outgoing_mails.after_seq IS 'Of the conversation goes what is after this seq, until the other.';
COMMENT ON COLUMN outgoing_mails.in_hand IS
    'A server is being given this mail to a visitor. Where that ends without an answer nobody knows whether it was taken, and it is not given again.';
CREATE INDEX outgoing_mails_visitor ON outgoing_mails (site_id, visitor_id) WHERE visitor_id IS NOT NULL;

CREATE VIEW unread_answers AS
SELECT
    c.site_id, c.id AS conversation_id, c.visitor_id, s.controller_id, c.active_minute,
    a.email, a.locale, a.mailed_seq, e.until_seq, e.oldest_at, e.newest_at
FROM widget_settings AS w
JOIN sites AS s ON s.id = w.site_id
JOIN conversations AS c ON c.site_id = s.id AND c.status IN ('open', 'closed')
JOIN answer_addresses AS a ON a.site_id = c.site_id AND a.conversation_id = c.id
JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
CROSS JOIN LATERAL (
    SELECT max(m.seq) AS until_seq, min(m.created_at) AS oldest_at, max(m.created_at) AS newest_at
    FROM entries AS m
    WHERE m.site_id = c.site_id AND m.conversation_id = c.id AND m.seq > greatest(a.mailed_seq, c.visitor_read_seq)
        AND m.kind = 'message' AND m.author_kind = 'operator' AND m.public AND (m.body <> '' OR m.files IS NOT NULL)
) AS e
WHERE w.settings -> 'mail' -> 'answers' = 'true'
    AND c.last_public_seq > greatest(a.mailed_seq, c.visitor_read_seq)
    AND NOT c.is_blocked AND v.blocked_at IS NULL AND v.erased_at IS NULL
    -- Whichever version was agreed to: what matters is that it was not withdrawn.
    AND (s.required_consent_id IS NULL OR c.consent_id IS NOT NULL)
    AND e.until_seq IS NOT NULL;
COMMENT ON VIEW unread_answers IS
    'Answers that were neither read nor mailed, of conversations whose visitor may be written to: join it to a bound of active_minute.';
