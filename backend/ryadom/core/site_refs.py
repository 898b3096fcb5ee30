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
    leaders: Collection[tuple[UUID, UUID]],
) -> list[SiteRef]:
    """The sites in their order.

    `regulated`: whose controllers may not use the messengers that 41-FZ names. By site: the departments that are
    `offered`, those that are `archived`, which of the former are the operator's `own`, which files are taken, and the
    goals for answers. `colleagues`: all who work on any of the sites; `leaders`: a site, and who of those that answer
    nobody leads or led something there. Nobody else of these is told of, for no filter finds anything by them: who may
    look at accounts, or had one, is not for everybody who answers.
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
                if site.id in one.site_ids and not _answers(one) and (site.id, one.id) in leaders
            ),
        )
        for site in sites
    ]


def who_answers_nobody(colleagues: Iterable[Somebody]) -> list[UUID]:
    """Those of them who have no access any more, or a role that only reads."""
    return [one.id for one in colleagues if not _answers(one)]


def _answers(somebody: Somebody) -> bool:
    return somebody.is_active and may(somebody.role, Right.ANSWER_VISITORS)
