-- How a site's widget looks and speaks, and when somebody answers there.

CREATE TABLE widget_settings (
    site_id uuid PRIMARY KEY REFERENCES sites (id),
    version bigint NOT NULL CHECK (version > 0),
    settings jsonb NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE widget_settings IS 'Of sites whose owner has chosen something; the others have what ryadom.core.widget_settings has.';
COMMENT ON COLUMN widget_settings.version IS '1, 2, 3 …: whoever changes them names the version they have seen.';
COMMENT ON COLUMN widget_settings.settings IS 'ryadom.core.widget_settings.WidgetSettings.';
