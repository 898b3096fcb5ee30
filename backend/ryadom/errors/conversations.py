"""Errors of conversations: what is said in them, and what is done with them."""

from ryadom.errors.tree import BadInput, Refused


class BadBody(BadInput):
    """A message body that is blank, too long, or holds characters that can't be stored."""

    code = "bad_body"
    http_status = 422


class SeqAhead(BadInput):
    """A `seq` beyond the conversation's last: the client's state is of another database; it must start afresh."""

    code = "seq_ahead"
    http_status = 409


class EchoIdTaken(BadInput):
    """An `echo_id` that somebody else has used in this conversation."""

    code = "echo_id_taken"
    http_status = 409


class ConversationUnknown(Refused):
    """No such conversation, or not yours: deliberately the same answer."""

    code = "conversation_unknown"
    http_status = 404


class MessageUnknown(Refused):
    """No message at this place of the conversation, or it was deleted or erased."""

    code = "message_unknown"
    http_status = 404


class EditWindowOver(Refused):
    """A message that is too old to be edited or deleted by who wrote it."""

    code = "edit_window_over"
    http_status = 409


class ConversationChanged(Refused):
    """Another operator has assigned, closed, opened or snoozed the conversation since this one looked at it."""

    code = "conversation_changed"
    http_status = 409


class SnoozeUnsuitable(Refused):
    """A conversation that is closed can't be snoozed, and none to a time that has passed or is a year away."""

    code = "snooze_unsuitable"
    http_status = 409


class MergeUnsuitable(Refused):
    """Conversations of two sites, one with itself, or one that is closed or was merged already, can't be merged."""

    code = "merge_unsuitable"
    http_status = 409


class NotOnePerson(Refused):
    """Conversations of visitors whom nobody has taken for one person can't be merged."""

    code = "not_one_person"
    http_status = 409


class MentionOutOfSight(Refused):
    """A note calls somebody who sees only conversations of their departments, and this is none of them."""

    code = "mention_out_of_sight"
    http_status = 409


class LabelUnknown(Refused):
    """The controller of the conversation's site has no such label, or does not offer it any more."""

    code = "label_unknown"
    http_status = 404


class RatingUnsuitable(Refused):
    """A conversation that is open, was merged, or was rated often enough since it was closed."""

    code = "rating_unsuitable"
    http_status = 409


class DepartmentUnknown(Refused):
    """No such department on this site, or it is not offered any more."""

    code = "department_unknown"
    http_status = 404


class ViewUnknown(Refused):
    """No such view of the inbox that is shared with this operator."""

    code = "view_unknown"
    http_status = 404


class ReplyUnknown(Refused):
    """No such ready reply that this operator may use."""

    code = "reply_unknown"
    http_status = 404
