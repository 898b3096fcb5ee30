-- Whether whoever comes to a site is mailed when its visitors wait and nobody is at the panel, until somebody says otherwise.
CREATE TABLE new_alerts (
    site_id uuid PRIMARY KEY REFERENCES sites (id) ON DELETE CASCADE,
    version bigint NOT NULL,
    minutes integer CHECK (minutes BETWEEN 1 AND 240)
);
COMMENT ON COLUMN new_alerts.minutes IS 'After how long without an answer; null: not at all. A site without a row: 5.';
