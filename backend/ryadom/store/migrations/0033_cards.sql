-- The customer's card: what operators write down of a visitor and how it changed, notes, and which visitors are one person.

CREATE TABLE customer_cards (
    site_id uuid NOT NULL,
    visitor_id uuid NOT NULL,
    revision bigint NOT NULL CHECK (revision > 0),
    name text NOT NULL DEFAULT '',
    phone text NOT NULL DEFAULT '',
    email text NOT NULL DEFAULT '',
    company text NOT NULL DEFAULT '',
    about text NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (site_id, visitor_id),
    FOREIGN KEY (site_id, visitor_id) REFERENCES visitors (site_id, id)
);
COMMENT ON TABLE customer_cards IS 'What operators have written down, beside what the visitor wrote and the site told: neither replaces another.';
COMMENT ON COLUMN customer_cards.revision IS '1, 2, 3 …: whoever changes a card names the one they have seen.';
COMMENT ON COLUMN customer_cards.phone IS 'As ryadom.core.introductions.read_phone writes it: +7 912 345-67-89.';

CREATE TABLE customer_changes (
    site_id uuid NOT NULL,
    visitor_id uuid NOT NULL,
    id uuid NOT NULL,
    revision bigint NOT NULL,
    field text NOT NULL,
    before text NOT NULL,
    after text NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (site_id, visitor_id, id),
    FOREIGN KEY (site_id, visitor_id) REFERENCES visitors (site_id, id)
);
COMMENT ON TABLE customer_changes IS 'Who changed what on a card. It holds what stood there before, so it goes with the person.';

CREATE TABLE customer_notes (
    site_id uuid NOT NULL,
    visitor_id uuid NOT NULL,
    id uuid NOT NULL,
    author_id uuid NOT NULL REFERENCES operators (id),
    body text NOT NULL CHECK (body <> ''),
    version bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    edited_at timestamptz,
    deleted_at timestamptz,
    PRIMARY KEY (site_id, visitor_id, id),
    FOREIGN KEY (site_id, visitor_id) REFERENCES visitors (site_id, id)
);
COMMENT ON COLUMN customer_notes.id IS 'The echo_id: a note that is sent again is there once.';
COMMENT ON COLUMN customer_notes.version IS '1, 2, 3 …: of its words.';
COMMENT ON COLUMN customer_notes.deleted_at IS 'It is shown to nobody from then on, and gone within two hours; until then it can be brought back.';
CREATE INDEX customer_notes_deleted ON customer_notes (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE customer_links (
    site_id uuid NOT NULL,
    visitor_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    linked_by uuid NOT NULL REFERENCES operators (id),
    linked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (site_id, visitor_id),
    FOREIGN KEY (site_id, visitor_id) REFERENCES visitors (site_id, id)
);
COMMENT ON TABLE customer_links IS 'Visitors, of one controller''s sites, whom an operator took for one person; their conversations stay as they are.';
COMMENT ON COLUMN customer_links.customer_id IS 'The same for all who are one person; a number that names nothing else.';
CREATE INDEX customer_links_customer ON customer_links (customer_id);

-- Who else has a phone, by its last ten digits, or an address, in small letters.
CREATE INDEX customer_cards_phone ON customer_cards (right(regexp_replace(phone, '[^0-9]', '', 'g'), 10)) WHERE phone <> '';
CREATE INDEX customer_cards_email ON customer_cards (lower(email)) WHERE email <> '';
CREATE INDEX visitor_identities_phone ON visitor_identities (right(regexp_replace(phone, '[^0-9]', '', 'g'), 10))
WHERE phone <> '';
CREATE INDEX visitor_identities_email ON visitor_identities (lower(email)) WHERE email <> '';
