"""How much clients may take of a server, and how many may wait for it."""

from msgspec import Struct

BACKLOG = 2_048
"""Connections that the kernel holds until they are accepted."""


class Bounds(Struct, frozen=True, kw_only=True):
    """What clients may take of the server. A dead client is found within `ping_interval_s + ping_timeout_s`.

    `max_unfinished`: connections that have not completed a request, nor a handshake; they have `request_timeout_s`.
    `max_unread`: those that do not read an answer, for `read_timeout_s`; a phone on a bad line may need some of it.
    """

    max_connections: int = 20_000
    max_unfinished: int = 2_048
    request_timeout_s: float = 10.0
    max_unread: int = 512
    read_timeout_s: float = 60.0
    ping_interval_s: float = 20.0
    ping_timeout_s: float = 20.0
