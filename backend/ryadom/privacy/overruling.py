"""Nobody overrules unawares what somebody else has changed meanwhile: they are told whose change is in the way.

What is changed field by field is compared by what it was seen to be, not by a number: so it counts too what a command
line, a program or a server of an older version has changed, and a change of another field is in nobody's way. All of it
holds only where nobody else can change the same until the transaction ends.
"""

from collections.abc import Mapping
from typing import TypeVar
from uuid import UUID

from msgspec import Struct

from ryadom.errors import SettingsChanged
from ryadom.store import journal
from ryadom.store.sites import Site
from ryadom.store.sql import Connection

Name = TypeVar("Name", bound=str)


class Noted(Struct, frozen=True, kw_only=True):
    """How the journal notes changes of the same: in whose chain, of which site, and what their details say."""

    controller_id: UUID
    site_id: UUID | None = None
    told: Mapping[str, str]


def noted_of(site: Site, what: str) -> Noted:
    """Changes of what is set for a site."""
    return Noted(controller_id=site.controller_id, site_id=site.id, told={"what": what})


def overruled_field(
    wanted: Mapping[Name, object], *, seen: Mapping[Name, object], now: Mapping[Name, object]
) -> Name | None:
    """The first of what is wanted that is neither as it was seen nor as it is wanted; None where there is none.

    Whoever repeats a change, since the answer to it was lost, is not in their own way.
    """
    clashing = (name for name in wanted if name in seen and now[name] not in (seen[name], wanted[name]))
    return next(clashing, None)


async def check_overruled(
    connection: Connection,
    wanted: Mapping[Name, object],
    *,
    seen: Mapping[Name, object] | None,
    now: Mapping[Name, object],
    noted: Noted,
) -> None:
    """Refuses a change over what it was not made over; `seen` None is over anything.

    Raises:
        SettingsChanged: somebody else has changed some of it meanwhile; `field` says what.
    """
    if seen is not None and (field := overruled_field(wanted, seen=seen, now=now)):
        raise await settings_changed(connection, noted, field=field)


async def settings_changed(connection: Connection, noted: Noted, *, field: str | None = None) -> SettingsChanged:
    """What whoever comes too late is told, with whose change was quicker."""
    newer = await journal.newest_change(connection, noted.controller_id, noted.told, site_id=noted.site_id)
    return SettingsChanged(
        "Somebody else has changed this meanwhile. Look at it as it is now, and try again.", field=field, newer=newer
    )
