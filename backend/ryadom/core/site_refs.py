"""What an operator's welcome tells of the sites they work on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from ryadom.core.files.kinds import FileRules
from ryadom.core.rights import Right, may
from ryadom.privacy.messengers import MESSENGERS
from ryadom.protocol.operator import ClosedMessenger, Colleague, FilesTaken, SiteRef
from ryadom.protocol.shared import Department
from ryadom.store.answer_goals import AnswerGoal
from ryadom.store.departments import Offered
from ryadom.store.operators import Colleague as Somebody
from ryadom.store.sites import Site

_MESSENGERS = tuple(ClosedMessenger(name=name, domains=domains) for name, (domains, _) in MESSENGERS.items())


def site_refs(
    sites: Iterable[Site],
    *,
    regulated: Collection[UUID],
    offered: Mapping[UUID, Sequence[Offered]],
    archived: Mapping[UUID, Sequence[Department]],
    own: Mapping[UUID, Sequence[UUID]],
    rules: Mapping[UUID, FileRules],
    goals: Mapping[UUID, AnswerGoal],
    colleagues: Sequence[Somebody],
) -> list[SiteRef]:
    """The sites in their order.

    `regulated`: whose controllers may not use the messengers that 41-FZ names. By site: the departments that are
    `offered`, those that are `archived`, which of the former are the operator's `own`, which files are taken, and the
    goals for answers. `colleagues`: all who work on any of the sites.
    """
    return [
        SiteRef(
            id=site.id,
            name=site.name,
            closed_messengers=_MESSENGERS if site.id in regulated else (),
            files=FilesTaken(accept=rules[site.id].accept, max_bytes=rules[site.id].max_bytes),
            departments=tuple(Department(id=one.id, name=one.name) for one in offered.get(site.id, ())),
            own_department_ids=tuple(own.get(site.id, ())),
            controller_id=site.controller_id,
            answer_goal_min=goals[site.id].minutes,
            colleagues=tuple(
                Colleague(id=one.id, name=one.name) for one in colleagues if site.id in one.site_ids and _answers(one)
            ),
            archived_departments=tuple(archived.get(site.id, ())),
            former_colleagues=tuple(
                Colleague(id=one.id, name=one.name)
                for one in colleagues
                if site.id in one.site_ids and not _answers(one)
            ),
        )
        for site in sites
    ]


def _answers(somebody: Somebody) -> bool:
    return somebody.is_active and may(somebody.role, Right.ANSWER_VISITORS)
