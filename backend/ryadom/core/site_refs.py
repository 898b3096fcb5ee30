"""What an operator's welcome tells of the sites they work on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from ryadom.core.hours import openings_around
from ryadom.core.rights import Right, may
from ryadom.core.widget_settings import WidgetSettings, read_settings
from ryadom.privacy.messengers import MESSENGERS
from ryadom.protocol.operator import ClosedMessenger, Colleague, FilesTaken, SiteRef
from ryadom.protocol.shared import Department
from ryadom.store.answer_goals import list_goals
from ryadom.store.controllers import regulated_sites
from ryadom.store.departments import archived_departments, offered_departments
from ryadom.store.operators import Colleague as Somebody
from ryadom.store.operators import list_colleagues, list_leaders
from ryadom.store.sites import Site
from ryadom.store.sql import Connection
from ryadom.store.widget_settings import settings_of_sites

_MESSENGERS = tuple(ClosedMessenger(name=name, domains=domains) for name, (domains, _) in MESSENGERS.items())


async def read_site_refs(
    connection: Connection, sites: Sequence[Site], *, own: Mapping[UUID, Sequence[UUID]], now: datetime
) -> list[SiteRef]:
    """The sites in their order. `own`: by site, which of the departments that it offers are the operator's own.

    Of those who answer nobody (any more), only who leads or led something there is told of, for no filter finds
    anything by the others: who may look at accounts, or had one, is not for everybody who answers.
    """
    ids = [site.id for site in sites]
    # Whose controllers may not use the messengers that 41-FZ names.
    regulated = await regulated_sites(connection, ids)
    offered = await offered_departments(connection, ids)
    archived = await archived_departments(connection, ids)
    chosen = await settings_of_sites(connection, ids)
    settings = {site_id: read_settings(stored) for site_id, stored in chosen.items()}
    goals = await list_goals(connection, ids)
    colleagues: defaultdict[UUID, list[Somebody]] = defaultdict(list)
    for one in await list_colleagues(connection, site_ids=ids):
        for site_id in one.site_ids:
            colleagues[site_id].append(one)
    leaders = await list_leaders(
        connection, [(site_id, one.id) for site_id in ids for one in colleagues[site_id] if not _answers(one)]
    )
    return [
        SiteRef(
            id=site.id,
            name=site.name,
            closed_messengers=_MESSENGERS if site.id in regulated else (),
            files=FilesTaken(accept=settings[site.id].files.accept, max_bytes=settings[site.id].files.max_bytes),
            departments=tuple(Department(id=one.id, name=one.name) for one in offered.get(site.id, ())),
            own_department_ids=tuple(own.get(site.id, ())),
            controller_id=site.controller_id,
            answer_goal_min=goals[site.id].minutes,
            colleagues=tuple(Colleague(id=one.id, name=one.name) for one in colleagues[site.id] if _answers(one)),
            archived_departments=tuple(archived.get(site.id, ())),
            former_colleagues=tuple(
                Colleague(id=one.id, name=one.name) for one in colleagues[site.id] if (site.id, one.id) in leaders
            ),
            openings=_openings(settings[site.id], goals[site.id].minutes, now),
        )
        for site in sites
    ]


def _openings(settings: WidgetSettings, goal_min: int | None, now: datetime) -> tuple[int, ...] | None:
    """See `SiteRef.openings`. Where no hours are chosen, all the time counts, as in reports (`reports.upkeep`)."""
    if goal_min is None or not settings.hours:
        return None
    turns = openings_around(settings.hours, ZoneInfo(settings.time_zone), now, held_min=goal_min)
    return tuple(int(turn.timestamp()) for turn in turns)


def _answers(somebody: Somebody) -> bool:
    return somebody.is_active and may(somebody.role, Right.ANSWER_VISITORS)
