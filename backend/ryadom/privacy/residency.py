"""Where data is, place by place: at which addresses, in which country by the registry, and what can be said of it.

The register of recipients is also where an owner declares the place of an own database, bus or mail server.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct

from ryadom.errors import CalendarUnknown, EgressForbidden, HostUnresolved
from ryadom.privacy.countries import HOME, Verdict, registered_country, verdict_on
from ryadom.privacy.egress import Egress, is_own_network
from ryadom.privacy.resolver import Resolver
from ryadom.store.egress import Recipient

DEFAULT_PORT = 443


class Spot(StrEnum):
    """What kind of place it is."""

    ELSEWHERE = "elsewhere"
    THIS_MACHINE = "this_machine"
    DATABASE = "database"
    UNKNOWN = "unknown"
    NOWHERE = "nowhere"


class Remark(StrEnum):
    """What there is to know of a place; `Place.note` says it in English, the panel in its own words."""

    NONE = ""
    MUST_BE_HOME = "must_be_home"
    UNDECLARED = "undeclared"
    CLOSED_NETWORK = "closed_network"
    UNRESOLVED = "unresolved"
    REFUSED = "refused"
    WAITING = "waiting"
    CALENDAR_UNKNOWN = "calendar_unknown"
    FOLDER_MAY_BE_SHARED = "folder_may_be_shared"
    BACKUPS_ARE_YOURS = "backups_are_yours"
    LOGS_ARE_GATHERED = "logs_are_gathered"
    NO_MAIL = "no_mail"


_IN_ENGLISH = {
    Remark.MUST_BE_HOME: f"data of Russian citizens is collected and kept in {HOME}: 152-FZ article 18 p. 5",
    Remark.UNDECLARED: "`ryadom egress add` declares where it is",
    Remark.CLOSED_NETWORK: "no registry knows an address of a closed network; `ryadom egress add` declares where it is",
    Remark.UNRESOLVED: "its addresses could not be found in time",
    Remark.FOLDER_MAY_BE_SHARED: "where it is a network file system, its server is yours to check",
    Remark.BACKUPS_ARE_YOURS: "not known: Ryadom makes none, and yours must stay in the country too",
    Remark.LOGS_ARE_GATHERED: "whoever gathers them from its standard error is yours to check",
    Remark.NO_MAIL: "none is sent: RYADOM_SMTP_URL is not set",
}


class Place(Struct, frozen=True, kw_only=True):
    """One place. `host` may carry a port, or be a path; `country` is what was declared, else what the registry says.

    `is_allowed`: nothing speaks against data being there, as far as can be known. `is_open`: the owner should say more
    of it, or look into it. `detail`: the remark in
    English with what it is about, where a sentence for all is not enough. `waits_until`: the first day
    on which data may go there.
    """

    spot: Spot = Spot.ELSEWHERE
    host: str = ""
    addresses: tuple[str, ...] = ()
    country: str = "-"
    verdict: Verdict = Verdict.NOT_CONFIRMED
    is_allowed: bool = True
    is_open: bool = False
    remark: Remark = Remark.NONE
    detail: str = ""
    waits_until: date | None = None

    @property
    def where(self) -> str:
        """The place in English: host and addresses."""
        match self.spot:
            case Spot.THIS_MACHINE:
                return f"this machine ({self.host})" if self.host else "this machine"
            case Spot.DATABASE:
                return "in the database"
            case Spot.UNKNOWN | Spot.NOWHERE:
                return ""
            case Spot.ELSEWHERE:
                shown = ", ".join(self.addresses)
                is_said = shown in ("", self.host, self.host.rpartition(":")[0])
                return self.host if is_said else f"{self.host} ({shown})"

    @property
    def note(self) -> str:
        """The remark in English."""
        return self.detail or _IN_ENGLISH.get(self.remark, "")


async def place_of(host: str, port: int, *, register: Sequence[Recipient], resolver: Resolver) -> Place:
    """Where something of the installation's own is: a database, a bus, a mail server. A path is a local socket."""
    if host.startswith("/"):
        return Place(spot=Spot.THIS_MACHINE, host=host)
    shown = f"{host}:{port}"
    try:
        addresses = tuple(await resolver.resolve(host, port))
    except HostUnresolved as error:
        return Place(host=shown, is_open=True, remark=Remark.UNRESOLVED, detail=error.message)
    listed = [one for one in register if one.host == host.lower() and one.port in (0, port)]
    if not listed and all(address.is_loopback for address in addresses):
        return Place(spot=Spot.THIS_MACHINE, host=shown)
    registered = [registered_country(address) for address in addresses]
    known = "/".join(sorted({country for country in registered if country}))
    declared = listed[0] if listed else None
    verdict = verdict_on(
        registered,
        declared=declared.country if declared else None,
        registered_in=declared.registered_in if declared else None,
    )
    remark = Remark.NONE
    if verdict is Verdict.FOREIGN:
        remark = Remark.MUST_BE_HOME
    elif verdict is Verdict.NOT_CONFIRMED:
        remark = Remark.CLOSED_NETWORK if any(map(is_own_network, addresses)) else Remark.UNDECLARED
    return Place(
        host=shown,
        addresses=tuple(map(str, addresses)),
        country=declared.country if declared and verdict is Verdict.DECLARED else known or "-",
        verdict=verdict,
        is_allowed=verdict is not Verdict.FOREIGN,
        is_open=verdict is Verdict.NOT_CONFIRMED,
        remark=remark,
    )


async def place_of_recipient(recipient: Recipient, *, egress: Egress) -> Place:
    """Where a recipient is, and whether a connection would be let through now."""
    host, country = recipient.host, recipient.country
    try:
        clearance = await egress.judge(recipient, port=recipient.port or DEFAULT_PORT)
    except EgressForbidden as error:
        verdict = Verdict.FOREIGN if error.field == "country" else Verdict.NOT_CONFIRMED
        return Place(
            host=host,
            country=country,
            verdict=verdict,
            is_allowed=False,
            remark=Remark.REFUSED,
            detail=error.message,
        )
    except HostUnresolved as error:
        return Place(host=host, country=country, is_open=True, remark=Remark.UNRESOLVED, detail=error.message)
    detail = f"{recipient.recipient}; notice of {recipient.notice_on}" if recipient.notice_on else recipient.recipient
    remark, first_day = Remark.NONE, None
    try:
        if first_day := egress.waits_until(recipient):
            remark, detail = Remark.WAITING, f"{detail}; nothing is sent there before {first_day}"
    except CalendarUnknown as error:
        remark, detail = Remark.CALENDAR_UNKNOWN, f"{detail}; {error.message}"
    return Place(
        host=f"{host}:{recipient.port}" if recipient.port else host,
        addresses=tuple(map(str, clearance.addresses)),
        country=country,
        verdict=clearance.verdict,
        is_open=clearance.verdict is Verdict.FOREIGN,
        remark=remark,
        detail=detail,
        waits_until=first_day,
    )
