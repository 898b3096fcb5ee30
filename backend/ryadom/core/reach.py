"""How far somebody's rights reach: the sites they work on, and the controllers that these belong to."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.errors import ControllerUnknown, SiteUnknown
from ryadom.store.controllers import Controller, all_controllers
from ryadom.store.journal_chain import Actor
from ryadom.store.sites import Site, sites_of_operator
from ryadom.store.sql import Connection


class Reach(Struct, frozen=True, kw_only=True):
    """Sites in the order they were added, and their controllers, likewise."""

    sites: Sequence[Site]
    controllers: Sequence[Controller]

    @property
    def controller_ids(self) -> list[UUID]:
        """The ids of the controllers."""
        return [controller.id for controller in self.controllers]

    def controller(self, id: UUID) -> Controller:
        """The controller with this id.

        Raises:
            ControllerUnknown: there is none, or none of its sites is one's own.
        """
        for controller in self.controllers:
            if controller.id == id:
                return controller
        raise ControllerUnknown("You work on no site of such a controller.", field="controller_id")

    def site(self, id: UUID) -> Site:
        """The site with this id.

        Raises:
            SiteUnknown: there is none, or it is not one's own.
        """
        for site in self.sites:
            if site.id == id:
                return site
        raise SiteUnknown("You work on no such site.", field="site_id")

    def sites_of(self, controller_id: UUID) -> list[Site]:
        """Those of one's own sites that belong to a controller."""
        return [site for site in self.sites if site.controller_id == controller_id]


async def reach_of(connection: Connection, actor: Actor) -> Reach:
    """What an operator reaches."""
    sites = await sites_of_operator(connection, actor.id) if actor.id else []
    owners = {site.controller_id for site in sites}
    return Reach(
        sites=sites,
        controllers=[controller for controller in await all_controllers(connection) if controller.id in owners],
    )
