"""What can go wrong: one class for each thing that a program does something else about.

RyadomError
├── ConnectionFailed    nothing answered, as often as it was tried
│   └── BrokenOff       an answer came to no end: what came of it is not whole
├── ExportFailed        an export has no file; `export` says why
├── AlreadyDownloading  a file is being written by another download
├── FileDiffers         a file is not the one that its export tells of
├── NotInTime           an export is not done yet; `export` says how far it is
└── ApiError            a problem (RFC 9457); `code` says which
    ├── KeyInvalid      401
    ├── Forbidden       403  no such scope, or not for this site
    ├── NotFound        404
    ├── BeginAnew       410, or 422 `cursor_invalid`: begin the list or the pull again without a cursor
    ├── ChangedSince    412  get it again, and decide anew
    ├── MessageDiffers  422 `idempotency_mismatch`
    ├── Invalid         400, 409, 413, 422, 428: `field` says what was wrong
    ├── RateLimited     429  `retry_after_s`
    └── Busy            5xx  `retry_after_s`, where it is known
"""

from http import HTTPStatus

import httpx
import msgspec
from msgspec import Struct

from ryadom_client.export_objects import Export


class RyadomError(Exception):
    """The root of the tree."""


class ConnectionFailed(RyadomError):
    """Nothing answered, as often as it was tried. Whether the last request was done is not known: send it again."""


class BrokenOff(ConnectionFailed):
    """An answer that had begun broke off: what came of it is not whole."""


class ExportFailed(RyadomError):
    """An export that has no file, or not any more. `export`: what has become of it."""

    def __init__(self, message: str, export: Export) -> None:
        super().__init__(message)
        self.export = export


class AlreadyDownloading(RyadomError):
    """Another process, or thread, is downloading the same file to the same path: nothing was done."""


class FileDiffers(RyadomError):
    """What came is not the file that its export tells of, so something between here and the server changes answers."""


class NotInTime(RyadomError):
    """An export that is not done yet, as long as was waited. It goes on being made; `export`: how far it was."""

    def __init__(self, message: str, export: Export) -> None:
        super().__init__(message)
        self.export = export


class Problem(Struct, frozen=True):
    """A problem as it is sent."""

    code: str = "unknown"
    detail: str = ""
    field: str | None = None


class ApiError(RyadomError):
    """What the server refused with. `code` is stable, `detail` is for people, `field` is what was sent wrongly."""

    def __init__(self, status: int, problem: Problem, *, retry_after_s: float | None = None) -> None:
        super().__init__(f"{status} {problem.code}: {problem.detail}")
        self.status = status
        self.code = problem.code
        self.detail = problem.detail
        self.field = problem.field
        self.retry_after_s = retry_after_s


class KeyInvalid(ApiError):
    """The key is no key, is over or was revoked."""


class Forbidden(ApiError):
    """The key may not be used for this, or not on this site."""


class NotFound(ApiError):
    """There is no such thing on the sites of the key."""


class BeginAnew(ApiError):
    """The cursor is good no more: begin again without one."""


class ChangedSince(ApiError):
    """What was to be changed has been changed since it was read; nothing was."""


class MessageDiffers(ApiError):
    """The idempotency key was used for something else: in this conversation, for a request, a webhook or an export."""


class Invalid(ApiError):
    """What was sent can't be accepted as it is."""


class RateLimited(ApiError):
    """The key asks more often than it may."""


class Busy(ApiError):
    """The server can't answer for the moment."""


_BY_CODE: dict[str, type[ApiError]] = {"cursor_invalid": BeginAnew, "idempotency_mismatch": MessageDiffers}
_BY_STATUS: dict[int, type[ApiError]] = {
    HTTPStatus.UNAUTHORIZED: KeyInvalid,
    HTTPStatus.FORBIDDEN: Forbidden,
    HTTPStatus.NOT_FOUND: NotFound,
    HTTPStatus.GONE: BeginAnew,
    HTTPStatus.PRECONDITION_FAILED: ChangedSince,
    HTTPStatus.TOO_MANY_REQUESTS: RateLimited,
}


def error_of(response: httpx.Response) -> ApiError:
    """The error that a response is; also one that some proxy has made and that is no problem of ours."""
    try:
        problem = msgspec.json.decode(response.content, type=Problem)
    except (msgspec.DecodeError, UnicodeDecodeError):
        problem = Problem(detail=response.reason_phrase)
    usual = Busy if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR else Invalid
    kind = _BY_CODE.get(problem.code) or _BY_STATUS.get(response.status_code, usual)
    return kind(response.status_code, problem, retry_after_s=_seconds(response.headers.get("retry-after")))


def _seconds(told: str | None) -> float | None:
    """Of `Retry-After`; a date, which a proxy may send, is none."""
    return float(told) if told and told.isascii() and told.isdigit() else None
