"""Errors of those who ask for more than one may have at once, or than there is."""

from typing import ClassVar

from msgspec import Struct

from ryadom.errors.tree import Overload


class OverLimit(Overload):
    """More than one visitor, operator or address may use; `limit` says in figures which bound it was."""

    code = "over_limit"
    close_code: ClassVar[int | None] = 4429

    def __init__(self, message: str, *, limit: str, retry_after_s: float) -> None:
        super().__init__(message, retry_after_s=retry_after_s)
        self.limit = limit


class RateLimited(OverLimit):
    """More commands, bytes or new sockets than the limit allows."""

    code = "rate_limited"


class TooManySockets(OverLimit):
    """More open sockets than the limit allows."""

    code = "too_many_sockets"


class Work(Struct, frozen=True, kw_only=True):
    """A challenge: find the `number`, from 0 to `max_number`, for which SHA-256 of `salt` and it, in decimal, is
    `challenge` (hexadecimal). `signature` is the server's, and goes back with the number. Source: ALTCHA's format v1.
    """

    challenge: str
    salt: str
    max_number: int
    signature: str


class WorkRequired(OverLimit):
    """A newcomer's browser is to work before anything of theirs is taken; `work` is what it has to do."""

    code = "work_required"

    def __init__(self, message: str, *, work: Work, retry_after_s: float) -> None:
        super().__init__(message, limit="work", retry_after_s=retry_after_s)
        self.work = work


class Busy(Overload):
    """More waits to be written than fits, or somebody else holds the conversation; nothing was stored."""

    code = "busy"
    http_status = 503


class TooSlow(Overload):
    """A request that did not come to its end in time."""

    code = "too_slow"
    http_status = 408


class TooLarge(Overload):
    """A request body, or the head of a request, over the limit."""

    code = "too_large"
    http_status = 413
