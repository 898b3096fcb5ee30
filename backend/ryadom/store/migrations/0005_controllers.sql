-- Who answers by law for the personal data of a site: the controller (оператор персональных данных).

CREATE TABLE controllers (
    id uuid PRIMARY KEY,
    legal_name text NOT NULL DEFAULT '',
    inn text CHECK (inn ~ '^([0-9]{10}|[0-9]{12})$'),
    address text NOT NULL DEFAULT '',
    officer_name text NOT NULL DEFAULT '',
    officer_email text,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE controllers IS 'Journal, requests of subjects and papers are a controller''s, whichever of its sites they come from.';
COMMENT ON COLUMN controllers.legal_name IS 'Empty until it is told: papers and consents can''t be made before.';
COMMENT ON COLUMN controllers.officer_name IS 'Who is responsible for the processing of personal data, 152-FZ article 22.1.';

-- Sites that are there get one controller together, without a name yet.
INSERT INTO controllers (id) SELECT gen_random_uuid() WHERE EXISTS (SELECT FROM sites);
ALTER TABLE sites ADD COLUMN controller_id uuid REFERENCES controllers (id);
UPDATE sites SET controller_id = (SELECT id FROM controllers);
ALTER TABLE sites ALTER COLUMN controller_id SET NOT NULL;
CREATE INDEX sites_controller ON sites (controller_id);
