-- What an account of a CRM takes is shared by all processes: whoever calls takes a turn here.

CREATE TABLE crm_paces (
    origin text PRIMARY KEY,
    paid_until timestamptz NOT NULL,
    rest_until timestamptz
);
COMMENT ON TABLE crm_paces IS 'How much of what an account of a CRM takes has been taken: a row for each, for as long as it is called.';
COMMENT ON COLUMN crm_paces.paid_until IS
    'Each call moves it on by the time that one takes in the long run; how far ahead of now it may be is what may come at once.';
COMMENT ON COLUMN crm_paces.rest_until IS 'Until then the CRM has asked not to be called at all.';
