"""Views of the inbox that colleagues share: with all who work for a controller, on a site, or in a department.

A view is a filter with a name. Whoever opens one sees by it what they see anyway, so that it tells nobody anything; it
is the firm's and not its maker's, and stays when they leave. Only who has the right shares, changes and deletes them,
and what holds on all sites of a controller only who works on all of them. One that is shared with a department that is
not offered any more is left to those who may delete it. Each change is one transaction with its record in the journal.
"""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import asdict, replace

from ryadom.core.inbox_views import MAX_MINUTES, MAX_NAME_CHARS, OwnViews, View, read_views, tidy_name
from ryadom.core.reach import Reach, reach_of_operator
from ryadom.core.rights import Right, may
from ryadom.errors import BadBody, DepartmentUnknown, SettingsChanged, SiteUnknown, ViewUnknown
from ryadom.live.hub import OperatorsTopic
from ryadom.live.relay import Relay
from ryadom.privacy.overruling import settings_changed
from ryadom.protocol.filters import Filter
from ryadom.protocol.operator import SharedViewsChanged
from ryadom.store import journal
from ryadom.store import shared_views as store
from ryadom.store.database import Database
from ryadom.store.departments import archived_departments, find_offered
from ryadom.store.journal import Naming, Noted
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.purviews import find_purview
from ryadom.store.shared_views import Audience, StoredView
from ryadom.store.sql import Connection

MAX_SHARED = 50
"""Of a controller."""


class Kept(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is stored of a view beside whom it is for."""

    name: Annotated[str, Meta(max_length=MAX_NAME_CHARS)]
    filter: Filter
    unanswered_min: Annotated[int, Meta(ge=1, le=MAX_MINUTES)] | None = None


class SharedView(View, frozen=True, kw_only=True, omit_defaults=True):
    """One view as a colleague sees it; `version` is to be named by who changes it, which only some may."""

    audience: Audience
    version: int
    may_change: bool = False


class ShownViews(OwnViews, frozen=True, kw_only=True, omit_defaults=True):
    """An operator's own views, and by name those that are shared with them, also those that they hide.

    `may_share`: also with all sites of these controllers (`whole_ids`).
    """

    shared: tuple[SharedView, ...] = ()
    may_share: bool = False
    whole_ids: tuple[UUID, ...] = ()


class SharedViews:
    """Reads and changes them. `session` is always whose request it is; `by` is the same for the journal."""

    def __init__(self, database: Database, relay: Relay) -> None:
        self._database = database
        self._relay = relay

    async def shown_to(self, session: OperatorSession) -> ShownViews:
        """All views of an operator."""
        async with self._database.connection() as connection:
            return await read_shown(connection, session)

    async def find(self, session: OperatorSession, id: UUID) -> SharedView:
        """A shared view that the operator may change.

        Raises:
            ViewUnknown: there is none that they see.
            RightMissing: it holds on sites on which they do not work.
        """
        async with self._database.connection() as connection:
            return await _find(connection, session, id)

    async def add(
        self, session: OperatorSession, view: View, audience: Audience, *, after: int, by: Actor
    ) -> SharedView:
        """Shares a view; where it is shared like this already, gives that one. `after`: its version as it was deleted.

        Raises:
            BadBody: a name that is no line; too many.
            ControllerUnknown, SiteUnknown, DepartmentUnknown, RightMissing: they may share nothing with these.
            SettingsChanged: there is another one of this id.
            JournalUnavailable: the journal can't be written, so nothing is changed.
        """
        stored = _stored(view, audience, version=after + 1)
        async with self._database.transaction() as connection:
            site_ids = await _check_audience(connection, session, audience, may_be_archived=after > 0)
            if not await store.insert_shared(connection, stored):
                found = await _find(connection, session, view.id)
                if _stored(found, found.audience, version=0) == _stored(view, audience, version=0):
                    # Whoever repeats it, since the answer was lost, is not in their own way
                    return found
                raise SettingsChanged("There is a shared view with this id already. Look at it and try again.")
            if await store.count_shared(connection, audience.controller_id) > MAX_SHARED:
                raise BadBody(f"At most {MAX_SHARED} views can be shared. Delete some.", field="view")
            await _note(connection, stored, by, "shared")
        self._tell(site_ids)
        return _shown(stored, may_change=True)

    async def change(
        self, session: OperatorSession, id: UUID, view: Kept, audience: Audience, *, over_version: int, by: Actor
    ) -> SharedView:
        """Makes another view of it, for others, too, of the same controller.

        Raises:
            BadBody: a name that is no line; another controller.
            ViewUnknown, RightMissing: see `find`; ControllerUnknown, SiteUnknown, DepartmentUnknown: see `add`.
            SettingsChanged: somebody else has changed or deleted it since `over_version`.
            JournalUnavailable: the journal can't be written, so nothing is changed.
        """
        stored = _stored(View(id=id, **asdict(view)), audience, version=over_version)
        async with self._database.transaction() as connection:
            before = await _find(connection, session, id)
            is_kept = audience == before.audience
            site_ids = await _check_audience(connection, session, audience, may_be_archived=is_kept)
            if before.audience.controller_id != audience.controller_id:
                raise BadBody("A view stays with its controller: share a copy.", field="audience.controller_id")
            site_ids |= await _sites_of(connection, session, before.audience)
            if not await store.update_shared(connection, stored):
                now = await _find(connection, session, id)
                if _stored(now, now.audience, version=over_version) == stored:
                    return now
                raise await _changed(connection, now, by)
            await _note(connection, stored, by, "changed")
        self._tell(site_ids)
        return _shown(replace(stored, version=over_version + 1), may_change=True)

    async def delete(self, session: OperatorSession, id: UUID, *, over_version: int, by: Actor) -> None:
        """Takes it from everybody.

        Raises:
            ViewUnknown, RightMissing: see `find`.
            SettingsChanged: somebody else has changed it since `over_version`.
            JournalUnavailable: the journal can't be written, so nothing is changed.
        """
        async with self._database.transaction() as connection:
            before = await _find(connection, session, id)
            site_ids = await _sites_of(connection, session, before.audience)
            owner = before.audience.controller_id
            if not await store.delete_shared(connection, controller_id=owner, id=id, over_version=over_version):
                raise await _changed(connection, before, by)
            await _note(connection, _stored(before, before.audience, version=over_version), by, "deleted")
        self._tell(site_ids)

    def _tell(self, site_ids: set[UUID]) -> None:
        for id in site_ids:
            self._relay.publish(OperatorsTopic(id), SharedViewsChanged())


async def read_shown(connection: Connection, session: OperatorSession) -> ShownViews:
    """All views of an operator."""
    own = await read_views(connection, session.operator_id)
    reach = await reach_of_operator(connection, session.operator_id)
    may_share = may(session.role, Right.SHARE_VIEWS)
    return ShownViews(
        **asdict(own),
        shared=tuple(await _list(connection, session, reach)),
        may_share=may_share,
        whole_ids=tuple(id for id in reach.controller_ids if may_share and reach.is_whole(id)),
    )


async def _list(connection: Connection, session: OperatorSession, reach: Reach) -> list[SharedView]:
    may_share = may(session.role, Right.SHARE_VIEWS)
    found = await store.list_shared(
        connection,
        operator_id=session.operator_id,
        controller_ids=reach.controller_ids,
        site_ids=[site.id for site in reach.sites],
        sees_all=may_share and await find_purview(connection, session.operator_id) is None,
    )
    shown = [_shown(one, may_change=may_share and _reaches(reach, one.audience)) for one in found]
    return sorted(shown, key=lambda one: (one.name.casefold(), one.id))


async def _find(connection: Connection, session: OperatorSession, id: UUID) -> SharedView:
    reach = await reach_of_operator(connection, session.operator_id)
    found = next((one for one in await _list(connection, session, reach) if one.id == id), None)
    if found is None:
        raise ViewUnknown("No such view is shared with you.", field="view_id")
    if found.audience.site_id is None:
        reach.whole_controller(found.audience.controller_id)
    return found


def _reaches(reach: Reach, audience: Audience) -> bool:
    return audience.site_id is not None or reach.is_whole(audience.controller_id)


async def _sites_of(connection: Connection, session: OperatorSession, audience: Audience) -> set[UUID]:
    """On which sites it is seen. Asked for somebody who may change it."""
    if audience.site_id is not None:
        return {audience.site_id}
    reach = await reach_of_operator(connection, session.operator_id)
    return {site.id for site in reach.sites_of(audience.controller_id)}


async def _check_audience(
    connection: Connection, session: OperatorSession, audience: Audience, *, may_be_archived: bool
) -> set[UUID]:
    """The sites on which it is to be seen. `may_be_archived`: so is its department, by which it was shared before.

    Raises:
        BadBody: a department of no site.
        ControllerUnknown, SiteUnknown, RightMissing: the operator does not work there, or not on all of them.
        DepartmentUnknown: the site does not offer it, or the operator may not know of it.
    """
    reach = await reach_of_operator(connection, session.operator_id)
    if audience.site_id is None:
        if audience.department_id is not None:
            raise BadBody("Say of which site the department is.", field="audience.site_id")
        reach.whole_controller(audience.controller_id)
        return await _sites_of(connection, session, audience)
    site = reach.site(audience.site_id)
    if site.controller_id != audience.controller_id:
        raise SiteUnknown("The controller has no such site.", field="audience.site_id")
    if audience.department_id is not None:
        purview = await find_purview(connection, session.operator_id)
        is_seen = purview is None or audience.department_id in purview.department_ids
        is_there = await find_offered(connection, site_id=site.id, id=audience.department_id) is not None
        if not is_there and may_be_archived:
            archived = (await archived_departments(connection, [site.id])).get(site.id, [])
            is_there = any(one.id == audience.department_id for one in archived)
        if not is_seen or not is_there:
            raise DepartmentUnknown("The site offers no such department.", field="audience.department_id")
    return {site.id}


def _stored(view: View, audience: Audience, *, version: int) -> StoredView:
    name = tidy_name(view.name, field="view")
    kept = Kept(name=name, filter=view.filter, unanswered_min=view.unanswered_min)
    return StoredView(id=view.id, audience=audience, version=version, view=msgspec.json.encode(kept).decode())


def _shown(stored: StoredView, *, may_change: bool) -> SharedView:
    kept = msgspec.json.decode(stored.view, type=Kept)
    return SharedView(
        id=stored.id,
        name=kept.name,
        filter=kept.filter,
        unanswered_min=kept.unanswered_min,
        audience=stored.audience,
        version=stored.version,
        may_change=may_change,
    )


async def _note(connection: Connection, stored: StoredView, by: Actor, done: str) -> None:
    owner, site_id = stored.audience.controller_id, stored.audience.site_id
    name = msgspec.json.decode(stored.view, type=Kept).name
    told = {"what": f"view_{done}", "name": name, "fields": str(stored.id)}
    record = Record(controller_id=owner, action=Action.SETTINGS_CHANGED, actor=by, site_id=site_id, details=told)
    await journal.append(connection, [record])


async def _changed(connection: Connection, view: SharedView, by: Actor) -> SettingsChanged:
    noted = Noted(
        controller_id=view.audience.controller_id,
        whats=("view_shared", "view_changed"),
        naming=Naming.FIELDS,
    )
    return await settings_changed(connection, noted, by, field=str(view.id))
