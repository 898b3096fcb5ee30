"""`ryadom doctor --residency`: one line per place where data is, with address, country and verdict."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from ryadom.cli.doctor import Check, State

if TYPE_CHECKING:
    from ryadom.privacy.residency import Place
    from ryadom.privacy.resolver import Resolver
    from ryadom.settings import Settings
    from ryadom.store.egress import Recipient

POSTGRES_PORT = 5432


async def residency_checks() -> AsyncIterator[Check]:
    """Every place that Ryadom knows of, and a word on those it can't know of."""
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.recipients import list_recipients
    from ryadom.errors import RyadomError
    from ryadom.privacy.egress import Egress
    from ryadom.privacy.residency import place_of_recipient
    from ryadom.privacy.resolver import SystemResolver
    from ryadom.store.embedded import is_made

    settings, resolver = settings_for_command(), SystemResolver()
    register: list[Recipient] = []
    of_recipients: list[Check] = []
    try:
        if settings.database_url is not None or is_made(settings.data_dir):
            async with command_database(settings) as database:
                register = await list_recipients(database)
                egress = Egress(database, resolver)
                places = [await place_of_recipient(recipient, egress=egress) for recipient in register]
                of_recipients = [_check("egress", place) for place in places]
    except RyadomError as error:
        of_recipients = [Check(State.FAIL, "register", error.message)]
    async for check in own_places(settings, register=register, resolver=resolver):
        yield check
    for check in of_recipients:
        yield check


async def own_places(
    settings: "Settings", *, register: "list[Recipient]", resolver: "Resolver"
) -> AsyncIterator[Check]:
    """The places of the installation itself: database, files, backups, logs, bus and mail."""
    from ryadom.privacy.residency import THIS_MACHINE, Place, place_of

    if settings.database_url is None:
        yield _check("database", Place(where=f"{THIS_MACHINE} ({settings.data_dir})"))
    else:
        host, port = _database_place(settings.database_url)
        yield _check("database", await place_of(host, port, register=register, resolver=resolver))
    yield _check("files", Place(where="in the database", note="none are kept elsewhere"))
    yield Check(State.WARN, "backups", "not known: Ryadom makes none, and yours must stay in the country too")
    yield _check(
        "logs", Place(where=THIS_MACHINE, note="whoever gathers them from its standard error is yours to check")
    )
    if settings.bus_url is None:
        yield _check("bus", Place(where="the database"))
    else:
        for host, port in settings.bus_url.hosts:
            yield _check("bus", await place_of(host, port, register=register, resolver=resolver))
    if settings.smtp_url is None:
        yield Check(State.OK, "mail", "none is sent: RYADOM_SMTP_URL is not set")
    else:
        server = settings.smtp_url
        yield _check("mail", await place_of(server.host, server.port, register=register, resolver=resolver))


def _database_place(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or dict(parse_qsl(parts.query)).get("host", ""), parts.port or POSTGRES_PORT


def _check(name: str, place: "Place") -> Check:
    state = State.FAIL if not place.is_allowed else State.WARN if place.is_open else State.OK
    note = f": {place.note}" if place.note else ""
    return Check(state, name, f"{place.where}, {place.country}, {place.verdict}{note}")
