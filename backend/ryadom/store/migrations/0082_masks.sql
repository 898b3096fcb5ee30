-- What is done with contacts where a site has said nothing.

COMMENT ON TABLE masking_policies IS 'Without a row: cards and passports are replaced before they are stored, telephones and e-mail are masked on display, the rest is kept.';
