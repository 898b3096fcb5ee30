-- A third choice for personal data in messages: stored as it is, and masked when it is shown.

ALTER TABLE masking_policies DROP CONSTRAINT masking_policies_policy_check;
ALTER TABLE masking_policies ADD CONSTRAINT masking_policies_policy_check CHECK (policy IN ('keep', 'mask', 'replace'));
COMMENT ON COLUMN masking_policies.policy IS 'keep, or mask: stored as it is, and operators without the right see_contacts see a mask; or replace: before it is stored, for good.';
