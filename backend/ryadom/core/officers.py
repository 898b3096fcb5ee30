"""Who handles requests of data subjects, and how far they see."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.core.rights import Right, may
from ryadom.store.database import Database
from ryadom.store.journal_chain import Actor, ActorKind
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.sites import Site, sites_of_operator
from ryadom.store.subject_requests import Scope


class Officer(Struct, frozen=True):
    """An operator with the right to handle requests, and the sites they work on.

    `sees_contacts`: they are shown what a site masks on display.
    """

    actor: Actor
    sites: Sequence[Site]
    sees_contacts: bool = False

    @property
    def scope(self) -> Scope:
        """Whose requests they see."""
        controller_ids = dict.fromkeys(site.controller_id for site in self.sites)
        return Scope(tuple(controller_ids), tuple(site.id for site in self.sites))

    def sites_of(self, controller_id: UUID) -> list[Site]:
        """Their sites of one controller."""
        return [site for site in self.sites if site.controller_id == controller_id]

    def site(self, site_id: UUID) -> Site | None:
        """One of their sites."""
        return next((site for site in self.sites if site.id == site_id), None)


async def officer_of(database: Database, session: OperatorSession, *, network: str) -> Officer:
    """The officer who is signed in. `network` is where they are: an IPv4 address or the /64 of an IPv6 one."""
    async with database.connection() as connection:
        sites = await sites_of_operator(connection, session.operator_id)
    actor = Actor(kind=ActorKind.OPERATOR, id=session.operator_id, name=session.name, network=network)
    return Officer(actor, sites, may(session.role, Right.SEE_CONTACTS))
