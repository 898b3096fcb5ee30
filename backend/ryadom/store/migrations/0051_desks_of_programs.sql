-- Programs that register requests of subjects, and that look after webhooks.

ALTER TABLE subject_requests
    DROP CONSTRAINT subject_requests_source_check,
    ADD CONSTRAINT subject_requests_source_check CHECK (source IN ('widget', 'email', 'panel', 'api')) NOT VALID;
COMMENT ON COLUMN subject_requests.source IS 'widget: the public page of a consent. email, panel: an operator wrote it down. api: a program did.';

ALTER TABLE webhook_endpoints ADD COLUMN api_key_id uuid REFERENCES api_keys (id);
COMMENT ON COLUMN webhook_endpoints.api_key_id IS 'Of the program that has said last of what it is told; null: somebody of the house has. It is told nothing once that key is over.';
