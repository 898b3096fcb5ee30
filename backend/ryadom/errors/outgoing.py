"""Errors of calls to other people's servers, and of the register of whom we may call."""

from ryadom.errors.tree import Refused, Unavailable


class EgressForbidden(Refused):
    """A connection to whom the controller has not listed as a recipient, or to an address that does not fit."""

    code = "egress_forbidden"


class RecipientUnknown(Refused):
    """No such host and port in the controller's register of recipients."""

    code = "recipient_unknown"
    http_status = 404


class RecipientKnown(Refused):
    """This host and port are in the controller's register of recipients already."""

    code = "recipient_known"
    http_status = 409


class HostUnresolved(Unavailable):
    """The name of a host has no address, or nobody answers the question for it."""

    code = "host_unresolved"


class HostUnreachable(Unavailable):
    """None of a host's addresses takes a connection."""

    code = "host_unreachable"


class CallFailed(Unavailable):
    """A call to somebody else's server came to nothing; they may have heard it all the same."""

    code = "call_failed"
    http_status = 502


class HostUntrusted(CallFailed):
    """Whoever answers in a host's place does not prove to be it; nothing was said to them."""

    code = "host_untrusted"


class CallTooSlow(CallFailed):
    """No answer, or not all of it, in time."""

    code = "call_too_slow"
    http_status = 504


class CallBroken(CallFailed):
    """The connection broke before the answer was whole, or what came is no HTTP."""

    code = "call_broken"


class AnswerRedirects(CallFailed):
    """The answer only says where else to ask, which nobody does by itself."""

    code = "answer_redirects"


class AnswerTooLarge(CallFailed):
    """An answer over what is taken of one."""

    code = "answer_too_large"


class AnswerUnreadable(CallFailed):
    """An answer in another form than was asked for, such as a page where JSON was wanted."""

    code = "answer_unreadable"
