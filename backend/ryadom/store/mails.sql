-- name: insert_mail
INSERT INTO outgoing_mails (id, controller_id, recipient, subject, body)
VALUES (:id, :controller_id, :recipient, :subject, :body);

-- name: insert_visitor_mail
INSERT INTO outgoing_mails (
    id, controller_id, recipient, subject, body,
    purpose, site_id, visitor_id, conversation_id, locale, after_seq, until_seq
)
VALUES (
    :id, :controller_id, :recipient, '', '',
    :purpose, :site_id, :visitor_id, :conversation_id, :locale, :after_seq, :until_seq
);

-- name: claim_mail
-- The one that is due longest, by outgoing_mails_due; whoever claims it has it for `lease_s`.
UPDATE outgoing_mails
SET attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => :lease_s)
WHERE id = (
    SELECT id FROM outgoing_mails
    WHERE dead_at IS NULL AND next_attempt_at <= now()
    ORDER BY next_attempt_at
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
RETURNING
    id, controller_id, recipient, subject, body, attempts, last_error, queued_at, dead_at,
    purpose, site_id, visitor_id, conversation_id, locale, after_seq, until_seq, in_hand;

-- name: delete_mail
-- After it was taken; whatever number of attempt says so.
DELETE FROM outgoing_mails WHERE id = :id;

-- name: take_in_hand
-- Nothing where it is gone (its visitor was erased), or another sender has claimed it since.
UPDATE outgoing_mails SET in_hand = true WHERE id = :id AND attempts = :attempts AND NOT in_hand AND dead_at IS NULL;

-- name: put_off_mail
-- Nothing where another sender has claimed it since.
UPDATE outgoing_mails
SET next_attempt_at = now() + make_interval(secs => :pause_s), last_error = :reason, in_hand = false
WHERE id = :id AND attempts = :attempts;

-- name: give_up_mail
-- Nothing where another sender has claimed it since.
UPDATE outgoing_mails SET dead_at = now(), last_error = :reason WHERE id = :id AND attempts = :attempts;

-- name: revive_mail
UPDATE outgoing_mails
SET dead_at = NULL, attempts = 0, next_attempt_at = now(), in_hand = false
WHERE id = :id AND dead_at IS NOT NULL;

-- name: delete_dead_mails
DELETE FROM outgoing_mails WHERE dead_at < now() - make_interval(secs => :older_s);

-- name: list_mails
-- What waits and what was given up, oldest first.
SELECT
    id, controller_id, recipient, subject, body, attempts, last_error, queued_at, dead_at,
    purpose, site_id, visitor_id, conversation_id, locale, after_seq, until_seq, in_hand
FROM outgoing_mails
ORDER BY queued_at, id
LIMIT :limit;
