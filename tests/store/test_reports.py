"""Figures of reports against a slow reference, on random timelines, in zones with and without changes of clocks."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from ryadom.core.reports.periods import make_period
from ryadom.store.database import Database
from ryadom.store.reports import By, Counted, Figures, RoundPlace, Scope, Times, count_figures, list_rounds
from ryadom.store.sql import Connection, Row
from tests.store.report_town import NOW, Town
from tests.store.timelines import Expected

# Around the end of summer time in Berlin, 25 October 2026, and its beginning, 29 March.
CASES = [
    ("Europe/Berlin", date(2026, 10, 23), date(2026, 10, 27)),
    ("Europe/Berlin", date(2026, 3, 27), date(2026, 3, 31)),
    ("Asia/Kathmandu", date(2026, 10, 1), date(2026, 10, 7)),
    ("Europe/Moscow", date(2026, 9, 1), date(2026, 9, 30)),
    ("America/St_Johns", date(2026, 10, 31), date(2026, 11, 1)),
]


def percentile(values: Sequence[float], share: float) -> float | None:
    """As textbooks have it, between the two nearest of the sorted values."""
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def is_left(one: Expected) -> bool:
    return one.answered_at is None and (one.closed_at is not None or one.asked_at < NOW - timedelta(days=1))


def is_bots(one: Expected) -> bool:
    return one.bot is not None and one.bot_messages > 0


def figures_of(rounds: Sequence[Expected]) -> Figures:
    answers = [(one.answered_at - one.asked_at).total_seconds() for one in rounds if one.answered_at]
    closings = [(one.closed_at - one.asked_at).total_seconds() for one in rounds if one.closed_at]
    scores = [one.score for one in rounds if one.score is not None]
    return Figures(
        conversations=len(rounds),
        returned=sum(one.number > 1 for one in rounds),
        answered=len(answers),
        missed=sum(is_left(one) and not is_bots(one) for one in rounds),
        by_bot=sum(is_left(one) and is_bots(one) for one in rounds),
        open=sum(one.closed_at is None for one in rounds),
        visitor_messages=sum(one.visitor_messages for one in rounds),
        operator_messages=sum(one.operator_messages for one in rounds),
        answer_s=Times(percentile(answers, 0.5), percentile(answers, 0.9)),
        answer_work_s=Times(percentile(answers, 0.5), percentile(answers, 0.9)),
        resolution_s=Times(percentile(closings, 0.5), percentile(closings, 0.9)),
        rating=sum(scores) / len(scores) if scores else None,
        rated=len(scores),
        comments=sum(one.has_comment for one in rounds),
    )


def check(figures: Figures, rounds: Sequence[Expected], *, but: Sequence[str] = ()) -> None:
    expected = figures_of(rounds)
    for name in Figures.__struct_fields__:
        if name in but:
            continue
        shown, wanted = getattr(figures, name), getattr(expected, name)
        if isinstance(wanted, Times):
            assert (shown.median, shown.p90) == pytest.approx((wanted.median, wanted.p90), abs=1e-3), name
        else:
            assert shown == pytest.approx(wanted), name


def split(rounds: Sequence[Expected], key: Callable[[Expected], object]) -> dict[object, list[Expected]]:
    by: dict[object, list[Expected]] = {}
    for one in rounds:
        by.setdefault(key(one), []).append(one)
    return by


def lead(one: Expected) -> UUID | None:
    return one.operator_id or one.answered_by


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("zone_name", "since", "until"), CASES)
async def test_figures_are_those_of_a_slow_reference(
    database: Database, zone_name: str, since: date, until: date, seed: int
) -> None:
    zone = ZoneInfo(zone_name)
    period = make_period(since=since, until=until, zone_name=zone_name, now=NOW)
    town = Town(database, Random(f"{zone_name} {since} {seed}"))
    await town.build()
    await town.talk(period.starts_at - timedelta(days=4), min(period.ends_at + timedelta(days=1), NOW), 40)

    def is_in(one: Expected, first: date, last: date) -> bool:
        return first <= one.asked_at.astimezone(zone).date() <= last

    rounds = [one for one in town.rounds if is_in(one, since, until)]
    report = await town.report(period)
    assert rounds
    check(report.total, rounds)
    if not period.is_running:
        check(report.before, [one for one in town.rounds if is_in(one, period.before_since, period.before_until)])
    by_day = split(rounds, lambda one: one.asked_at.astimezone(zone).date())
    assert [day.on for day in report.days] == [since + timedelta(n) for n in range((until - since).days + 1)]
    for day in report.days:
        check(day.figures, by_day.get(day.on, []))
    for groups, key in (
        (report.departments, lambda one: one.department_id),
        (report.sites, lambda one: one.site_id),
    ):
        expected = split(rounds, key)
        assert {group.id for group in groups} == set(expected)
        for group in groups:
            check(group.figures, expected[group.id])
    leads, answerers = split(rounds, lead), split(rounds, lambda one: one.answered_by)
    assert {group.id for group in report.operators} == set(leads) | {id for id in answerers if id}
    for group in report.operators:
        check(group.figures, leads.get(group.id, []), but=("answered", "answer_s", "answer_work_s"))
        answers = figures_of(answerers.get(group.id, []) if group.id else [])
        assert group.figures.answered == answers.answered
        assert group.figures.answer_s.p90 == pytest.approx(answers.answer_s.p90, abs=1e-3)
    week = [[0] * 24 for _ in range(7)]
    for one in rounds:
        local = one.asked_at.astimezone(zone)
        week[local.weekday()][local.hour] += 1
    assert report.week == week
    assert report.hours == [sum(day[hour] for day in week) for hour in range(24)]
    assert [one.conversations for one in report.scores] == [
        sum(one.score == score for one in rounds) for score in range(1, 6)
    ]
    names = {"": "Прямые заходы", "?": "Неизвестно: страницы не хранятся"}
    by_source = split(rounds, lambda one: names.get(one.source, one.source))
    assert {group.name: group.figures.conversations for group in report.sources} == {
        name: len(ones) for name, ones in by_source.items()
    }


async def test_filters_leave_only_what_they_name(database: Database) -> None:
    period = make_period(since=date(2026, 9, 1), until=date(2026, 9, 30), zone_name="UTC", now=NOW)
    town = Town(database, Random(5))
    await town.build()
    await town.talk(period.starts_at, period.ends_at - timedelta(days=3), 40)
    rounds = [one for one in town.rounds if period.starts_at <= one.asked_at < period.ends_at]
    whole = await town.report(period)
    check(whole.total, rounds)
    assert whole.total.missed
    assert whole.total.by_bot
    _, operators, departments = town.sites[0]
    report = await town.report(period, operator_id=operators[0])
    check(report.total, [one for one in rounds if lead(one) == operators[0]])
    assert sum(report.hours) == report.total.conversations > 0
    report = await town.report(period, department_id=departments[0])
    check(report.total, [one for one in rounds if one.department_id == departments[0]])
    assert report.total.conversations > 0


@pytest.mark.parametrize("by", list(By))
async def test_figures_are_found_by_their_index(database: Database, by: By) -> None:
    town = Town(database, Random(1))
    await town.build()
    period = make_period(since=date(2026, 9, 1), until=date(2026, 9, 30), zone_name="UTC", now=NOW)
    scope = Scope(site_ids=[town.sites[0][0]], starts_at=period.starts_at, ends_at=period.ends_at)
    async with database.transaction() as connection:
        await connection.execute("SET LOCAL enable_seqscan = off")
        await connection.execute("SET LOCAL enable_bitmapscan = off")
        explaining = Explaining(connection)
        await count_figures(explaining, scope, by, now=NOW, day_starts=period.day_starts)
    assert "rounds_asked" in explaining.plan
    assert "Seq Scan" not in explaining.plan


@pytest.mark.parametrize("counted", list(Counted))
async def test_what_a_figure_counts_is_found_by_the_same_index(database: Database, counted: Counted) -> None:
    town = Town(database, Random(1))
    await town.build()
    period = make_period(since=date(2026, 9, 1), until=date(2026, 9, 30), zone_name="UTC", now=NOW)
    scope = Scope(site_ids=[town.sites[0][0]], starts_at=period.starts_at, ends_at=period.ends_at)
    place = RoundPlace(NOW, town.sites[0][0], 1)
    async with database.transaction() as connection:
        await connection.execute("SET LOCAL enable_seqscan = off")
        await connection.execute("SET LOCAL enable_bitmapscan = off")
        explaining = Explaining(connection)
        await list_rounds(explaining, scope, counted, now=NOW, after=place, limit=50)
    assert "rounds_asked" in explaining.plan
    assert "Seq Scan" not in explaining.plan


class Explaining:
    """A connection that keeps the plan of what is asked of it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.plan = ""

    async def fetch(self, query: str, *values: object) -> Sequence[Row]:
        self.plan += "\n".join(str(*row.values()) for row in await self._connection.fetch(f"EXPLAIN {query}", *values))
        return await self._connection.fetch(query, *values)

    async def fetchrow(self, query: str, *values: object) -> Row | None:
        return await self._connection.fetchrow(query, *values)

    async def fetchval(self, query: str, *values: object) -> Any:
        return await self._connection.fetchval(query, *values)

    async def execute(self, query: str, *values: object) -> str:
        return await self._connection.execute(query, *values)
