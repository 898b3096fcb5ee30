"""Operators who want it get a mail when visitors wait and nobody is at the panel: once of each, with nothing in it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from ryadom.core.waiting_alerts import WaitingAlerts
from ryadom.store.database import Database
from ryadom.store.sql import Connection
from tests.waiting import until
from tests.web.accounts import account
from tests.web.client import Server
from tests.web.mailing import PUBLIC_URL, Mailing, mailing

ALERT = "/panel/api/account/waiting-alert"
TEXT = "тайна"


@pytest.fixture
async def office(database_url: str, database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Mailing]:
    monkeypatch.setattr("ryadom.core.waiting_alerts.LOOK_INTERVAL_S", 3_600.0)
    async with mailing(database_url, database, public_url=None) as running:
        async with database.connection() as connection:
            # Nobody has chosen: what whoever is new begins with is in test_alert_choices.py.
            await connection.execute("DELETE FROM waiting_alerts")
        yield running


def looker(office: Mailing, database: Database | None = None) -> WaitingAlerts:
    """Another process that looks."""
    return WaitingAlerts(
        database or office.database,
        office.mailer(),
        is_attended=office.context.operator_desk.presence.operators_online,
        public_url=PUBLIC_URL,
    )


async def choose(server: Server, minutes: int | None) -> dict[str, Any]:
    async with account(server, "anna@shop.test") as anna:
        answer = await anna.http.put(ALERT, json={"minutes": minutes})
        assert answer.status_code == 200, answer.text
        chosen: dict[str, Any] = answer.json()
        return chosen


async def waits(office: Mailing, *, minutes: int = 10) -> str:
    """A visitor who has waited for so long."""
    async with office.server.visitor() as visitor:
        conversation_id = str((await visitor.say(TEXT))["conversation_id"])
    async with office.database.connection() as connection:
        await connection.execute(
            "UPDATE conversations SET waiting_since = now() - make_interval(mins => $2) WHERE id = $1::uuid",
            conversation_id,
            minutes,
        )
    return conversation_id


async def pause_over(office: Mailing) -> None:
    async with office.database.connection() as connection:
        await connection.execute("UPDATE waiting_alerts SET mailed_at = mailed_at - interval '16 minutes'")


async def test_nobody_is_mailed_who_has_not_asked_for_it_or_has_turned_it_off(office: Mailing) -> None:
    await waits(office)
    assert await looker(office).look() == 0
    assert await choose(office.server, 5) == {"minutes": 5, "is_mail_on": True}
    assert await choose(office.server, None) == {"minutes": None, "is_mail_on": True}
    assert await looker(office).look() == 0


async def test_those_who_wait_are_counted_in_one_mail_that_says_nothing_of_them(office: Mailing) -> None:
    await choose(office.server, 5)
    await waits(office)
    await waits(office)
    await waits(office, minutes=3)
    assert await looker(office).look() == 1
    await office.mailer().send_due()
    mail = await office.mails.next_mail()
    assert (mail["To"], mail["Subject"]) == ("anna@shop.test", "Ryadom: ждут посетители (2)")
    body = mail.get_content()
    assert "Ждут ответа: 2. Сайт: Лавка." in body
    assert f"{PUBLIC_URL}/panel/#waiting" in body
    assert TEXT not in body


async def test_however_many_processes_look_one_mail_tells_of_each_waiting(office: Mailing) -> None:
    await choose(office.server, 5)
    first = await waits(office)
    assert sum(await asyncio.gather(*(looker(office).look() for _ in range(6)))) == 1
    assert await looker(office).look() == 0
    # Another comes within 15 minutes of the mail: later, and then with all who wait.
    await waits(office)
    assert await looker(office).look() == 0
    await pause_over(office)
    assert sum(await asyncio.gather(*(looker(office).look() for _ in range(6)))) == 1
    await pause_over(office)
    assert await looker(office).look() == 0
    # Answered, and waiting anew: a waiting of its own.
    async with office.database.connection() as connection:
        query = "UPDATE conversations SET waiting_since = $2::timestamptz WHERE id = $1::uuid"
        await connection.execute(query, first, None)
        assert await looker(office).look() == 0
        await connection.execute(
            "UPDATE conversations SET waiting_since = now() - interval '9 minutes' WHERE id = $1::uuid", first
        )
    assert await looker(office).look() == 1


class Late(Database):
    """A database whose transactions wait for `gate`; `has_read` once somebody has read."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.has_read = asyncio.Event()
        self.gate = asyncio.Event()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        async with self._database.connection() as connection:
            yield connection
        self.has_read.set()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        await self.gate.wait()
        async with self._database.transaction() as connection:
            yield connection


async def test_process_that_looks_late_forgets_nothing_of_what_another_has_told(office: Mailing) -> None:
    await choose(office.server, 5)
    late = Late(office.database)
    looking = asyncio.create_task(looker(office, late).look())
    await late.has_read.wait()
    await waits(office)
    assert await looker(office).look() == 1
    late.gate.set()
    assert await looking == 0
    await pause_over(office)
    assert await looker(office).look() == 0


async def test_nobody_is_mailed_while_somebody_is_at_the_panel(office: Mailing) -> None:
    await choose(office.server, 5)
    await waits(office)
    presence = office.context.operator_desk.presence
    async with office.server.operator():
        assert await looker(office).look() == 0
    await until(lambda: not presence.operators_online(office.server.site.id))
    assert await looker(office).look() == 1


async def test_who_is_snoozed_blocked_of_another_site_or_led_by_a_colleague_is_not_counted(office: Mailing) -> None:
    await choose(office.server, 5)
    snoozed, blocked, led = [await waits(office) for _ in range(3)]
    async with office.server.visitor(origin="http://other.test", site="other-key-1") as stranger:
        await stranger.say(TEXT)
    async with office.database.connection() as connection:
        await connection.execute(
            "UPDATE conversations SET snoozed_until = now() + interval '1 hour' WHERE id = $1::uuid", snoozed
        )
        await connection.execute("UPDATE conversations SET is_blocked = true WHERE id = $1::uuid", blocked)
        await connection.execute(
            "UPDATE conversations SET queued_at = NULL, assignee_id = (SELECT id FROM operators WHERE name = 'Борис') "
            "WHERE id = $1::uuid",
            led,
        )
        await connection.execute(
            "UPDATE conversations SET waiting_since = now() - interval '10 minutes' WHERE site_id <> $1",
            office.server.site.id,
        )
    assert await looker(office).look() == 0


@pytest.mark.parametrize("minutes", [0, 241, "5", 1.5])
async def test_time_that_can_not_be_is_refused(office: Mailing, minutes: object) -> None:
    async with account(office.server, "anna@shop.test") as anna:
        answer = await anna.http.put(ALERT, json={"minutes": minutes})
        assert answer.json()["error"]["code"] == "bad_frame"
