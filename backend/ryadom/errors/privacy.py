"""Errors of what the law on personal data asks for: erasure and holds, requests of subjects, incidents."""

from ryadom.errors.tree import BadInput, Refused, Unavailable


class HoldKnown(BadInput):
    """The same person or conversation is held already."""

    code = "hold_known"
    http_status = 409


class RetentionRunning(BadInput):
    """Another process erases what is over its lifetime; two at once would make acts of each other's work."""

    code = "retention_running"
    http_status = 409


class ActUnknown(Refused):
    """No act of destruction of this id or number, or one of somebody else's sites."""

    code = "act_unknown"
    http_status = 404


class HoldUnknown(Refused):
    """No legal hold of this id, or one of somebody else's sites."""

    code = "hold_unknown"
    http_status = 404


class LegalHold(Refused):
    """Nothing of this person is erased while a legal hold is on them or on a conversation of theirs."""

    code = "legal_hold"
    http_status = 409


class RequestUnknown(Refused):
    """No such request of a subject, or not yours: deliberately the same answer."""

    code = "request_unknown"
    http_status = 404


class RequestChanged(Refused):
    """Somebody else has changed the request since it was read."""

    code = "request_changed"
    http_status = 409


class RequestClosed(Refused):
    """The request has been answered or refused, which ends it."""

    code = "request_closed"
    http_status = 409


class IdentityUnconfirmed(Refused):
    """Nobody has made sure yet that the subject themself asks: nothing of theirs is given out or destroyed."""

    code = "identity_unconfirmed"
    http_status = 409


class DeedUnsuitable(Refused):
    """The request's kind or state does not allow this; the message says why."""

    code = "deed_unsuitable"
    http_status = 409


class IncidentUnknown(Refused):
    """No such incident, or another controller's: deliberately the same answer."""

    code = "incident_unknown"
    http_status = 404


class IncidentClosed(Refused):
    """The incident has been closed: nothing of it changes any more."""

    code = "incident_closed"
    http_status = 409


class IncidentChanged(Refused):
    """Somebody else has changed the incident meanwhile: look at it as it is now."""

    code = "incident_changed"
    http_status = 409


class CalendarUnknown(Unavailable):
    """A day for which nobody has said yet whether it is a working day."""

    code = "calendar_unknown"
    http_status = 503
