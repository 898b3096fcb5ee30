"""Errors of sockets: frames that are none, commands out of turn, clients that read too slowly."""

from ryadom.errors.tree import BadInput, Overload, Refused


class BadFrame(BadInput):
    """A frame that is not JSON or does not fit its type; `field` is the path inside the frame."""

    code = "bad_frame"


class UnknownCommand(BadInput):
    """A frame whose `type` this server does not know."""

    code = "unknown_command"


class BinaryFrame(BadInput):
    """A binary frame: the protocol speaks JSON in text frames only."""

    code = "binary_frame"


class HelloRepeated(BadInput):
    """A second `hello` on one socket."""

    code = "hello_repeated"
    http_status = 409


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


class HelloOutdated(Refused):
    """What was answered to a socket's hello is true no more: say hello again, and go on from there.

    At once, or where many are told so together after `retry_after_s`, which a `goodbye` before it says too.
    """

    code = "hello_outdated"
    close_code = 4490


class SlowConsumer(Overload):
    """A client that reads slower than its conversation moves: it is closed, and resumes from its last `seq`."""

    code = "slow_consumer"
    close_code = 4490
