"""What an operator's welcome tells of the sites they work on."""

from collections.abc import Collection, Iterable
from uuid import UUID

from ryadom.privacy.messengers import MESSENGERS
from ryadom.protocol.operator import ClosedMessenger, SiteRef
from ryadom.store.sites import Site

_MESSENGERS = tuple(ClosedMessenger(name=name, domains=domains) for name, (domains, _) in MESSENGERS.items())


def site_refs(sites: Iterable[Site], *, regulated: Collection[UUID]) -> list[SiteRef]:
    """The sites in their order; `regulated`: whose controllers may not use the messengers that 41-FZ names."""
    return [
        SiteRef(id=site.id, name=site.name, closed_messengers=_MESSENGERS if site.id in regulated else ())
        for site in sites
    ]
