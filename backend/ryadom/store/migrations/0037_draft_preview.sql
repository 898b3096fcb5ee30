-- A consent of its own for showing operators what a visitor has not sent yet.
ALTER TABLE consent_documents
    DROP CONSTRAINT consent_documents_purpose_check,
    ADD CONSTRAINT consent_documents_purpose_check
        CHECK (purpose IN ('processing', 'advertising', 'cross_border', 'draft_preview'));
