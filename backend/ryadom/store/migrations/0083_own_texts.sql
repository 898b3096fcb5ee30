-- Every process looks every few seconds which shared replies have changed: for the firm's own contacts in them.

CREATE INDEX canned_replies_shared_changed ON canned_replies (changed_at) WHERE operator_id IS NULL;
