"""A CRM that takes no conversation: somebody hears of it, and nothing is stopped by it."""

from collections.abc import AsyncIterator

import pytest

from ryadom.core.controllers import describe_controller
from ryadom.core.mailer import Mailer
from ryadom.privacy.egress import Egress
from ryadom.protocol.shared import Status
from ryadom.settings.smtp_url import SmtpUrl
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from tests.connectors import CLOSED, PHONE, Office, close_office, crms, open_office
from tests.simulators.bitrix24 import portal, refuses

CLOSING = NewStatus(status=Status.CLOSED)


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    mailer = Mailer(
        database,
        Egress(database, crms()),
        server=SmtpUrl(host="mail.test", port=587, user=None, password=None, tls=False),
        sender="chat@shop.test",
        language="ru",
    )
    opened = await open_office(database, mailer=mailer)
    await describe_controller(database, opened.site.controller_id, officer_email="officer@shop.test")
    yield opened
    await close_office(opened)


async def mails(office: Office) -> list[str]:
    async with office.database.connection() as connection:
        rows = await connection.fetch("SELECT body FROM outgoing_mails")
    return [row["body"] for row in rows]


async def neighbours(office: Office, count: int) -> None:
    """So many more conversations that are closed, of sites of the same controller."""
    for _ in range(count):
        neighbour = await open_office(office.database)
        await neighbour.say(NewMessage(body="раз"), CLOSING)
        await close_office(neighbour)


async def test_crm_that_takes_nothing_is_told_of_once_and_is_tried_on(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=PHONE), CLOSING)
        await neighbours(office, 3)
        crm.next("crm.lead.add", *[refuses(400, "ERROR_CORE", f"Стадия не найдена {PHONE}")] * 7)
        await office.push()
        stored = await office.stored()
        assert (stored.failures, stored.trouble) == (4, "CRM не принимает диалоги: причина в журнале отправок.")
        assert await mails(office) == []
        await neighbours(office, 3)
        await office.push()
        stored = await office.stored()
        assert (stored.failures, stored.stopped_at, stored.paused_until) == (7, None, None)
        assert await office.column("status") == ["failed"] * 7
        [mail] = await mails(office)
        assert "Не приняла подряд: 5" in mail
        assert PHONE not in mail
        await neighbours(office, 1)
        await office.push()
        stored = await office.stored()
        assert (stored.failures, stored.failing_since, stored.trouble) == (0, None, "")


async def test_card_that_was_deleted_says_nothing_of_the_connector(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        crm.cards["lead"].clear()
        await office.say(NewStatus(status=Status.OPEN), NewMessage(body="два"), CLOSING)
        await office.push()
        assert await office.column("status") == ["failed"]
        stored = await office.stored()
        assert (stored.failures, stored.trouble) == (0, "")
