"""A change of a colleague under way: by whom of which role, on which of their sites, and how it is noted there."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.core.access_notes import note_on_sites
from ryadom.core.colleague_persons import ADDRESS_CHANGED, RENAMED
from ryadom.core.colleague_places import Placed
from ryadom.errors import Newer, OperatorUnknown, RightMissing, SettingsChanged
from ryadom.store import operators as store
from ryadom.store.journal import Noted, newest_change
from ryadom.store.journal_chain import Actor
from ryadom.store.operators import Colleague, Role
from ryadom.store.sites import Site, sites_of_operator
from ryadom.store.sql import Connection

DEPARTMENTS_CHANGED = "operator_departments_changed"
_OF_PLACE = (
    "role_changed",
    "operator_site_added",
    "operator_site_removed",
    DEPARTMENTS_CHANGED,
    "operator_sight_limited",
    "operator_sight_freed",
)
_OF_PERSON = (RENAMED, ADDRESS_CHANGED)


class Change(Struct, frozen=True, kw_only=True):
    """A change under way: nobody else changes roles, sites or access until its transaction ends."""

    connection: Connection
    acting_role: Role
    colleague: Colleague
    own_sites: tuple[Site, ...]

    def check_alone(self) -> None:
        """Refuses what would reach beyond one's own sites: a role or an access is one for all sites of a person.

        Raises:
            RightMissing: the colleague works on other sites too.
        """
        if self.colleague.works_elsewhere:
            raise RightMissing("They work on sites of others too: ask somebody who works on all of these.")

    async def check_place(self, over_version: int | None, *, by: Actor) -> None:
        """Refuses what would be over a place that was not seen; None is over any.

        Raises:
            SettingsChanged: somebody else has changed role, sites, departments or sight since that version.
        """
        await self._check_seen(over_version, self.colleague.place_version, _OF_PLACE, by)

    async def check_person(self, over_version: int, *, by: Actor) -> None:
        """Refuses what would be over a name or an address that was not seen.

        Raises:
            SettingsChanged: somebody else has changed either since that version.
        """
        await self._check_seen(over_version, self.colleague.person_version, _OF_PERSON, by)

    def sites(self, ids: Collection[UUID]) -> list[Site]:
        """Those of the own sites with these ids."""
        return [site for site in self.own_sites if site.id in ids]

    async def _check_seen(self, version: int | None, now: int, whats: Sequence[str], by: Actor) -> None:
        if version in (None, now):
            return
        # By the version that the change led to: of one that is noted nowhere, nobody else is blamed.
        told = {"operator_id": str(self.colleague.id), "version": str(now)}
        raise SettingsChanged(
            "Somebody else has changed this colleague meanwhile. Look at them and try again.",
            newer=await newer_of(self.connection, self.own_sites, whats, told, by.id),
        )


async def note_place(change: Change, placed: Placed, *, version: int, by: Actor) -> None:
    """Notes all that has become of the colleague's place, in the version that it has now."""
    told = {"version": str(version)}
    before = change.colleague
    # The sites as they were and as they are: whoever reads of one finds what became of the person there.
    concerned = {*before.site_ids, *placed.added_sites}
    if placed.role is not None:
        await note_change(change, concerned, "role_changed", by=by, before=before.role, after=placed.role, **told)
    await note_change(change, placed.added_sites, "operator_site_added", by=by, **told)
    await note_change(change, placed.removed_sites, "operator_site_removed", by=by, **told)
    for site_id, (names_before, names_after) in placed.departments.items():
        await note_change(change, [site_id], DEPARTMENTS_CHANGED, by=by, before=names_before, after=names_after, **told)
    if placed.sight is not None:
        what = "operator_sight_limited" if placed.sight else "operator_sight_freed"
        await note_change(change, concerned, what, by=by, **told)


async def find_colleague(connection: Connection, own_id: UUID, operator_id: UUID) -> tuple[Colleague, tuple[Site, ...]]:
    """Somebody who works on an operator's sites, and these sites.

    Raises:
        OperatorUnknown: nobody with this id does.
    """
    sites = tuple(await sites_of_operator(connection, own_id))
    for colleague in await store.list_colleagues(connection, site_ids=[site.id for site in sites]):
        if colleague.id == operator_id:
            return colleague, sites
    raise OperatorUnknown("Nobody with this id works on your sites.", field="operator_id")


async def newer_of(
    connection: Connection,
    sites: Collection[Site],
    whats: Sequence[str],
    told: Mapping[str, str],
    asker_id: UUID | None,
) -> Newer | None:
    """Who made the newest of these changes that the journals of these sites' controllers have; None: not known."""
    noted = [
        Noted(controller_id=one, whats=tuple(whats), told=told)
        for one in dict.fromkeys(site.controller_id for site in sites)
    ]
    found = [await newest_change(connection, one, asker_id) for one in noted]
    return max((one for one in found if one), key=lambda one: one.at, default=None)


async def note_change(change: Change, site_ids: Collection[UUID], what: str, *, by: Actor, **details: str) -> None:
    """Notes it of those of these sites that are the own ones of whoever changes something; the end of a transaction."""
    if sites := change.sites(site_ids):
        told = {"operator_id": str(change.colleague.id), **details}
        await note_on_sites(change.connection, sites, what, by=by, **told)
