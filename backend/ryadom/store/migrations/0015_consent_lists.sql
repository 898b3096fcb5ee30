-- The evidence of consents by time, for who looks it through in the panel.

CREATE INDEX consent_events_newest ON consent_events (site_id, created_at, ordinal);
