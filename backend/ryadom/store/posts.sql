-- name: post_messages
-- One row per message, in no particular order; see migration 0002.
SELECT ordinal, outcome, seq, prev_public_seq, created_at
FROM post_messages(:site_ids, :conversation_ids, :author_kinds, :author_ids, :echo_ids, :bodies);
