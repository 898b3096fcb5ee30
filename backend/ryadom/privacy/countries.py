"""The country an address is registered in, looked up offline, and what that says of where data is: never much.

A registry says to whom a range of addresses was given, not where the machine stands. So no verdict is "confirmed": an
owner may declare a place, the registry may contradict it, or nothing is known.
"""

import ipaddress
from collections.abc import Iterable
from enum import StrEnum

HOME = "RU"
"""Where the data of Russian citizens must be collected and kept: 152-FZ article 18 p. 5."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Verdict(StrEnum):
    """What can be said of the place behind some addresses."""

    DECLARED = "declared by the owner"
    FOREIGN = "foreign"
    NOT_CONFIRMED = "not confirmed"


def registered_country(address: Address) -> str | None:
    """The ISO 3166 code of the country whose registry gave the address out; None for private and unknown ones."""
    # 2 MB with its data: commands that ask for no country need not load it.
    from iptocc import country_code

    return country_code(str(address)) if address.is_global else None


def verdict_on(registered: Iterable[str | None], *, declared: str | None, registered_in: str | None = None) -> Verdict:
    """What to think of a place with addresses of these countries; what is not declared is taken to be meant as home."""
    if (declared or HOME) != HOME or contradicts(registered, declared or HOME, registered_in):
        return Verdict.FOREIGN
    return Verdict.NOT_CONFIRMED if declared is None else Verdict.DECLARED


def contradicts(registered: Iterable[str | None], declared: str, registered_in: str | None) -> bool:
    """Whether an address is registered in a country that was neither declared nor named as that of its registry."""
    return any(country not in (None, declared, registered_in) for country in registered)
