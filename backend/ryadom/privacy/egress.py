"""Whether a connection may go out: only to hosts in the register, and only to addresses that fit what it says.

The check resolves the name itself and gives the addresses to connect to. Whoever connects takes these, and uses the
name for TLS and `Host` alone: a name that answers otherwise a moment later changes nothing. Who follows a redirect asks
again for its host.
"""

import asyncio
import ipaddress
import re
import socket
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from uuid import UUID

from msgspec import Struct

from ryadom.errors import BadBody, EgressForbidden, HostUnreachable
from ryadom.privacy.adequacy import waits_until
from ryadom.privacy.countries import Address, Verdict, contradicts, registered_country, verdict_on
from ryadom.privacy.messengers import messenger_at
from ryadom.privacy.resolver import Resolver
from ryadom.store.controllers import is_regulated_controller
from ryadom.store.database import Database
from ryadom.store.egress import Recipient, find_recipient

CONNECT_TIMEOUT_S = 10.0

# Where clouds keep the keys of their machines; nobody's mail or CRM is there, whatever is declared.
METADATA = frozenset(
    map(ipaddress.ip_address, ("169.254.169.254", "100.100.100.200", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254"))
)
# An IPv4 address in other clothes would pass by the rules for IPv4.
_WRAPPED = tuple(
    map(ipaddress.IPv6Network, ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16"))
)
_MOSCOW = timezone(timedelta(hours=3))
"""The same as in `privacy.calendar`, which takes 0.2 s to load: processes that send nothing abroad need not."""

_LOOPBACK6 = ipaddress.IPv6Address("::1")


class Clearance(Struct, frozen=True, kw_only=True):
    """Leave to connect to `host` at these addresses, and no others."""

    host: str
    port: int
    addresses: tuple[Address, ...]
    recipient: Recipient
    verdict: Verdict


class Egress:
    """The policy for every connection that goes out with a controller's data. `today`: Moscow's, unless given."""

    def __init__(self, database: Database, resolver: Resolver, today: Callable[[], date] | None = None) -> None:
        self._database = database
        self._resolver = resolver
        self._today = today or moscow_today

    async def check(self, controller_id: UUID, host: str, port: int) -> Clearance:
        """Leave to connect, by the register and by the name's addresses of this moment.

        Raises:
            EgressForbidden: the host is not in the register, its addresses do not fit, or the wait after the notice of
                a transfer abroad is not over; the message says why.
            CalendarUnknown: it can't be said whether that wait is over.
            HostUnresolved: the name has no address, or nobody answers.
        """
        host = clean_host(host)
        async with self._database.connection() as connection:
            recipient = await find_recipient(connection, controller_id=controller_id, host=host, port=port)
        if recipient is None:
            raise EgressForbidden(
                f"{host} is not in the register of recipients: `ryadom egress add --host {host}` puts it there.",
                field="host",
            )
        if first_day := self.waits_until(recipient):
            raise EgressForbidden(
                f"The notice of the transfer to {recipient.country} was given on {recipient.notice_on}: nothing may be "
                f"sent to {host} before {first_day} (152-FZ article 12).",
                field="notice_on",
            )
        return await self.judge(recipient, port=port)

    def waits_until(self, recipient: Recipient) -> date | None:
        """The first day on which data may be sent to a recipient; None where it may be sent today.

        Raises:
            CalendarUnknown: working days of the year are not known yet.
        """
        return waits_until(recipient.country, recipient.notice_on, today=self._today())

    async def judge(self, recipient: Recipient, *, port: int) -> Clearance:
        """The same for a recipient that is not in the register yet.

        Raises:
            EgressForbidden: its addresses do not fit what it says, or its controller may not use this messenger.
            HostUnresolved: the name has no address, or nobody answers.
        """
        if messenger := messenger_at(recipient.host):
            async with self._database.connection() as connection:
                if await is_regulated_controller(connection, recipient.controller_id):
                    raise EgressForbidden(f"{messenger} is closed to this controller by 41-FZ.", field="host")
        addresses = tuple(await self._resolver.resolve(recipient.host, port))
        for address in addresses:
            if complaint := _complaint(address, is_local=recipient.is_local):
                raise EgressForbidden(f"{recipient.host} is at {address}: {complaint}", field="host")
        registered = [registered_country(address) for address in addresses]
        if contradicts(registered, recipient.country, recipient.registered_in):
            found = ", ".join(sorted({country for country in registered if country}))
            raise EgressForbidden(
                f"{recipient.host} is declared to be in {recipient.country}, but its addresses are registered in "
                f"{found}. Declare where it is; --registered-in says that only the registry differs.",
                field="country",
            )
        verdict = verdict_on(registered, declared=recipient.country, registered_in=recipient.registered_in)
        return Clearance(host=recipient.host, port=port, addresses=addresses, recipient=recipient, verdict=verdict)


async def connect(clearance: Clearance) -> socket.socket:
    """A connected, non-blocking socket to the first of the checked addresses that answers; the caller closes it.

    Raises:
        HostUnreachable: none answers within 10 s.
    """
    errors = []
    for address in clearance.addresses:
        family = socket.AF_INET if address.version == 4 else socket.AF_INET6
        line = socket.socket(family, socket.SOCK_STREAM)
        line.setblocking(False)
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT_S / len(clearance.addresses)):
                await asyncio.get_running_loop().sock_connect(line, (str(address), clearance.port))
        except (OSError, TimeoutError) as error:
            line.close()
            errors.append(str(error) or "no answer")
        except BaseException:
            line.close()
            raise
        else:
            return line
    raise HostUnreachable(f"{clearance.host}:{clearance.port} can't be reached: {'; '.join(errors)}.")


def moscow_today() -> date:
    """The day by which notices count."""
    return datetime.now(_MOSCOW).date()


def clean_host(text: str) -> str:
    """A host name or an address as the register holds it: lower case, ASCII, without the final dot or brackets.

    Raises:
        BadBody: it is neither.
    """
    host = text.strip().strip("[]").removesuffix(".").lower()
    try:
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError:
        host = ""
    if not re.fullmatch(r"[a-z0-9._-]{1,253}|[0-9a-f:.]{2,45}", host):
        raise BadBody(f"{text!r} is not the name of a host, such as crm.example.ru.", field="host")
    return host


def is_own_network(address: Address) -> bool:
    """Whether it is an address of this machine or of a closed network, which many have and no registry knows."""
    return not address.is_global and not _is_odd(address)


def _complaint(address: Address, *, is_local: bool) -> str | None:
    if _is_odd(address):
        return "no recipient can be there."
    if is_local != is_own_network(address):
        if is_local:
            return "it is declared to be in a closed network, and that address is not."
        return "an address of this machine or a closed network. If that is meant, declare it with --local."
    return None


def _is_odd(address: Address) -> bool:
    """Neither a public address nor one of an own network that somebody may have meant."""
    if address in METADATA or address.is_link_local or address.is_multicast or address.is_unspecified:
        return True
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_reserved or address in ipaddress.IPv4Network("0.0.0.0/8")
    is_wrapped = address.is_reserved or any(address in network for network in _WRAPPED)
    return address.is_site_local or (address != _LOOPBACK6 and is_wrapped)
