-- Protection from spam: how many newcomers write on a site, and which sites ask them for work because too many do.

CREATE TABLE newcomer_counts (
    site_id uuid NOT NULL REFERENCES sites (id),
    minute timestamptz NOT NULL,
    begun integer NOT NULL CHECK (begun >= 0),
    refused integer NOT NULL CHECK (refused >= 0),
    during_attack boolean NOT NULL,
    PRIMARY KEY (site_id, minute)
);
COMMENT ON TABLE newcomer_counts IS 'Of minutes in which any wrote: numbers alone, added up by all processes, kept for 8 days.';
COMMENT ON COLUMN newcomer_counts.begun IS 'Conversations that newcomers have begun.';
COMMENT ON COLUMN newcomer_counts.refused IS 'Newcomers who were asked for work and had done none.';
COMMENT ON COLUMN newcomer_counts.during_attack IS 'Says nothing of what is usual on the site.';
CREATE INDEX newcomer_counts_minute ON newcomer_counts (minute);

CREATE TABLE attacks (
    site_id uuid PRIMARY KEY REFERENCES sites (id),
    is_on boolean NOT NULL,
    began_at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    told_at timestamptz
);
COMMENT ON TABLE attacks IS 'The last time that newcomers were asked for work because too many came, of each site that this has happened to.';
COMMENT ON COLUMN attacks.until IS 'When it ends, unless too many still come: then it is moved on.';
COMMENT ON COLUMN attacks.told_at IS 'When the officer was last written to about it.';
