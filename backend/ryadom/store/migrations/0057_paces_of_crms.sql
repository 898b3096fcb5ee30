-- What an account of a CRM takes is shared by all processes: whoever calls takes a turn here, and leaves alone who rests.

CREATE TABLE crm_paces (
    origin text PRIMARY KEY,
    paid_until timestamptz NOT NULL
);
COMMENT ON TABLE crm_paces IS 'How much of what a host of a CRM takes has been taken: a row for each, for as long as it is called.';
COMMENT ON COLUMN crm_paces.paid_until IS
    'Each call moves it on by the time that one takes in the long run; a call goes where it is no further ahead than what may come at once.';

CREATE TABLE crm_rests (
    account bytea PRIMARY KEY,
    rest_until timestamptz NOT NULL
);
COMMENT ON TABLE crm_rests IS 'Accounts that have asked not to be called for a while. What one firm''s asks is no matter of another''s.';
COMMENT ON COLUMN crm_rests.account IS 'A hash of the controller, the host and, where a host has accounts of many, the path.';
