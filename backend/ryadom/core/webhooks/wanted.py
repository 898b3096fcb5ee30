"""Of what an endpoint is told, as it is stored and as the journal has it."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.errors import BadBody
from ryadom.store.egress import DataLevel
from ryadom.store.sites import Site
from ryadom.store.webhooks import StoredEndpoint


class WantedOf(Struct, frozen=True, kw_only=True):
    """Events and how much of these sites of one controller; `is_for_all`: of all that it has, also those to come."""

    sites: Sequence[Site]
    events: Sequence[str]
    data: DataLevel
    is_for_all: bool

    @property
    def controller_id(self) -> UUID:
        """Whose sites they are.

        Raises:
            BadBody: none, those of several controllers, or no event.
        """
        controllers = {site.controller_id for site in self.sites}
        if len(controllers) != 1:
            raise BadBody("A webhook is for sites of one controller: name them.", field="sites")
        if not self.events:
            raise BadBody("Say of which events it is told.", field="events")
        return controllers.pop()

    @property
    def site_ids(self) -> list[UUID]:
        """The sites as they are stored: none is all."""
        return [] if self.is_for_all else [site.id for site in self.sites]

    @property
    def own_events(self) -> list[str]:
        """The events, each once."""
        return sorted(set(self.events))

    @property
    def told(self) -> dict[str, str]:
        """What the journal says of it."""
        told = {"events": ", ".join(self.own_events), "data": str(self.data)}
        return told if self.is_for_all else told | {"sites": ", ".join(site.name for site in self.sites)}


def wanted_then(
    endpoint: StoredEndpoint,
    known: Sequence[Site],
    sites: Sequence[Site] | None,
    *,
    events: Sequence[str] | None,
    data: DataLevel | None,
    is_for_all: bool,
) -> WantedOf:
    """Of what an endpoint is told once it is changed so, of all sites that are `known`; None: as until now.

    Raises:
        BadBody: sites of another controller, or see `WantedOf.controller_id`.
    """
    if sites is None:
        there = [site for site in known if site.controller_id == endpoint.controller_id]
        is_for_all = is_for_all or not endpoint.site_ids
        sites = there if is_for_all else [site for site in there if site.id in endpoint.site_ids]
    wanted = WantedOf(
        sites=sites,
        # A bot is asked, whatever it is to be told of.
        events=endpoint.events if events is None or endpoint.bot_id else events,
        data=data or endpoint.data,
        is_for_all=is_for_all,
    )
    if wanted.controller_id != endpoint.controller_id:
        raise BadBody("A webhook stays with its controller: name sites of that one.", field="sites")
    return wanted
