"""An operator's own views of the inbox: filters with a name, in an order. Nobody else sees them."""

from collections.abc import Sequence
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

MAX_VIEWS = 30
MAX_NAME_CHARS = 40
MAX_MINUTES = 60 * 24 * 7


class View(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A filter with a name; `unanswered_min`: of those who wait, only who waits longer than so many minutes."""

    id: UUID
    name: Annotated[str, Meta(max_length=MAX_NAME_CHARS)]
    filter: Filter
    unanswered_min: Annotated[int, Meta(ge=1, le=MAX_MINUTES)] | None = None


class OwnViews(Struct, frozen=True, kw_only=True):
    """The views in their order; `version` is to be named by who changes them."""

    version: int
    views: list[View]


async def views_of(database: Database, operator_id: UUID) -> OwnViews:
    """The operator's views."""
    async with database.connection() as connection:
        version, views = await store.find_views(connection, operator_id)
    return OwnViews(version=version, views=msgspec.json.decode(views, type=list[View]))


async def change_views(database: Database, operator_id: UUID, views: Sequence[View], *, over_version: int) -> OwnViews:
    """Replaces the operator's views.

    Raises:
        BadBody: a name that is no line; the same id twice.
        SettingsChanged: they were changed in another window since `over_version`.
    """
    if len({view.id for view in views}) < len(views):
        raise BadBody("One view is in the list twice.", field="views")
    tidy = [
        replace(view, name=clean_line(view.name, field=f"views[{place}].name", max_chars=MAX_NAME_CHARS))
        for place, view in enumerate(views)
    ]
    async with database.transaction() as connection:
        encoded = msgspec.json.encode(tidy).decode()
        if not await store.put_views(connection, operator_id, encoded, over_version=over_version):
            raise SettingsChanged("The views were changed in another window meanwhile. Look at them and try again.")
    return OwnViews(version=over_version + 1, views=tidy)
