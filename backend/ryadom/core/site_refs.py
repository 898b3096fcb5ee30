"""What an operator's welcome tells of the sites they work on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from ryadom.privacy.messengers import MESSENGERS
from ryadom.protocol.operator import ClosedMessenger, SiteRef
from ryadom.protocol.shared import Department
from ryadom.store.departments import Offered
from ryadom.store.sites import Site

_MESSENGERS = tuple(ClosedMessenger(name=name, domains=domains) for name, (domains, _) in MESSENGERS.items())


def site_refs(
    sites: Iterable[Site],
    *,
    regulated: Collection[UUID],
    offered: Mapping[UUID, Sequence[Offered]],
    own: Mapping[UUID, Sequence[UUID]],
) -> list[SiteRef]:
    """The sites in their order.

    `regulated`: whose controllers may not use the messengers that 41-FZ names. By site: the departments that are
    `offered`, and which of them are the operator's `own`.
    """
    return [
        SiteRef(
            id=site.id,
            name=site.name,
            closed_messengers=_MESSENGERS if site.id in regulated else (),
            departments=tuple(Department(id=one.id, name=one.name) for one in offered.get(site.id, ())),
            own_department_ids=tuple(own.get(site.id, ())),
        )
        for site in sites
    ]
