"""Leave to tell a CRM of somebody is asked for at each call that does, also at those that only look for them."""

from collections.abc import AsyncIterator
from typing import Any, cast
from urllib.parse import unquote_plus

import pytest

from ryadom.protocol.shared import Status
from ryadom.store.connectors import Rules
from ryadom.store.consent_events import Action
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.sites import Basis
from tests.connectors import PHONE, Office, Simulated, close_office, open_office
from tests.consents import publish_consent
from tests.simulators.faults import Do, Fault
from tests.store.test_connector_contract import SIMULATORS

ALL = Rules(contacts=True, closed=True, needs_contacts=False)
CLOSING = NewStatus(status=Status.CLOSED)
SUBSCRIBER = "9123456789"
SEARCHING = [kind for kind in SIMULATORS if kind != "1c"]
"""Those that look for people before they write; 1C's service does that by itself."""


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database, basis=Basis.CONSENT)
    yield opened
    await close_office(opened)


OF_THE_ACCOUNT = "crm.settings.mode.get"
"""Asks Bitrix24 how it is set up, and names nobody."""


class Heard:
    """What a CRM is told, call by call, and something that happens while one of them is answered."""

    def __init__(self, crm: Simulated) -> None:
        self.texts: list[str] = []
        self.at = -1
        self.happens: Any = None
        crm.every = cast(Fault, self._hear)

    async def _hear(self, request: Any, do: Do) -> object:
        text = unquote_plus(unquote_plus(f"{request.url}\n{(await request.body()).decode()}"))
        if OF_THE_ACCOUNT in text:
            return do()
        self.texts.append("".join(text.split()))
        answer = do()
        if len(self.texts) - 1 == self.at:
            await self.happens()
        return answer

    def of_phone(self) -> list[int]:
        """Which of the calls have the telephone."""
        return [place for place, text in enumerate(self.texts) if SUBSCRIBER in text]


@pytest.mark.parametrize("kind", SEARCHING)
async def test_consent_that_is_withdrawn_while_the_card_is_looked_for_keeps_the_telephone_in(
    office: Office, kind: str
) -> None:
    document = await publish_consent(office.database, office.site)
    async with SIMULATORS[kind]() as crm:
        await office.add(crm, ALL)
        await office.agree(document)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        heard = Heard(crm)
        heard.at = 0

        async def withdraw() -> None:
            await office.agree(document, Action.WITHDRAWN)

        heard.happens = withdraw
        await office.push()
        assert len(heard.texts) == 1
        assert heard.of_phone() == []
        assert (await office.column("status"), crm.made) == (["refused"], 0)
        assert "согласия" in (await office.column("failure"))[0]


@pytest.mark.parametrize("kind", SEARCHING)
async def test_who_is_blocked_between_two_searches_is_named_in_no_second_one(office: Office, kind: str) -> None:
    document = await publish_consent(office.database, office.site)
    async with SIMULATORS[kind]() as crm:
        await office.add(crm, ALL)
        await office.agree(document)
        await office.say(NewMessage(body=f"раз {PHONE} masha@shop.test"), CLOSING)
        heard = Heard(crm)
        # The card is looked for, then somebody with the telephone; next would be somebody with the address.
        heard.at = 1

        async def block() -> None:
            await office.execute("UPDATE visitors SET blocked_at = now(), block_reason = 'request'")

        heard.happens = block
        await office.push()
        assert (heard.of_phone(), len(heard.texts)) == ([1], 2)
        assert not any("masha@shop.test" in text for text in heard.texts)
        assert (await office.column("status"), crm.made) == (["refused"], 0)


@pytest.mark.parametrize("kind", SEARCHING)
async def test_account_that_is_changed_while_the_card_is_looked_for_is_asked_for_nobody(
    office: Office, kind: str
) -> None:
    document = await publish_consent(office.database, office.site)
    async with SIMULATORS[kind]() as first, SIMULATORS[kind]() as second:
        made = await office.add(first, ALL)
        await office.register(second)
        await office.agree(document)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        heard = Heard(first)
        heard.at = 0

        async def change() -> None:
            await office.connectors.change(made.id, settings=second.settings, mapping={}, by=COMMAND_LINE)

        heard.happens = change
        await office.push()
        assert (len(heard.texts), heard.of_phone(), first.made) == (1, [], 0)
        await office.hurry()
        await office.push()
        assert (await office.column("status"), second.made) == (["sent"], 1)


@pytest.mark.parametrize("kind", SEARCHING)
async def test_contact_that_is_left_later_stays_in_where_consent_is_withdrawn_as_it_is_brought(
    office: Office, kind: str
) -> None:
    document = await publish_consent(office.database, office.site)
    async with SIMULATORS[kind]() as crm:
        await office.add(crm, ALL)
        await office.agree(document)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        assert await office.column("status") == ["sent"]
        await office.say(NewStatus(status=Status.OPEN), NewMessage(body=f"два {PHONE}"), CLOSING)
        heard = Heard(crm)
        # The card is read, then who it is of.
        heard.at = 0

        async def withdraw() -> None:
            await office.agree(document, Action.WITHDRAWN)

        heard.happens = withdraw
        await office.push()
        assert heard.of_phone() == []
        assert (await office.column("status"), "два" in crm.told) == (["refused"], False)
