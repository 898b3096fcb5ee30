"""Alarms for officers: each once, whatever the clock and the other processes do; and how long requests are kept."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from ryadom.core.controllers import describe_controller
from ryadom.core.mailer import Mailer, list_mails
from ryadom.core.subject_alarms import SubjectAlarms
from ryadom.errors import CalendarUnknown
from ryadom.privacy.calendar import MOSCOW
from ryadom.privacy.egress import Egress
from ryadom.privacy.request_terms import deadline_of
from ryadom.privacy.resolver import SystemResolver
from ryadom.settings.smtp_url import smtp_url
from ryadom.store.controllers import default_controller
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.subject_requests import EventKind, Kind, NewRequest, Source, append_event, events_of, insert_request

CAME = datetime(2026, 11, 25, 12, tzinfo=MOSCOW)  # answered by 2026-12-09


async def opened(database: Database, *, source: Source = Source.EMAIL, deadline_on: date | None = None) -> UUID:
    """A request for access that came on a Wednesday."""
    async with database.transaction() as connection:
        controller = await default_controller(connection)
        request_id = new_id()
        await insert_request(
            connection,
            NewRequest(
                id=request_id,
                controller_id=controller.id,
                site_id=None,
                kind=Kind.ACCESS,
                source=source,
                subject_name="Иван",
                contact="ivan@mail.ru",
                body="Что вы храните?",
                echo_id=new_id(),
                received_at=CAME,
                deadline_on=deadline_on or deadline_of(Kind.ACCESS, CAME),
            ),
        )
    await describe_controller(database, None, officer_email="dpo@shop.test")
    return request_id


def alarms(database: Database) -> SubjectAlarms:
    mailer = Mailer(
        database,
        Egress(database, SystemResolver()),
        server=smtp_url("smtp://127.0.0.1:9"),
        sender="chat@shop.test",
        language="ru",
    )
    return SubjectAlarms(database, mailer)


async def subjects(database: Database) -> list[str]:
    return [mail.subject for mail in await list_mails(database)]


def noon(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=MOSCOW)


async def test_officer_is_told_three_days_before_one_day_before_and_when_it_is_over(database: Database) -> None:
    await opened(database)
    looks = alarms(database)
    told: dict[str, int] = {}
    for day in ("2026-12-03", "2026-12-04", "2026-12-05", "2026-12-08", "2026-12-09", "2026-12-10", "2026-12-20"):
        told[day] = await looks.look(noon(day))
        assert await looks.look(noon(day)) == 0
    assert [day for day, count in told.items() if count] == ["2026-12-04", "2026-12-08", "2026-12-10"]
    mails = await list_mails(database)
    assert [mail.subject for mail in mails] == [
        "Ryadom: до срока ответа субъекту три рабочих дня или меньше",
        "Ryadom: до срока ответа субъекту день или меньше",
        "Ryadom: срок ответа субъекту прошёл",
    ]
    assert all(mail.recipient == "dpo@shop.test" for mail in mails)
    assert all("№ 1" in mail.body and "09.12.2026" in mail.body and "Иван" not in mail.body for mail in mails)


async def test_clock_that_is_set_back_raises_no_alarm_again(database: Database) -> None:
    request_id = await opened(database)
    looks = alarms(database)
    assert await looks.look(noon("2026-12-10")) == 1
    for day in ("2026-11-01", "2026-12-04", "2026-12-08", "2026-12-10"):
        assert await looks.look(noon(day)) == 0
    async with database.connection() as connection:
        assert [event.note for event in await events_of(connection, request_id)] == ["overdue"]


async def test_of_many_processes_one_raises_the_alarm(database: Database) -> None:
    await opened(database)
    raised = await asyncio.gather(*(alarms(database).look(noon("2026-12-10")) for _ in range(4)))
    assert sorted(raised) == [0, 0, 0, 1]
    assert len(await subjects(database)) == 1


async def test_what_came_by_the_page_is_told_at_once(database: Database) -> None:
    await opened(database, source=Source.WIDGET)
    await alarms(database).look(CAME + timedelta(minutes=10))
    assert await subjects(database) == ["Ryadom: пришло обращение субъекта"]


async def test_deadline_that_could_not_be_reckoned_is_reckoned_when_the_calendar_is_there(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object) -> None:
        raise CalendarUnknown("No decree for that year.")

    with monkeypatch.context() as patch:
        patch.setattr("ryadom.privacy.request_terms.deadline", unknown)
        await opened(database)
        assert await alarms(database).look(noon("2026-12-10")) == 0
    assert await alarms(database).look(noon("2026-12-10")) == 0
    assert await alarms(database).look(noon("2026-12-10")) == 1


async def test_without_a_mail_server_the_alarm_stands_in_the_timeline(database: Database) -> None:
    request_id = await opened(database)
    assert await SubjectAlarms(database, None).look(noon("2026-12-10")) == 1
    async with database.connection() as connection:
        assert [event.kind for event in await events_of(connection, request_id)] == [EventKind.ALARM_RAISED]


async def test_request_is_kept_for_three_years_after_its_answer_and_then_goes_with_its_timeline(
    database: Database,
) -> None:
    request_id = await opened(database)
    closing = "UPDATE subject_requests SET status = 'answered', outcome = 'да', closed_at = $2 WHERE id = $1"
    async with database.connection() as connection:
        await append_event(connection, request_id, EventKind.RECEIVED)
        for statement in (
            "DELETE FROM subject_requests",
            "DELETE FROM subject_request_events",
            "UPDATE subject_request_events SET note = 'другое'",
            "TRUNCATE subject_request_events",
        ):
            with pytest.raises(asyncpg.RestrictViolationError):
                await connection.execute(statement)
        now = datetime.now(UTC)
        await connection.execute(closing, request_id, now - timedelta(days=1_090))
        await alarms(database).look(now)
        assert await connection.fetchval("SELECT count(*) FROM subject_request_events") == 1
        await connection.execute(closing, request_id, now - timedelta(days=1_100))
        await alarms(database).look(now)
        assert await connection.fetchval("SELECT count(*) FROM subject_request_events") == 0
        # Its number is not given once more.
        await opened(database)
        assert await connection.fetchval("SELECT number FROM subject_requests") == 2
