"""An operator's own views of the inbox: filters with a name, in an order. Nobody else sees them.

With them is kept which of the views that colleagues share (`core.shared_views`) this operator does not want to see.
"""

from collections.abc import Collection, Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from ryadom.core.texts import clean_line
from ryadom.errors import BadBody, SettingsChanged
from ryadom.protocol.filters import Filter
from ryadom.store import inbox_views as store
from ryadom.store.database import Database
from ryadom.store.sql import Connection

MAX_VIEWS = 30
MAX_HIDDEN = 200
MAX_NAME_CHARS = 40
MAX_MINUTES = 60 * 24 * 7


class View(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A filter with a name; `unanswered_min`: of those who wait, only who waits longer than so many minutes."""

    id: UUID
    name: Annotated[str, Meta(max_length=MAX_NAME_CHARS)]
    filter: Filter
    unanswered_min: Annotated[int, Meta(ge=1, le=MAX_MINUTES)] | None = None


class OwnViews(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The views in their order; `version` is to be named by who changes them. `hidden`: ids of shared ones."""

    version: int
    views: list[View]
    hidden: tuple[UUID, ...] = ()


def tidy_name(name: str, *, field: str) -> str:
    """A view's name as it is stored.

    Raises:
        BadBody: it is no line; `field` says whose it is.
    """
    return clean_line(name, field=f"{field}.name", max_chars=MAX_NAME_CHARS)


async def read_views(connection: Connection, operator_id: UUID) -> OwnViews:
    """The operator's views."""
    version, views, hidden = await store.find_views(connection, operator_id)
    return OwnViews(version=version, views=msgspec.json.decode(views, type=list[View]), hidden=tuple(hidden))


async def change_views(
    database: Database,
    operator_id: UUID,
    views: Sequence[View],
    *,
    hidden: Collection[UUID] | None,
    over_version: int,
) -> OwnViews:
    """Replaces the operator's views, and what they hide; None leaves that as it is.

    Raises:
        BadBody: a name that is no line; the same id twice.
        SettingsChanged: they were changed in another window since `over_version`.
    """
    if len({view.id for view in views}) < len(views):
        raise BadBody("One view is in the list twice.", field="views")
    tidy = [replace(view, name=tidy_name(view.name, field=f"views[{place}]")) for place, view in enumerate(views)]
    async with database.transaction() as connection:
        encoded = msgspec.json.encode(tidy).decode()
        if not await store.put_views(connection, operator_id, encoded, hidden=hidden, over_version=over_version):
            raise SettingsChanged("The views were changed in another window meanwhile. Look at them and try again.")
        return await read_views(connection, operator_id)
