"""For which sites somebody may let a program have data.

Nobody gives a program more than they have themselves: sites that they work on. For all of a controller's, also those to
come, only an owner decides who works on all that there are.
"""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.core.reach import reach_of_operator
from ryadom.errors import BadBody, RightMissing
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.operators import Role
from ryadom.store.sites import Site, all_sites
from ryadom.store.sql import Connection


class PlaceSite(Struct, frozen=True, kw_only=True):
    """A site that a program may have data of."""

    id: UUID
    name: str


class ProgramPlace(Struct, frozen=True, kw_only=True):
    """A controller with the operator's sites of it; `is_whole`: these are all that there are; `may_give_all`: a program
    may have data of all of them and those to come."""

    id: UUID
    name: str
    sites: tuple[PlaceSite, ...]
    is_whole: bool
    may_give_all: bool

    def names(self, site_ids: Sequence[UUID]) -> tuple[str, ...]:
        """Names of those of the operator's sites that are among these; none named is all."""
        known = {site.id: site.name for site in self.sites}
        return tuple(known[id] for id in site_ids or known if id in known)

    def covers(self, site_ids: Sequence[UUID]) -> bool:
        """Whether all of these are the operator's; none named is all of the controller's."""
        own = {site.id for site in self.sites}
        return own.issuperset(site_ids) if site_ids else self.is_whole


async def places_of(connection: Connection, session: OperatorSession) -> list[ProgramPlace]:
    """The controllers on whose sites an operator works."""
    reach = await reach_of_operator(connection, session.operator_id)
    return [
        ProgramPlace(
            id=controller.id,
            name=controller.legal_name,
            sites=tuple(PlaceSite(id=site.id, name=site.name) for site in reach.sites_of(controller.id)),
            is_whole=reach.is_whole(controller.id),
            may_give_all=reach.is_whole(controller.id) and session.role is Role.OWNER,
        )
        for controller in reach.controllers
    ]


def place_named(places: Sequence[ProgramPlace], controller_id: UUID) -> ProgramPlace:
    """The one of this controller.

    Raises:
        BadBody: there is none among them.
    """
    for place in places:
        if place.id == controller_id:
            return place
    raise BadBody("Name a controller on whose sites you work.", field="controller_id")


async def sites_to_give(connection: Connection, place: ProgramPlace, site_ids: Sequence[UUID] | None) -> list[Site]:
    """The sites that somebody asks for; None: all of the controller's, also those to come.

    Raises:
        BadBody: none, or one on which they do not work.
        RightMissing: all, by somebody who is no owner or does not work on all of them.
    """
    if site_ids is None:
        check_all(place)
    own = {site.id for site in place.sites}
    if site_ids is not None and (not site_ids or not own.issuperset(site_ids)):
        raise BadBody("Name sites of this controller on which you work.", field="site_ids")
    wanted = own if site_ids is None else set(site_ids)
    return [site for site in await all_sites(connection) if site.id in wanted]


def check_all(place: ProgramPlace) -> None:
    """Refuses whoever may not let a program have all of a controller's sites, also those to come.

    Raises:
        RightMissing: no owner, or they do not work on all of them.
    """
    if not place.may_give_all:
        raise RightMissing(
            "Only an owner who works on all sites lets a program have all of them: name those that it is for.",
            field="controller_id",
        )
