"""A report as it is shown: the figures of a period, split in every way, beside those of the period before."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from urllib.parse import unquote_plus
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.reports import words
from ryadom.core.reports.periods import Period
from ryadom.core.reports.words import Language
from ryadom.privacy.detect.find import find_personal
from ryadom.store.reports import (
    By,
    Figures,
    Named,
    Person,
    Scope,
    Scored,
    count_figures,
    count_hours,
    count_scores,
    list_people,
    make_room,
)
from ryadom.store.sql import Connection

DAYS_OF_WEEK, HOURS_OF_DAY = 7, 24
MAX_SOURCE_CHARS = 80


class DayFigures(Struct, frozen=True):
    """One day."""

    on: date
    figures: Figures


class Group(Struct, frozen=True):
    """One row of a table. `id` is None where the row is of what has none: nobody's, no department, a source."""

    id: UUID | None
    name: str
    figures: Figures


class Report(Struct, frozen=True, kw_only=True):
    """All of it. `week`: by weekday from Monday on, then by hour; `hours`: the same without the weekday."""

    total: Figures
    before: Figures
    days: Sequence[DayFigures]
    hours: Sequence[int]
    week: Sequence[Sequence[int]]
    operators: Sequence[Group]
    departments: Sequence[Group]
    sites: Sequence[Group]
    sources: Sequence[Group]
    scores: Sequence[Scored]
    people: Sequence[Named]


class Known(Struct, frozen=True, kw_only=True):
    """What has a name."""

    sites: Sequence[Named]
    departments: Sequence[Named]
    language: Language


async def make_report(connection: Connection, scope: Scope, period: Period, known: Known, *, now: datetime) -> Report:
    """Counts everything, inside one transaction."""
    await make_room(connection)
    before = replace(scope, starts_at=period.before_starts_at, ends_at=period.before_ends_at)
    total = await count_figures(connection, scope, By.ALL, now=now)
    total_before = await count_figures(connection, before, By.ALL, now=now)
    by_day = await count_figures(connection, scope, By.DAY, now=now, day_starts=period.day_starts)
    leads = await count_figures(connection, scope, By.OPERATOR, now=now)
    answerers = await count_figures(connection, scope, By.ANSWERER, now=now)
    by_department = await count_figures(connection, scope, By.DEPARTMENT, now=now)
    by_site = await count_figures(connection, scope, By.SITE, now=now)
    by_source = await count_figures(connection, scope, By.SOURCE, now=now)
    hours = period.hours
    by_hour = await count_hours(connection, scope, [hour.starts_at for hour in hours])
    scores = await count_scores(connection, scope)
    operators = _with_answers(leads, answerers)
    ids = [UUID(key) for key in operators if key]
    people = await list_people(connection, site_ids=[site.id for site in known.sites], operator_ids=ids)
    week = [[0] * HOURS_OF_DAY for _ in range(DAYS_OF_WEEK)]
    for index, count in by_hour.items():
        week[hours[index].weekday][hours[index].hour] += count
    language = known.language
    return Report(
        total=total.get("", Figures()),
        before=total_before.get("", Figures()),
        days=[DayFigures(on, by_day.get(str(number), Figures())) for number, on in enumerate(period.days, 1)],
        hours=[sum(day[hour] for day in week) for hour in range(HOURS_OF_DAY)],
        week=week,
        operators=_groups(operators, _names(people), nobody=words.NOBODY.in_(language)),
        departments=_groups(by_department, _names(known.departments), nobody=words.NO_DEPARTMENT.in_(language)),
        sites=_groups(by_site, _names(known.sites), nobody=""),
        sources=[Group(None, source_name(key, language), figures) for key, figures in by_source.items()],
        scores=scores,
        people=[Named(person.id, person.name, is_past=not person.is_active) for person in people if person.is_here],
    )


def source_name(key: str, language: Language) -> str:
    """What a source is called; what looks like somebody's data is not shown, whoever put it into an address."""
    if key in ("", "?"):
        return (words.NOT_KEPT if key else words.DIRECT).in_(language)
    name = unquote_plus(key)
    if find_personal(name):
        return words.HIDDEN.in_(language)
    shown = "".join(char if char.isprintable() else " " for char in name).strip()
    return shown[:MAX_SOURCE_CHARS] or words.DIRECT.in_(language)


def _with_answers(leads: Mapping[str, Figures], answerers: Mapping[str, Figures]) -> dict[str, Figures]:
    """Who answered first has the answers; whom it was given to has the rest."""
    keys = [*leads, *(key for key in answerers if key and key not in leads)]
    nothing = Figures()
    told: dict[str, Figures] = {}
    for key in keys:
        answers = answerers.get(key, nothing) if key else nothing
        told[key] = replace(
            leads.get(key, nothing),
            answered=answers.answered,
            answer_s=answers.answer_s,
            answer_work_s=answers.answer_work_s,
        )
    return told


def _names(named: Sequence[Named] | Sequence[Person]) -> dict[UUID, str]:
    return {one.id: one.name for one in named}


def _groups(by: Mapping[str, Figures], names: Mapping[UUID, str], *, nobody: str) -> list[Group]:
    return [
        Group(UUID(key), names.get(UUID(key), "—"), figures) if key else Group(None, nobody, figures)
        for key, figures in by.items()
    ]
