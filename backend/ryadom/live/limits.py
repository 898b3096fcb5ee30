"""How much one visitor, one operator and one address may use of a process. docs/operations.md has them as a table.

A visitor's limits are what a person with a keyboard never meets. An address is measured loosely: behind one there may
be an office, or the thousand subscribers to whom a mobile operator lends it. All of that follows from the number of
sockets that it may hold.
"""

from msgspec import Struct

from ryadom.live.rate import Rate

KIB = 1_024


class Limits(Struct, frozen=True, kw_only=True):
    """What all sockets of one party may use together. `party` names it in figures.

    `bytes` are those of frames; its burst must hold the largest frame. `arrivals` are sockets opened.
    """

    party: str
    sockets: int
    commands: Rate
    bytes: Rate
    arrivals: Rate | None = None


VISITOR_LIMITS = Limits(
    party="visitor",
    sockets=20,
    commands=Rate(burst=40, per_second=8),
    bytes=Rate(burst=512 * KIB, per_second=32 * KIB),
)
OPERATOR_LIMITS = Limits(
    party="operator",
    sockets=20,
    commands=Rate(burst=120, per_second=30),
    bytes=Rate(burst=1_024 * KIB, per_second=128 * KIB),
)


def address_limits(sockets: int) -> Limits:
    """An address's, by the sockets that it may hold.

    All of them may come at once, and within 20 s once more: after a cut of the line they do. A person sends a command
    in several seconds, and a few hundred bytes with it: one command and 1 KiB a second are ample for the average.
    """
    return Limits(
        party="address",
        sockets=sockets,
        commands=Rate(burst=4 * sockets, per_second=sockets),
        bytes=Rate(burst=8 * sockets * KIB, per_second=sockets * KIB),
        arrivals=Rate(burst=sockets, per_second=sockets / 20),
    )
