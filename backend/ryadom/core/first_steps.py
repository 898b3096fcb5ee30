"""«Первые шаги»: what is still to be done before a site's chat works, told by facts and not by clicks."""

from uuid import UUID

from msgspec import Struct

from ryadom.core.sightings import Sightings
from ryadom.store.database import Database
from ryadom.store.first_steps import steps_of_sites
from ryadom.store.sites import sites_of_operator


class SiteSteps(Struct, frozen=True, kw_only=True):
    """Of one site. `origin`: the first of those whose pages may open its chat."""

    site_id: UUID
    name: str
    origin: str
    is_embedded: bool
    has_conversation: bool
    has_colleague: bool
    has_basis: bool


async def first_steps(database: Database, sightings: Sightings, operator_id: UUID) -> list[SiteSteps]:
    """Those of every site that an operator works on, oldest site first."""
    async with database.connection() as connection:
        sites = await sites_of_operator(connection, operator_id)
        stored = await steps_of_sites(connection, [site.id for site in sites], operator_id=operator_id)
    return [
        SiteSteps(
            site_id=site.id,
            name=site.name,
            origin=site.origins[0] if site.origins else "",
            # Sightings are forgotten at a restart; that somebody wrote is not, and who wrote had the chat on a page
            is_embedded=sightings.has(site.id) or steps.has_conversation,
            has_conversation=steps.has_conversation,
            has_colleague=steps.has_colleague,
            has_basis=steps.has_basis,
        )
        for site in sites
        if (steps := stored.get(site.id))
    ]
