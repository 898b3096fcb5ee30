"""On which sites' pages the script has been seen, since this process started.

In memory alone, and of nobody: that some page of the site has asked how its widget looks is all that is known. A column
would be written at page views, for a list that is looked at on the first day.
"""

from uuid import UUID

from ryadom.store.sites import Site


class Sightings:
    """Sites whose script was asked for by a page that may open its chat."""

    def __init__(self) -> None:
        self._site_ids: set[UUID] = set()

    def note(self, site: Site, origin: str) -> None:
        """A page of `origin` (as browsers write it; empty: unknown) has asked how the site's widget looks."""
        if origin in site.origins:
            self._site_ids.add(site.id)

    def has(self, site_id: UUID) -> bool:
        """Whether the site's script has been seen."""
        return site_id in self._site_ids
