-- Visitors who may not write to a site for a while, as its operators decided. No blocking of data (visitors.blocked_at):
-- that hides a person from operators, this lets operators go on seeing what the person can't add to.
CREATE TABLE bans (
    site_id uuid NOT NULL,
    visitor_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    reason text NOT NULL CHECK (reason <> ''),
    banned_by uuid NOT NULL REFERENCES operators (id),
    banned_at timestamptz NOT NULL DEFAULT now(),
    until timestamptz CHECK (until > banned_at),
    PRIMARY KEY (site_id, visitor_id),
    FOREIGN KEY (site_id, visitor_id) REFERENCES visitors (site_id, id)
);
COMMENT ON TABLE bans IS 'Who may not write to a site. Lifted, or over for a while, they are deleted: the journal remembers.';
COMMENT ON COLUMN bans.conversation_id IS 'Before which the operator decided so.';
COMMENT ON COLUMN bans.until IS 'Null: until somebody lifts it.';

CREATE INDEX bans_newest ON bans (site_id, banned_at DESC, visitor_id DESC);

-- Operators who want a mail when a visitor waits and nobody is at the panel.
CREATE TABLE waiting_alerts (
    operator_id uuid PRIMARY KEY REFERENCES operators (id) ON DELETE CASCADE,
    minutes integer NOT NULL CHECK (minutes BETWEEN 1 AND 240),
    mailed_at timestamptz,
    told uuid[] NOT NULL DEFAULT '{}'
);
COMMENT ON COLUMN waiting_alerts.minutes IS 'After how long without an answer.';
COMMENT ON COLUMN waiting_alerts.told IS 'Conversations that wait still and were counted in a mail: of each waiting one tells once.';
