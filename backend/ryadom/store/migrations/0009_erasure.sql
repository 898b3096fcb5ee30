-- What remains of a person who was erased: that there was one, so that nothing of theirs is taken again.

ALTER TABLE visitors ADD COLUMN erased_at timestamptz;
COMMENT ON COLUMN visitors.erased_at IS
    'When the erasure began. Tokens are refused from then on, and no process stores a message of or for them any more.';
