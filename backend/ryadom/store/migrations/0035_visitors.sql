-- Invitations into the chat: what an operator says to a visitor on the site, until the visitor answers or the day is over.

CREATE TABLE chat_invitations (
    site_id uuid NOT NULL REFERENCES sites (id),
    visitor_id uuid NOT NULL,
    id uuid NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    body text NOT NULL,
    invited_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    dismissed_at timestamptz,
    PRIMARY KEY (site_id, visitor_id)
);
COMMENT ON TABLE chat_invitations IS
    'The newest invitation of each visitor who was asked within half a day. The answer takes it away: then it is a message.';
COMMENT ON COLUMN chat_invitations.visitor_id IS 'No reference: whoever has not written yet is in no table of visitors.';
COMMENT ON COLUMN chat_invitations.dismissed_at IS 'They did not want to be asked: kept for half a day, that nobody asks again.';
CREATE INDEX chat_invitations_operator ON chat_invitations (operator_id, invited_at);
