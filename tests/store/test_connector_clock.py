"""What of a conversation is told by the clock of its site, and what was written with a rating."""

import json
from collections.abc import AsyncIterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from ryadom.protocol.shared import Status
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewRating, NewStatus
from ryadom.store.widget_settings import put_settings
from tests.connectors import CLOSED, Office, close_office, open_office
from tests.simulators.bitrix24 import portal

ZONE = "Asia/Vladivostok"


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


async def test_transcript_and_rating_are_told_by_the_sites_clock(office: Office) -> None:
    async with office.database.transaction() as connection:
        await put_settings(connection, office.site.id, json.dumps({"time_zone": ZONE}), over_version=0)
        began: datetime = await connection.fetchval("SELECT created_at FROM conversations")
    async with portal() as crm:
        await office.add(crm, CLOSED, mapping={"TITLE": "{date}: {rating_comment}"})
        await office.say(NewMessage(body="Здравствуйте"), NewStatus(status=Status.CLOSED))
        await office.say(NewRating(score=5, comment="Быстро"))
        await office.push()
        [lead] = crm.cards["lead"]
        assert lead["TITLE"] == f"{began.astimezone(ZoneInfo(ZONE)):%d.%m.%Y %H:%M}: Быстро"
        assert "время UTC+10, №" in crm.transcript(lead["ID"])
