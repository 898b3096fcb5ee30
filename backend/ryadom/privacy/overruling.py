"""Nobody overrules unawares what somebody else has changed meanwhile: they are told whose change is in the way.

What is changed field by field is compared by what it was seen to be, not by a number: so it counts too what a command
line, a program or a server of an older version has changed, and a change of another field is in nobody's way. All of it
holds only where nobody else can change the same until the transaction ends.
"""

from collections.abc import Mapping
from typing import TypeVar

from ryadom.errors import SettingsChanged
from ryadom.store.journal import Naming, Noted, newest_change
from ryadom.store.journal_chain import Actor
from ryadom.store.sites import Site
from ryadom.store.sql import Connection

Name = TypeVar("Name", bound=str)


def noted_of(site: Site, *whats: str, naming: Naming = Naming.NOT) -> Noted:
    """Changes of what is set for a site."""
    return Noted(controller_id=site.controller_id, site_id=site.id, whats=whats, naming=naming)


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
    by: Actor,
) -> None:
    """Refuses a change over what it was not made over; `seen` None is over anything.

    Raises:
        SettingsChanged: somebody else has changed some of it meanwhile; `field` says what.
    """
    if seen is not None and (field := overruled_field(wanted, seen=seen, now=now)):
        raise await settings_changed(connection, noted, by, field=field)


async def settings_changed(
    connection: Connection, noted: Noted, by: Actor, *, field: str | None = None
) -> SettingsChanged:
    """What whoever comes too late (`by`) is told, with whose change was quicker, where they may know that."""
    newer = await newest_change(connection, noted, by.id, field=field)
    return SettingsChanged(
        "Somebody else has changed this meanwhile. Look at it as it is now, and try again.", field=field, newer=newer
    )
