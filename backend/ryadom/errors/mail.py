"""Errors of mail."""

from ryadom.errors.limits import OverLimit
from ryadom.errors.tree import Refused, Unavailable


class CopyUnsuitable(Refused):
    """No copy of this conversation can be mailed: nobody has answered yet, or the address wants no mail from here."""

    code = "copy_unsuitable"
    http_status = 409


class MailOff(Refused):
    """The site sends no mail of this kind, or its server none at all."""

    code = "mail_off"
    http_status = 409


class MailUnknown(Refused):
    """No mail with this id was given up."""

    code = "mail_unknown"
    http_status = 404


class RefusalsSealed(Unavailable):
    """Who wants no more mail is known by keys that are sealed under a secret key which the settings have no more."""

    code = "refusals_sealed"


class TooManyCopies(OverLimit):
    """As many copies were mailed as one visitor, address or site may have in an hour or a day."""

    code = "too_many_copies"
    close_code = None


class MailRefused(Unavailable):
    """A mail server did not take a mail; `is_final`: it never will; `is_unknown`: it may have, after all."""

    code = "mail_refused"

    def __init__(self, message: str, *, is_final: bool, is_unknown: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final
        self.is_unknown = is_unknown
