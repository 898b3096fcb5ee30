"""Where data is, place by place: at which addresses, in which country by the registry, and what can be said of it.

The register of recipients is also where an owner declares the place of an own database, bus or mail server.
"""

from collections.abc import Sequence

from msgspec import Struct

from ryadom.errors import EgressForbidden, HostUnresolved
from ryadom.privacy.countries import HOME, Address, Verdict, registered_country, verdict_on
from ryadom.privacy.egress import Egress, is_own_network
from ryadom.privacy.resolver import Resolver
from ryadom.store.egress import Recipient

THIS_MACHINE = "this machine"
DEFAULT_PORT = 443


class Place(Struct, frozen=True, kw_only=True):
    """One place. `where` names its host and addresses, `country` is what was declared, else what the registry says.

    `is_allowed`: nothing speaks against data being there, as far as can be known; `note` says what there is to know.
    `is_open`: the owner should say more of it, or look into it.
    """

    where: str
    country: str = "-"
    verdict: Verdict = Verdict.NOT_CONFIRMED
    is_allowed: bool = True
    is_open: bool = False
    note: str = ""


async def place_of(host: str, port: int, *, register: Sequence[Recipient], resolver: Resolver) -> Place:
    """Where something of the installation's own is: a database, a bus, a mail server. A path is a local socket."""
    if host.startswith("/"):
        return Place(where=f"{THIS_MACHINE} ({host})")
    try:
        addresses = tuple(await resolver.resolve(host, port))
    except HostUnresolved as error:
        return Place(where=f"{host}:{port}", is_open=True, note=error.message)
    listed = [one for one in register if one.host == host.lower() and one.port in (0, port)]
    if not listed and all(address.is_loopback for address in addresses):
        return Place(where=f"{THIS_MACHINE} ({host}:{port})")
    where = _where(host, port, addresses)
    registered = [registered_country(address) for address in addresses]
    known = "/".join(sorted({country for country in registered if country}))
    declared = listed[0] if listed else None
    verdict = verdict_on(
        registered,
        declared=declared.country if declared else None,
        registered_in=declared.registered_in if declared else None,
    )
    note = ""
    if verdict is Verdict.FOREIGN:
        note = f"data of Russian citizens is collected and kept in {HOME}: 152-FZ article 18 p. 5"
    elif verdict is Verdict.NOT_CONFIRMED:
        what = "no registry knows an address of a closed network" if any(map(is_own_network, addresses)) else ""
        note = "; ".join(filter(None, (what, "`ryadom egress add` declares where it is")))
    country = declared.country if declared and verdict is Verdict.DECLARED else known or "-"
    return Place(
        where=where,
        country=country,
        verdict=verdict,
        is_allowed=verdict is not Verdict.FOREIGN,
        is_open=verdict is Verdict.NOT_CONFIRMED,
        note=note,
    )


async def place_of_recipient(recipient: Recipient, *, egress: Egress) -> Place:
    """Where a recipient is, and whether a connection would be let through now."""
    host, port = recipient.host, recipient.port or DEFAULT_PORT
    try:
        clearance = await egress.judge(recipient, port=port)
    except EgressForbidden as error:
        verdict = Verdict.FOREIGN if error.field == "country" else Verdict.NOT_CONFIRMED
        return Place(where=host, country=recipient.country, verdict=verdict, is_allowed=False, note=error.message)
    except HostUnresolved as error:
        return Place(where=host, country=recipient.country, is_open=True, note=error.message)
    return Place(
        where=_where(host, recipient.port, clearance.addresses),
        country=recipient.country,
        verdict=clearance.verdict,
        is_open=clearance.verdict is Verdict.FOREIGN,
        note=f"{recipient.recipient}; notice of {recipient.notice_on}" if recipient.notice_on else recipient.recipient,
    )


def _where(host: str, port: int, addresses: Sequence[Address]) -> str:
    place = f"{host}:{port}" if port else host
    shown = ", ".join(map(str, addresses))
    return place if shown == host else f"{place} ({shown})"
