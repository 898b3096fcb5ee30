"""Incidents in the database: clocks that wake the officer once, cards nobody overwrites, timelines that only grow."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

from ryadom.core.controllers import add_controller, describe_controller
from ryadom.core.incident_alarms import IncidentAlarms
from ryadom.core.sites import add_site
from ryadom.errors import (
    BadBody,
    ControllerUnknown,
    IncidentChanged,
    IncidentClosed,
    IncidentUnknown,
    RyadomError,
)
from ryadom.privacy.incidents import ClockState, Notice, clocks
from ryadom.store.database import Database
from ryadom.store.incidents import EventKind
from ryadom.store.journal_chain import Action
from ryadom.store.sites import Site
from tests.incidents import DISCOVERED_AT, Desk, description, furnished_desk, officer_of, queueing_mailer
from tests.store.journals import links_of

OPENED = "Ryadom: открыт инцидент"
SOON = "Ryadom: меньше 4 часов до срока уведомления"
OVERDUE = "Ryadom: срок уведомления прошёл"


@pytest.fixture
async def site(database: Database) -> Site:
    return await add_site(database, name="Чай", origins=["https://shop.test"], key="shop-key-1")


@pytest.fixture
async def desk(database: Database, site: Site) -> Desk:
    return await furnished_desk(database, site.key, site.controller_id)


async def test_officer_hears_of_each_deadline_once_whatever_the_clock_does(desk: Desk) -> None:
    await desk.open()
    told = [OPENED]
    for hours, new in (
        (1, []), (19.9, []), (20, [SOON]), (23.9, []), (1, []), (20, []), (24, [OVERDUE]), (30, []), (2, []),
        (68, [SOON]), (72, [OVERDUE]), (500, []), (20, []),
    ):  # fmt: skip
        assert await desk.alarms.raise_due(desk.clock.turn(hours=hours)) == len(new), hours
        told += new
        assert await desk.subjects() == told, hours


async def test_several_processes_that_look_at_once_tell_once(desk: Desk, database: Database) -> None:
    await desk.open()
    late = desk.clock.turn(hours=25)
    looking = [IncidentAlarms(database, queueing_mailer(database)) for _ in range(4)]
    assert sorted(await asyncio.gather(*(one.raise_due(late) for one in looking))) == [0, 0, 0, 1]
    assert await desk.subjects() == [OPENED, OVERDUE]


async def test_notice_that_was_sent_and_an_incident_that_was_closed_wake_nobody(desk: Desk) -> None:
    incident = await desk.open()
    desk.clock.turn(hours=2)
    await desk.incidents.mark_sent(desk.officer, incident.id, Notice.FIRST, number="77-1")
    assert await desk.alarms.raise_due(desk.clock.turn(hours=30)) == 0
    await desk.incidents.close(desk.officer, incident.id, reason="Ложная тревога: вошёл сам сотрудник.")
    assert await desk.alarms.raise_due(desk.clock.turn(hours=80)) == 0


async def test_incident_discovered_long_ago_is_overdue_when_it_is_opened(desk: Desk) -> None:
    desk.clock.turn(hours=100)
    await desk.open()
    assert await desk.subjects() == [OPENED, OVERDUE, OVERDUE]


async def test_time_of_discovery_that_is_corrected_moves_the_clocks_and_their_alarms(desk: Desk) -> None:
    incident = await desk.open()
    await desk.alarms.raise_due(desk.clock.turn(hours=21))
    later = DISCOVERED_AT + timedelta(hours=10)
    await desk.incidents.describe(desk.officer, incident.id, description(discovered_at=later), version=1)
    assert await desk.alarms.raise_due(desk.clock.turn(hours=24)) == 0
    assert await desk.alarms.raise_due(desk.clock.turn(hours=31)) == 1
    _, events = await desk.read(incident)
    described = next(event for event in events if event.kind is EventKind.DESCRIBED)
    assert described.details["discovered_at_before"] == DISCOVERED_AT.isoformat()


async def test_nothing_is_raised_until_somebody_can_be_told(database: Database, desk: Desk) -> None:
    without_mail = IncidentAlarms(database, None)
    incident = await desk.open()
    assert await without_mail.raise_due(desk.clock.turn(hours=25)) == 0
    assert await desk.alarms.raise_due(desk.clock.at) == 1
    assert len((await desk.read(incident))[1]) == 3


async def test_incident_is_opened_though_the_officer_has_no_address(database: Database, site: Site) -> None:
    desk = Desk(database, await officer_of(database, site.key))
    incident = await desk.open()
    assert await desk.subjects() == []
    await describe_controller(database, site.controller_id, officer_email="dpo@shop.test")
    assert await desk.alarms.raise_due(desk.clock.at) == 1
    assert [event.kind for event in (await desk.read(incident))[1]] == [EventKind.OPENED, EventKind.ALARM]


async def test_clocks_say_how_they_stand(desk: Desk) -> None:
    incident = await desk.open()
    first, second = clocks(incident, DISCOVERED_AT + timedelta(hours=25))
    assert (first.state, second.state) == (ClockState.OVERDUE, ClockState.RUNNING)
    assert first.deadline_at == DISCOVERED_AT + timedelta(hours=24)
    assert second.deadline_at == DISCOVERED_AT + timedelta(hours=72)
    desk.clock.turn(hours=26)
    await desk.incidents.mark_sent(desk.officer, incident.id, Notice.FIRST, number="")
    desk.clock.turn(hours=40)
    await desk.incidents.mark_sent(desk.officer, incident.id, Notice.SECOND, number="77-2")
    found, _ = await desk.read(incident)
    assert [clock.state for clock in clocks(found, desk.clock.at)] == [ClockState.SENT_LATE, ClockState.SENT]


async def test_number_that_came_later_is_added_and_the_time_stays(desk: Desk) -> None:
    incident = await desk.open()
    sent_at = desk.clock.turn(hours=3)
    await desk.incidents.mark_sent(desk.officer, incident.id, Notice.FIRST, number="")
    desk.clock.turn(hours=9)
    await desk.incidents.mark_sent(desk.officer, incident.id, Notice.FIRST, number=" 77-1 ")
    found, events = await desk.read(incident)
    assert (found.first_notice_at, found.first_notice_number) == (sent_at, "77-1")
    assert [event.kind for event in events].count(EventKind.FIRST_NOTICE) == 2


async def test_numbers_count_up_per_controller_also_for_those_who_open_at_once(database: Database, desk: Desk) -> None:
    opened = await asyncio.gather(*(desk.open() for _ in range(5)))
    assert sorted(incident.number for incident in opened) == [1, 2, 3, 4, 5]


async def test_two_who_write_at_once_do_not_overwrite_each_other(desk: Desk) -> None:
    incident = await desk.open()
    outcomes = await asyncio.gather(
        *(
            desk.incidents.describe(desk.officer, incident.id, description(cause=cause), version=1)
            for cause in ("пароль", "вирус")
        ),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Incident", "IncidentChanged"]
    found, _ = await desk.read(incident)
    with pytest.raises(IncidentChanged):
        await desk.incidents.describe(desk.officer, incident.id, description(cause="третья"), version=1)
    assert found.version == 2


async def test_closed_incident_changes_no_more_and_needs_a_reason_without_notices(desk: Desk) -> None:
    incident = await desk.open()
    with pytest.raises(BadBody, match="reason"):
        await desk.incidents.close(desk.officer, incident.id, reason=" ")
    await desk.incidents.close(desk.officer, incident.id, reason="Не подтвердилось")
    for deed in (
        desk.incidents.note(desk.officer, incident.id, "ещё"),
        desk.incidents.describe(desk.officer, incident.id, description(), version=2),
        desk.incidents.mark_sent(desk.officer, incident.id, Notice.FIRST, number="1"),
        desk.incidents.close(desk.officer, incident.id, reason="снова"),
    ):
        with pytest.raises(IncidentClosed):
            await deed


async def test_officer_of_another_controller_finds_nothing(database: Database, desk: Desk) -> None:
    incident = await desk.open()
    other = await add_controller(database, legal_name="ИП Иванов")
    await add_site(database, name="Мёд", origins=["https://honey.test"], key="honey-key", controller_id=other.id)
    stranger = Desk(database, await officer_of(database, "honey-key", email="oleg@honey.test"))
    for deed in (
        stranger.incidents.note(stranger.officer, incident.id, "x"),
        stranger.incidents.close(stranger.officer, incident.id, reason="x"),
        desk.incidents.note(desk.officer, uuid4(), "x"),
    ):
        with pytest.raises(IncidentUnknown):
            await deed
    with pytest.raises(ControllerUnknown):
        await stranger.incidents.open(stranger.officer, incident.controller_id, description())


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "а\nб"}, "title"),
        ({"happened": ""}, "happened"),
        ({"happened": "a\0b"}, "happened"),
        ({"cause": "\ud800"}, "cause"),
        ({"harm": "щ" * 50_001}, "harm"),
        ({"discovered_at": DISCOVERED_AT + timedelta(minutes=6)}, "discovered_at"),
        ({"discovered_at": DISCOVERED_AT.replace(tzinfo=None)}, "discovered_at"),
        ({"discovered_at": DISCOVERED_AT.replace(year=1999)}, "discovered_at"),
        ({"occurred_from": DISCOVERED_AT + timedelta(minutes=1)}, "occurred_from"),
        (
            {"occurred_from": DISCOVERED_AT, "occurred_to": DISCOVERED_AT - timedelta(hours=1)},
            "occurred_to",
        ),
    ],
)
async def test_card_says_nothing_that_can_not_be_so(desk: Desk, fields: dict[str, object], field: str) -> None:
    with pytest.raises(BadBody) as refusal:
        await desk.open(**fields)
    assert refusal.value.field == field


async def test_notice_can_not_be_sent_before_the_discovery_nor_the_second_before_the_first(desk: Desk) -> None:
    incident = await desk.open()
    desk.clock.turn(hours=1)
    early = DISCOVERED_AT - timedelta(minutes=1)
    for notice, sent_at in (
        (Notice.FIRST, early),
        (Notice.FIRST, DISCOVERED_AT + timedelta(hours=2)),
        (Notice.SECOND, None),
    ):
        with pytest.raises(BadBody):
            await desk.incidents.mark_sent(desk.officer, incident.id, notice, number="1", sent_at=sent_at)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE incident_events SET note = 'x'", "DELETE FROM incident_events", "TRUNCATE incident_events"],
)
async def test_timeline_is_only_added_to(database: Database, desk: Desk, statement: str) -> None:
    await desk.open()
    with pytest.raises((asyncpg.PostgresError, RyadomError)):
        async with database.connection() as connection:
            await connection.execute(statement)


async def test_every_change_is_in_the_journal_with_names_of_fields_and_no_texts(database: Database, desk: Desk) -> None:
    incident = await desk.open()
    await desk.incidents.describe(desk.officer, incident.id, description(culprits="Иванов"), version=1)
    await desk.incidents.note(desk.officer, incident.id, "Сменили пароль")
    links = await links_of(database, incident.controller_id)
    records = [link.record for link in links if link.record.action is Action.INCIDENT_CHANGED]
    assert [record.details["what"] for record in records] == [
        "incident_opened", "incident_described", "incident_noted",
    ]  # fmt: skip
    assert records[1].details["fields"] == "culprits"
    assert all(record.actor.name == "Вера" for record in records)
    assert not any("Иванов" in str(record.details) or "пароль" in str(record.details) for record in records)


async def test_ninety_thousand_subjects_are_told_of_once(
    database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ryadom.core.incident_alarms.SUBJECTS_WARN", 3)
    async with database.connection() as connection:
        site_id = await connection.fetchval("SELECT id FROM sites")
        add = (
            "INSERT INTO visitors (site_id, id, locale) SELECT $1, gen_random_uuid(), 'ru' FROM generate_series(1, $2)"
        )
        await connection.fetch(add, site_id, 2)
        assert await desk.alarms.watch_subjects() == 0
        await connection.fetch(add, site_id, 1)
    assert sorted(await asyncio.gather(*(desk.alarms.watch_subjects() for _ in range(3)))) == [0, 0, 1]
    assert await desk.alarms.watch_subjects() == 0
    assert await desk.subjects() == ["Ryadom: уровень защищённости скоро может измениться"]
