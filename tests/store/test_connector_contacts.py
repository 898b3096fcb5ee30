"""The rule "contacts left": whatever the detector knows for a telephone or an address sets it off."""

from collections.abc import AsyncIterator

import pytest

from ryadom.core.connectors.queueing import FIRST_WORDS_S
from ryadom.privacy.detect import may_hold_contact
from ryadom.store.connector_pushes import list_hits
from ryadom.store.connectors import Rules
from ryadom.store.conversations import set_landing
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage
from ryadom.store.feed import Key
from tests.connectors import PHONE, Office, close_office, open_office
from tests.simulators.bitrix24 import portal
from tests.unit.test_personal_data_corpus import LINES

WITH_CONTACTS = [text for text, spans in LINES if {"phone", "email"} & {span.kind for span in spans}]


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


@pytest.mark.parametrize(
    ("spelled", "address"),
    [
        ("masha собака shop точка test", "masha@shop.test"),
        ("masha[at]shop.test", "masha@shop.test"),
        ("masha＠shop.test", "masha@shop.test"),
        ("masha (собака) shop.test", "masha@shop.test"),
    ],
)
async def test_address_without_a_digit_is_a_contact_however_it_is_spelled(
    office: Office, spelled: str, address: str
) -> None:
    async with portal() as crm:
        await office.add(crm, Rules(contacts=True))
        await office.say(NewMessage(body=f"Пишите: {spelled}"))
        await office.push()
        assert await office.column("status") == ["sent"]
        assert crm.cards["lead"][0]["EMAIL"][0]["VALUE"] == address


async def test_telephone_in_digits_of_another_script_is_a_contact(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm, Rules(contacts=True))
        await office.say(NewMessage(body="＋７ ９１２ ３４５-６７-８９"))
        await office.push()
        assert await office.column("status") == ["sent"]


async def test_words_without_a_contact_ask_for_nothing(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm, Rules(contacts=True))
        await office.say(NewMessage(body="Здравствуйте, есть ли доставка?"), NewMessage(body="Спасибо 🙂"))
        await office.push()
        assert (await office.column("status"), crm.called) == ([], [])


async def test_every_contact_of_the_corpus_comes_through(office: Office) -> None:
    head = office.scene.head
    await office.say(*[NewMessage(body=text) for text in WITH_CONTACTS])
    async with office.database.connection() as connection:
        rows = await connection.fetch(
            "SELECT seq FROM entries WHERE site_id = $1 AND conversation_id = $2 AND body = ANY ($3)",
            head.site_id,
            head.id,
            WITH_CONTACTS,
        )
        keys = [Key(head.site_id, head.visitor.id, head.id, row["seq"]) for row in rows]
        hits = await list_hits(connection, keys, may_hold_contact=may_hold_contact)
    assert len(hits) == len(WITH_CONTACTS) > 100
    assert all(hit.has_words for hit in hits)


async def test_card_of_contacts_in_the_first_words_has_what_the_site_tells_right_after_them(office: Office) -> None:
    await office.execute(
        "UPDATE conversations SET created_at = clock_timestamp(), landing_url = 'https://shop.test/tea'"
    )
    async with portal() as crm:
        await office.add(crm, Rules(contacts=True))
        await office.say(NewMessage(body=PHONE))
        await office.push()
        assert (await office.column("status"), crm.called) == (["pending"], [])
        async with office.database.transaction() as connection:
            landing = "https://shop.test/tea?utm_source=vk"
            await set_landing(connection, site_id=office.site.id, id=office.scene.head.id, url=landing)
        assert 0 < (await office.column("extract(epoch FROM due_at - now())"))[0] <= FIRST_WORDS_S
        await office.hurry()
        await office.push()
        assert await office.column("status") == ["sent"]
        assert crm.cards["lead"][0]["UTM_SOURCE"] == "vk"
