"""Every place of an installation where data is, as far as Ryadom knows: for `doctor --residency` and the panel."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from urllib.parse import parse_qsl, urlsplit

from msgspec import Struct

from ryadom.privacy.egress import Egress
from ryadom.privacy.residency import Place, Remark, Spot, place_of, place_of_recipient
from ryadom.privacy.resolver import Resolver
from ryadom.settings import Settings
from ryadom.store.egress import Recipient

POSTGRES_PORT = 5432
MAX_LOOKUPS = 4
"""Hosts looked up at once: a name that nobody answers for holds one of the few threads that look names up."""


class NamedPlace(Struct, frozen=True, kw_only=True):
    """What is there, and where that is."""

    what: str
    place: Place


async def own_places(
    settings: Settings, *, register: Sequence[Recipient], resolver: Resolver
) -> AsyncIterator[NamedPlace]:
    """The places of the installation itself: database, files, backups, logs, bus and mail."""
    if settings.database_url is None:
        yield NamedPlace(what="database", place=Place(spot=Spot.THIS_MACHINE, host=str(settings.data_dir)))
    else:
        host, port = _database_place(settings.database_url)
        yield NamedPlace(what="database", place=await place_of(host, port, register=register, resolver=resolver))
    files = Place(spot=Spot.THIS_MACHINE, host=str(settings.files_folder), remark=Remark.FOLDER_MAY_BE_SHARED)
    yield NamedPlace(what="files", place=files)
    yield NamedPlace(what="backups", place=Place(spot=Spot.UNKNOWN, is_open=True, remark=Remark.BACKUPS_ARE_YOURS))
    yield NamedPlace(what="logs", place=Place(spot=Spot.THIS_MACHINE, remark=Remark.LOGS_ARE_GATHERED))
    if settings.bus_url is None:
        yield NamedPlace(what="bus", place=Place(spot=Spot.DATABASE))
    else:
        for host, port in settings.bus_url.hosts:
            yield NamedPlace(what="bus", place=await place_of(host, port, register=register, resolver=resolver))
    if settings.smtp_url is None:
        yield NamedPlace(what="mail", place=Place(spot=Spot.NOWHERE, remark=Remark.NO_MAIL))
    else:
        server = settings.smtp_url
        place = await place_of(server.host, server.port, register=register, resolver=resolver)
        yield NamedPlace(what="mail", place=place)


async def places_of_recipients(
    recipients: Sequence[Recipient], *, egress: Egress, deadline_s: float | None = None
) -> list[Place]:
    """Where each recipient is, in their order; whoever could not be looked up by the deadline is `unresolved`."""
    lookups = asyncio.Semaphore(MAX_LOOKUPS)

    async def find(recipient: Recipient) -> Place:
        async with lookups:
            return await place_of_recipient(recipient, egress=egress)

    tasks = [asyncio.create_task(find(recipient)) for recipient in recipients]
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=deadline_s)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
    return [
        Place(host=recipient.host, country=recipient.country, is_open=True, remark=Remark.UNRESOLVED)
        if task.cancelled()
        else task.result()
        for recipient, task in zip(recipients, tasks, strict=True)
    ]


def _database_place(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or dict(parse_qsl(parts.query)).get("host", ""), parts.port or POSTGRES_PORT
