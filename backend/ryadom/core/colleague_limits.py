"""How many conversations at once the server gives to a colleague: never set over what somebody else has set since."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import UNSET, UnsetType

from ryadom.core.access_notes import note_on_sites
from ryadom.core.colleague_changes import newer_of
from ryadom.errors import Newer, SettingsChanged
from ryadom.store.journal_chain import Actor
from ryadom.store.operator_work import hold_limit, put_limit
from ryadom.store.operators import Colleague
from ryadom.store.sites import Site
from ryadom.store.sql import Connection

_WHAT = "chat_limit"


async def change_limit(
    connection: Connection,
    colleague: Colleague,
    own_sites: Sequence[Site],
    max_chats: int | None,
    *,
    seen: int | UnsetType | None,
    by: Actor,
) -> None:
    """Sets it, and notes that on the own sites where they work; the end of a transaction.

    `seen`: what it was when somebody decided; unset: over whatever there is. Whoever sets what there is already, as
    where the answer to them was lost, changes nothing and is in nobody's way.

    Raises:
        SettingsChanged: somebody else has set another since it was `seen`.
        JournalUnavailable: it can't be noted, so nothing changes.
    """
    now = await hold_limit(connection, colleague.id)
    if now == max_chats:
        return
    sites = [site for site in own_sites if site.id in colleague.site_ids]
    if seen is not UNSET and seen != now:
        raise SettingsChanged(
            "Somebody else has set another limit meanwhile. Look at it as it is now, and try again.",
            field="max_chats",
            newer=await _newer(connection, colleague, sites, now, by.id),
        )
    await put_limit(connection, colleague.id, max_chats)
    told = {"operator_id": str(colleague.id), "before": _said(now), "after": _said(max_chats)}
    await note_on_sites(connection, sites, _WHAT, by=by, **told)


async def _newer(
    connection: Connection, colleague: Colleague, sites: Sequence[Site], now: int | None, asker_id: UUID | None
) -> Newer | None:
    """Who has set the limit that there is now; None where that may have been noted where the asker does not look."""
    if colleague.works_elsewhere:
        return None
    told = {"operator_id": str(colleague.id), "after": _said(now)}
    return await newer_of(connection, sites, (_WHAT,), told, asker_id)


def _said(limit: int | None) -> str:
    return "" if limit is None else str(limit)
