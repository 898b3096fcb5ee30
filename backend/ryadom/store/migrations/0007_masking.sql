-- What a site does with each kind of personal data in messages, where it is not what the program does by itself.

CREATE TABLE masking_policies (
    site_id uuid NOT NULL REFERENCES sites (id) ON DELETE CASCADE,
    kind text NOT NULL CHECK (
        kind IN ('phone', 'email', 'passport', 'snils', 'inn', 'ogrn', 'card', 'account')
    ),
    policy text NOT NULL CHECK (policy IN ('keep', 'replace')),
    PRIMARY KEY (site_id, kind)
);
COMMENT ON TABLE masking_policies IS 'Without a row: cards and passports are replaced before they are stored, the rest is kept.';
