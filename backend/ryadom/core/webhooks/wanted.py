"""Of what an endpoint is told, as it is stored and as the journal has it."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.errors import BadBody
from ryadom.store.egress import DataLevel
from ryadom.store.sites import Site


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
