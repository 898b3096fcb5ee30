-- How people in a CRM call what was made of a conversation, where they don't know it by our number of it: of 1C, whose
-- documents have numbers of their own.

ALTER TABLE connector_pushes ADD COLUMN remote_number text NOT NULL DEFAULT '';
COMMENT ON COLUMN connector_pushes.remote_number IS 'As people there call it, where that is not remote_id; else empty.';
