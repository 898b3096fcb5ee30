"""How far somebody's rights reach: the sites they work on, and the controllers that these belong to."""

from collections.abc import Sequence, Set
from uuid import UUID

from msgspec import Struct

from ryadom.errors import ControllerUnknown, RightMissing, SiteUnknown
from ryadom.store.controllers import Controller, all_controllers
from ryadom.store.journal_chain import Actor
from ryadom.store.sites import Site, all_sites, sites_of_operator
from ryadom.store.sql import Connection


class Reach(Struct, frozen=True, kw_only=True):
    """Sites in the order they were added, and their controllers, likewise.

    `whole`: those of the controllers on all of whose sites one works.
    """

    sites: Sequence[Site]
    controllers: Sequence[Controller]
    whole: Set[UUID]

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

    def is_whole(self, controller_id: UUID) -> bool:
        """Whether one works on all sites of a controller, and so may change what holds on all of them."""
        return controller_id in self.whole

    def whole_controller(self, id: UUID) -> Controller:
        """The controller with this id, to change what holds on all of its sites.

        Raises:
            ControllerUnknown: as for `controller`.
            RightMissing: it has sites that one does not work on.
        """
        controller = self.controller(id)
        if not self.is_whole(id):
            raise RightMissing(
                "This holds on all sites of the controller, and you do not work on all of them. Ask an owner to give "
                "you the other sites, or somebody who works on all of them to do it.",
                field="controller_id",
            )
        return controller

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
    return await reach_of_operator(connection, actor.id)


async def reach_of_operator(connection: Connection, operator_id: UUID | None) -> Reach:
    """The same, by the id; None reaches nothing."""
    sites = await sites_of_operator(connection, operator_id) if operator_id else []
    own = {site.id for site in sites}
    owners = {site.controller_id for site in sites}
    others = {site.controller_id for site in await all_sites(connection) if site.id not in own}
    return Reach(
        sites=sites,
        controllers=[controller for controller in await all_controllers(connection) if controller.id in owners],
        whole=owners - others,
    )
