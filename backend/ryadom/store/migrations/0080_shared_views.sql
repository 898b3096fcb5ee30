-- Views of the inbox that are shared with colleagues, and which of these somebody does not want to see.

CREATE TABLE shared_views (
    controller_id uuid NOT NULL REFERENCES controllers (id),
    id uuid NOT NULL,
    site_id uuid REFERENCES sites (id),
    department_id uuid,
    version bigint NOT NULL CHECK (version > 0),
    view jsonb NOT NULL,
    PRIMARY KEY (controller_id, id),
    FOREIGN KEY (site_id, department_id) REFERENCES departments (site_id, id),
    CHECK (department_id IS NULL OR site_id IS NOT NULL)
);
COMMENT ON TABLE shared_views IS 'Whoever works on the site, or on any of the controller where none is named, sees them; of a department, who is in it.';
COMMENT ON COLUMN shared_views.version IS 'Whoever changes one names the version they have seen; one that comes back after it was deleted goes on counting.';
COMMENT ON COLUMN shared_views.view IS 'ryadom.core.shared_views.Kept.';

ALTER TABLE inbox_views ADD COLUMN hidden_ids uuid[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN inbox_views.hidden_ids IS 'Which shared views the operator has hidden.';
