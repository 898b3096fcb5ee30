"""What is new of a visitor since their card was made: by its field, in one spelling, told whole."""

import re
from collections.abc import AsyncIterator

import pytest

from ryadom.store.database import Database
from ryadom.store.profiles import Identity, put_identity
from tests.connectors import CLOSED, PHONE, Office, close_office, open_office, write_on_card
from tests.consents import publish_consent
from tests.simulators.planfix import account, shown_text
from tests.store.test_connector_contract import SIMULATORS
from tests.store.test_connector_later import (
    DIALLED,
    MAIL,
    REACH,
    TOLD,
    WITH_PEOPLE,
    push_again,
    take_away,
    write_over,
)

CORRECTED = "+7 495 000-00-01"
MANY = [f"m{number:02}{'x' * 60}@{'a' * 60}.{'b' * 60}.{'c' * 60}.test" for number in range(20)]


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


async def identify(office: Office, *, phone: str) -> None:
    """What the site says of the visitor."""
    head = office.scene.head
    identity = Identity(external_id="42", name="", email="", phone=phone, is_verified=True)
    async with office.database.transaction() as connection:
        await put_identity(connection, identity, site_id=head.site_id, visitor_id=head.visitor.id)


async def an_hour_passes(office: Office) -> None:
    """As if all that is known of the visitor had been told long before."""
    await office.execute("UPDATE customer_changes SET at = at - INTERVAL '1 hour'")
    await office.execute("UPDATE customer_cards SET changed_at = changed_at - INTERVAL '1 hour'")
    await office.execute("UPDATE visitor_identities SET identified_at = identified_at - INTERVAL '1 hour'")


@pytest.mark.parametrize("known_by", ["operator", "site"])
@pytest.mark.parametrize("kind", WITH_PEOPLE)
async def test_telephone_that_people_have_replaced_stays_away_whatever_else_changes(
    office: Office, kind: str, known_by: str
) -> None:
    async with SIMULATORS[kind]() as crm:
        await office.add(crm, CLOSED)
        await (write_on_card(office, phone=PHONE) if known_by == "operator" else identify(office, phone=PHONE))
        await an_hour_passes(office)
        await push_again(office, "раз")
        assert REACH[kind](crm) == [DIALLED]
        write_over(kind, crm, CORRECTED)
        await write_on_card(office, about="Просит звонить вечером")
        await push_again(office, "два")
        await write_on_card(office, email=MAIL)
        await push_again(office, "три")
        assert sorted(REACH[kind](crm)) == [CORRECTED, MAIL]
        assert (crm.told.count(DIALLED), crm.told.count(f"{TOLD}{MAIL}")) == (0, 1)


async def test_consent_is_no_new_telephone(office: Office) -> None:
    async with SIMULATORS["bitrix24"]() as crm:
        await office.add(crm, CLOSED)
        await write_on_card(office, phone=PHONE)
        await an_hour_passes(office)
        await push_again(office, "раз")
        write_over("bitrix24", crm, CORRECTED)
        await office.agree(await publish_consent(office.database, office.site))
        await push_again(office, "два")
        assert REACH["bitrix24"](crm) == [CORRECTED]


@pytest.mark.parametrize("known_by", ["operator", "site"])
async def test_telephone_that_is_written_down_or_told_later_is_brought(office: Office, known_by: str) -> None:
    async with SIMULATORS["amocrm"]() as crm:
        await office.add(crm, CLOSED)
        await push_again(office, "раз")
        await (write_on_card(office, phone=PHONE) if known_by == "operator" else identify(office, phone=PHONE))
        await push_again(office, "два")
        assert REACH["amocrm"](crm) == [DIALLED]


async def test_telephone_of_the_site_comes_forth_when_the_operators_is_taken_off(office: Office) -> None:
    async with SIMULATORS["amocrm"]() as crm:
        await office.add(crm, CLOSED)
        await identify(office, phone=PHONE)
        await write_on_card(office, phone=CORRECTED)
        await an_hour_passes(office)
        await push_again(office, "раз")
        assert REACH["amocrm"](crm) == ["+74950000001"]
        await write_on_card(office, phone="")
        await push_again(office, "два")
        assert REACH["amocrm"](crm) == ["+74950000001", DIALLED]


@pytest.mark.parametrize(
    "spelled",
    [
        "masha собака shop точка test",
        "masha[at]shop.test",
        "masha＠shop.test",
        "masha @ shop.test",
        "Masha@Shop.test",
    ],
)
@pytest.mark.parametrize("kind", ["bitrix24", "planfix"])
async def test_address_in_any_spelling_is_one(office: Office, kind: str, spelled: str) -> None:
    async with SIMULATORS[kind]() as crm:
        await office.add(crm, CLOSED)
        await push_again(office, f"раз {PHONE}")
        await push_again(office, f"два {spelled}")
        assert sorted(REACH[kind](crm)) == [DIALLED, MAIL]
        await push_again(office, f"три {MAIL}")
        assert sorted(REACH[kind](crm)) == [DIALLED, MAIL]
        assert crm.told.count(TOLD) == crm.told.count(f"{TOLD}{MAIL}") == 1


async def test_card_is_made_with_an_address_that_machines_understand(office: Office) -> None:
    async with SIMULATORS["bitrix24"]() as crm:
        await office.add(crm, CLOSED)
        await push_again(office, "раз masha собака shop точка test")
        assert REACH["bitrix24"](crm) == [MAIL]


async def test_address_with_a_number_in_it_is_no_telephone(office: Office) -> None:
    async with SIMULATORS["bitrix24"]() as crm:
        await office.add(crm, CLOSED)
        await push_again(office, "раз")
        await push_again(office, "два ivan1234567 собака shop.test и ivan1234567@home.test")
        assert sorted(REACH["bitrix24"](crm)) == ["ivan1234567@home.test", "ivan1234567@shop.test"]


@pytest.mark.parametrize("kind", ["bitrix24", "megaplan"])
async def test_more_contacts_than_are_added_at_once_are_all_told_of(office: Office, kind: str) -> None:
    mails = [f"m{number}@shop.test" for number in range(6)]
    async with SIMULATORS[kind]() as crm:
        await office.add(crm, CLOSED)
        await push_again(office, f"раз {PHONE}")
        await push_again(office, " ".join(mails))
        assert sorted(REACH[kind](crm)) == [DIALLED, *mails[:4]]
        [line] = [line for line in crm.told.splitlines() if TOLD in line]
        assert sorted(re.findall(r"m\d@shop\.test", line)) == mails


async def test_contacts_that_were_told_of_and_taken_away_keep_no_further_one_back(office: Office) -> None:
    mails = [f"m{number}@shop.test" for number in range(5)]
    async with SIMULATORS["bitrix24"]() as crm:
        await office.add(crm, CLOSED)
        await push_again(office, f"раз {PHONE}")
        await push_again(office, " ".join(mails[:4]))
        write_over("bitrix24", crm, CORRECTED)
        take_away("bitrix24", crm)
        await push_again(office, " ".join(mails))
        assert REACH["bitrix24"](crm) == [CORRECTED, mails[4]]
        assert crm.told.count(f"{TOLD}{mails[4]}") == 1


async def test_contacts_that_fit_into_no_one_text_are_told_of_in_several(office: Office) -> None:
    async with account() as crm:
        await office.add(crm, CLOSED)
        await push_again(office, f"раз {PHONE}")
        await push_again(office, " ".join(MANY[:10]), " ".join(MANY[10:]))
        await push_again(office, " ".join(MANY))
        texts = [text for one in crm.comments if TOLD in (text := shown_text(one["description"]))]
        assert len(texts) > 1
        assert max(map(len, texts)) <= 4_000
        assert sorted(mail for mail in MANY if any(mail in text for text in texts)) == MANY
        assert [sum(text.count(mail) for text in texts) for mail in MANY] == [1] * len(MANY)
