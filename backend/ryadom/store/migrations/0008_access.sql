-- What an operator may do, and the second factor of signing in.

ALTER TABLE operators ADD COLUMN role text NOT NULL DEFAULT 'operator'
    CHECK (role IN ('owner', 'admin', 'supervisor', 'operator', 'auditor'));
COMMENT ON COLUMN operators.role IS 'What each role may do is one table in the code: core/rights.py.';

-- Somebody has to be able to do everything: whoever was added first. All others keep what they could do.
UPDATE operators SET role = 'owner' WHERE id = (SELECT id FROM operators ORDER BY created_at, id LIMIT 1);

CREATE TABLE operator_second_factors (
    operator_id uuid PRIMARY KEY REFERENCES operators (id) ON DELETE CASCADE,
    sealed_secret bytea,
    last_step bigint NOT NULL DEFAULT 0,
    confirmed_at timestamptz,
    pending_secret bytea,
    pending_since timestamptz,
    CHECK ((sealed_secret IS NULL) = (confirmed_at IS NULL)),
    CHECK ((pending_secret IS NULL) = (pending_since IS NULL))
);
COMMENT ON COLUMN operator_second_factors.sealed_secret IS 'AES-256-GCM under a key made of RYADOM_SECRET_KEY; null until a code of it has been shown.';
COMMENT ON COLUMN operator_second_factors.last_step IS 'The newest 30 s step whose code was used: it and older ones are refused.';
COMMENT ON COLUMN operator_second_factors.pending_secret IS 'Sealed in the same way; takes the place of the other once its first code has been shown, within minutes.';

CREATE TABLE operator_recovery_codes (
    operator_id uuid NOT NULL REFERENCES operator_second_factors (operator_id) ON DELETE CASCADE,
    code_sha256 bytea NOT NULL,
    PRIMARY KEY (operator_id, code_sha256)
);
COMMENT ON TABLE operator_recovery_codes IS '80 random bits each, so a plain hash can''t be guessed; a row is deleted when its code is used.';
