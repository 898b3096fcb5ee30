"""Every error that Ryadom tells anyone about.

RyadomError                     code                    HTTP   socket close
├── BadInput
│   ├── BadFrame                bad_frame               400    (4400 after repeated abuse)
│   ├── UnknownCommand          unknown_command         400    (4400 after repeated abuse)
│   ├── BinaryFrame             binary_frame            400    (4400 after repeated abuse)
│   ├── BadBody                 bad_body                422
│   ├── SeqAhead                seq_ahead               409
│   ├── EchoIdTaken             echo_id_taken           409
│   ├── HelloRepeated           hello_repeated          409
│   ├── HeadsUnusable           heads_unusable          -
│   └── BadSetting              bad_setting             -
├── Refused
│   ├── HelloExpected           hello_expected          400    4408
│   ├── ProtocolUnsupported     protocol_unsupported    426    4426
│   ├── SiteUnknown             site_unknown            404    4404
│   ├── OriginForbidden         origin_forbidden        403    4403
│   ├── TokenInvalid            token_invalid           401    4401
│   ├── TokenExpired            token_expired           401    4401
│   ├── TokenRevoked            token_revoked           401    4401
│   ├── NotSignedIn             not_signed_in           401    4440
│   ├── SignInRefused           sign_in_refused         401
│   ├── ConversationUnknown     conversation_unknown    404
│   ├── OperatorUnknown         operator_unknown        404
│   └── RouteUnknown            route_unknown           404
├── Overload
│   ├── OverLimit
│   │   ├── RateLimited         rate_limited            429    (4429 after repeated abuse)
│   │   └── TooManySockets      too_many_sockets        429    4429
│   ├── SignInLocked            sign_in_locked          429
│   ├── Busy                    busy                    503
│   ├── SlowConsumer            slow_consumer           -      4490
│   ├── TooSlow                 too_slow                408
│   └── TooLarge                too_large               413    1009 (by the socket layer)
└── Unavailable
    ├── DatabaseUnavailable     database_unavailable    503
    ├── JournalUnavailable      journal_unavailable     503
    ├── JournalBroken           journal_broken          -
    ├── BusUnavailable          bus_unavailable         -
    ├── Internal                internal                500
    └── StartFailed             start_failed            -

`code` is stable and is what clients switch on; the message is for people and says what was wrong and what to do.
Errors are raised where they are known and translated to HTTP or frames only in `web/`.
"""

from typing import ClassVar


class RyadomError(Exception):
    """The root of the tree.

    `message` says what was wrong and what to do, `field` names the input that was wrong as a path ("page.url"),
    `retry_after_s` (seconds) is when trying again makes sense.
    """

    code: ClassVar[str] = "internal"
    http_status: ClassVar[int] = 500
    close_code: ClassVar[int | None] = None

    def __init__(self, message: str, *, field: str | None = None, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.retry_after_s = retry_after_s


class BadInput(RyadomError):
    """What was sent can't be accepted as it is; sending it unchanged again will fail again."""

    code = "bad_input"
    http_status = 400


class BadFrame(BadInput):
    """A frame that is not JSON or does not fit its type; `field` is the path inside the frame."""

    code = "bad_frame"


class UnknownCommand(BadInput):
    """A frame whose `type` this server does not know."""

    code = "unknown_command"


class BinaryFrame(BadInput):
    """A binary frame: the protocol speaks JSON in text frames only."""

    code = "binary_frame"


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


class HelloRepeated(BadInput):
    """A second `hello` on one socket."""

    code = "hello_repeated"
    http_status = 409


class HeadsUnusable(BadInput):
    """A file of the journal's heads that can't be read or written, or holds something else."""

    code = "heads_unusable"


class BadSetting(BadInput):
    """A setting with a value that can't be used; the process does not start."""

    code = "bad_setting"


class Refused(RyadomError):
    """The input is well formed, but this caller may not have what it asks for."""

    code = "refused"
    http_status = 403


class HelloExpected(Refused):
    """Another command, or nothing at all, came where `hello` was due."""

    code = "hello_expected"
    http_status = 400
    close_code = 4408


class ProtocolUnsupported(Refused):
    """A protocol version that this server no longer, or does not yet, speak."""

    code = "protocol_unsupported"
    http_status = 426
    close_code = 4426


class SiteUnknown(Refused):
    """No site has this embed key."""

    code = "site_unknown"
    http_status = 404
    close_code = 4404


class ControllerUnknown(Refused):
    """No controller of personal data has this id or this ИНН."""

    code = "controller_unknown"
    http_status = 404


class OriginForbidden(Refused):
    """A page on an origin that the site does not list, or a panel request from another origin."""

    code = "origin_forbidden"
    close_code = 4403


class TokenInvalid(Refused):
    """A visitor token that is forged, broken, or of another site."""

    code = "token_invalid"
    http_status = 401
    close_code = 4401


class TokenExpired(TokenInvalid):
    """A visitor token that was true once, and is too old."""

    code = "token_expired"


class TokenRevoked(TokenInvalid):
    """A visitor token of a generation that the server has revoked."""

    code = "token_revoked"


class NotSignedIn(Refused):
    """No operator's session, or one that has ended."""

    code = "not_signed_in"
    http_status = 401
    close_code = 4440


class SignInRefused(Refused):
    """Wrong address or wrong password: deliberately the same answer."""

    code = "sign_in_refused"
    http_status = 401


class ConversationUnknown(Refused):
    """No such conversation, or not yours: deliberately the same answer."""

    code = "conversation_unknown"
    http_status = 404


class OperatorUnknown(Refused):
    """No such operator on this site."""

    code = "operator_unknown"
    http_status = 404


class RouteUnknown(Refused):
    """No page or file at this address."""

    code = "route_unknown"
    http_status = 404


class Overload(RyadomError):
    """Too much or too fast; `retry_after_s` says when to try again."""

    code = "overload"
    http_status = 429


class OverLimit(Overload):
    """More than one visitor, operator or address may use; `limit` says in figures which bound it was."""

    code = "over_limit"
    close_code = 4429

    def __init__(self, message: str, *, limit: str, retry_after_s: float) -> None:
        super().__init__(message, retry_after_s=retry_after_s)
        self.limit = limit


class RateLimited(OverLimit):
    """More commands, bytes or new sockets than the limit allows."""

    code = "rate_limited"


class TooManySockets(OverLimit):
    """More open sockets than the limit allows."""

    code = "too_many_sockets"


class SignInLocked(Overload):
    """Too many failed sign-ins for this address or from this place."""

    code = "sign_in_locked"


class Busy(Overload):
    """More waits to be written than fits, or somebody else holds the conversation; nothing was stored."""

    code = "busy"
    http_status = 503


class SlowConsumer(Overload):
    """A client that reads slower than its conversation moves: it is closed, and resumes from its last `seq`."""

    code = "slow_consumer"
    close_code = 4490


class TooSlow(Overload):
    """A request that did not come to its end in time."""

    code = "too_slow"
    http_status = 408


class TooLarge(Overload):
    """A request body, or the head of a request, over the limit."""

    code = "too_large"
    http_status = 413


class Unavailable(RyadomError):
    """Our fault, or our host's; nothing that was acknowledged is lost."""

    code = "unavailable"
    http_status = 503


class DatabaseUnavailable(Unavailable):
    """Postgres does not answer; try again."""

    code = "database_unavailable"


class JournalUnavailable(Unavailable):
    """The journal of actions with personal data can't be written, so the action is refused; try again."""

    code = "journal_unavailable"


class JournalBroken(Unavailable):
    """A record of the journal that no code of ours wrote; `number` is its place in the chain."""

    code = "journal_broken"

    def __init__(self, message: str, *, number: int) -> None:
        super().__init__(message)
        self.number = number


class BusUnavailable(Unavailable):
    """What carries signs between processes does not answer, or refuses us; clients lose nothing by it."""

    code = "bus_unavailable"


class Internal(Unavailable):
    """A bug; it is in the log with the same time."""

    code = "internal"
    http_status = 500


class StartFailed(Unavailable):
    """The process can't start: the message names what stands in the way and the remedy."""

    code = "start_failed"
