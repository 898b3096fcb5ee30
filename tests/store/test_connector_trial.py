"""The trial of a connection verifies what was chosen, and names in Russian what is not there or takes no text."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from ryadom.errors import CrmMisconfigured
from ryadom.protocol.shared import Status
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from ryadom.store.journal_chain import COMMAND_LINE
from tests.connectors import CLOSED, PHONE, Office, close_office, open_office
from tests.simulators import bitrix24
from tests.simulators.amocrm import account
from tests.simulators.bitrix24 import own_field, portal

CLOSING = NewStatus(status=Status.CLOSED)


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


FITTING = {"UF_CRM_1": "{tags}", "UF_CRM_2": "{score}", "UF_CRM_3": "17", "UF_CRM_4": ""}
UNFIT: list[tuple[dict[str, Any], Mapping[str, str], str]] = [
    ({"stage": "GONE"}, {}, "Стадии GONE в Битрикс24 нет"),
    ({"source": "GONE"}, {}, "Источника GONE в Битрикс24 нет"),
    ({"responsible_id": 99}, {}, "Ответственного с номером 99 в Битрикс24 нет"),
    ({"responsible_id": 61}, {}, "Ответственный с номером 61 в Битрикс24 уволен"),
    ({}, {"UF_CRM_9": "{tags}"}, "Поля UF_CRM_9 у лидов в Битрикс24 нет"),
    ({}, {"ID": "5"}, "Поле ID Битрикс24 заполняет сам"),
    ({}, {"UF_CRM_2": "{tags}"}, "Поле UF_CRM_2 («Оценка») в Битрикс24 не\u00a0текстовое (число)"),
    ({}, {"UF_CRM_3": "{tags}"}, "Поле UF_CRM_3 («Канал») в Битрикс24 не\u00a0текстовое (список)"),
    ({}, {"UF_CRM_4": "17"}, "Поле UF_CRM_4 («Договор») в Битрикс24 не\u00a0текстовое (файл)"),
    ({"creates": "deal", "category_id": 9}, {}, "Воронки 9 в Битрикс24 нет"),
    ({"creates": "deal", "category_id": 5, "stage": "NEW"}, {}, "Стадии NEW в Битрикс24 нет"),
    ({"creates": "deal"}, {"UF_CRM_9": "{tags}"}, "Поля UF_CRM_9 у сделок в Битрикс24 нет"),
]


def own_fields() -> dict[str, dict[str, object]]:
    return {
        "UF_CRM_1": own_field("UF_CRM_1", label="Теги"),
        "UF_CRM_2": own_field("UF_CRM_2", "integer", label="Оценка"),
        "UF_CRM_3": own_field("UF_CRM_3", "enumeration", label="Канал"),
        "UF_CRM_4": own_field("UF_CRM_4", "file", label="Договор"),
    }


@pytest.mark.parametrize(("settings", "mapping", "words"), UNFIT, ids=[words for _, _, words in UNFIT])
async def test_trial_of_bitrix24_names_what_is_not_there_or_does_not_fit(
    office: Office, settings: dict[str, Any], mapping: Mapping[str, str], words: str
) -> None:
    async with portal() as crm:
        crm.own_fields = own_fields()
        made = await office.add(crm, CLOSED, mapping=mapping, **settings)
        with pytest.raises(CrmMisconfigured) as refusal:
            await office.connectors.check(made.id)
        assert words in refusal.value.message
        assert (crm.made, crm.comments) == (0, [])


@pytest.mark.parametrize(
    "settings",
    [
        {"stage": "IN_PROCESS", "responsible_id": 7, "source": "CALL"},
        {"creates": "deal", "category_id": 5, "stage": "C5:WON", "responsible_id": 60, "source": ""},
    ],
)
async def test_trial_of_bitrix24_passes_what_is_there(office: Office, settings: dict[str, Any]) -> None:
    async with portal() as crm:
        crm.own_fields = own_fields()
        made = await office.add(crm, CLOSED, mapping=FITTING, **settings)
        assert (await office.connectors.check(made.id)).account == "Ольга Смирнова"
        # Who works there is told only to a webhook that may know of users: that nobody can be verified is no fault.
        crm.scopes.remove("user")
        await office.connectors.check(made.id)


async def test_trial_names_all_that_is_wrong_at_once(office: Office) -> None:
    async with portal() as crm:
        made = await office.add(crm, CLOSED, mapping={"UF_CRM_9": "{tags}"}, stage="GONE", responsible_id=99)
        with pytest.raises(CrmMisconfigured, match=r"GONE.*99.*UF_CRM_9"):
            await office.connectors.check(made.id)


async def test_portal_without_leads_is_told_by_the_trial_and_keeps_what_waits_until_deals_are_chosen(
    office: Office,
) -> None:
    async with portal() as crm:
        crm.has_leads = False
        made = await office.add(crm, CLOSED)
        with pytest.raises(CrmMisconfigured, match="нет лидов"):
            await office.connectors.check(made.id)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        await office.push()
        stored = await office.stored()
        assert "«Сделку с контактом»" in stored.trouble
        assert stored.stopped_at is not None
        assert (await office.column("status"), crm.made) == (["pending"], 0)
        deals = crm.settings | {"creates": "deal"}
        await office.connectors.change(made.id, settings=deals, mapping={}, by=COMMAND_LINE)
        await office.connectors.check(made.id)
        await office.hurry()
        await office.push()
        assert (await office.column("status"), len(crm.cards["deal"])) == (["sent"], 1)
        assert crm.told.count("раз") == 1


async def test_box_that_knows_no_modes_gets_its_lead(office: Office) -> None:
    async with portal() as crm:
        unknown = bitrix24.refuses(404, "ERROR_METHOD_NOT_FOUND", "Method not found!")
        crm.next("crm.settings.mode.get", unknown, unknown)
        made = await office.add(crm, CLOSED)
        await office.connectors.check(made.id)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        assert (await office.column("status"), crm.made) == (["sent"], 1)


AMO_FIELDS = [
    {"id": 501, "name": "Теги", "code": "TAGS", "type": "text"},
    {"id": 502, "name": "Оценка", "code": None, "type": "numeric"},
    {"id": 503, "name": "Канал", "code": None, "type": "select", "enums": [{"id": 1, "value": "Чат"}]},
    {"id": 504, "name": "Опт", "code": None, "type": "checkbox"},
]
AMO_UNFIT: list[tuple[dict[str, Any], Mapping[str, str], str]] = [
    ({"stage": "99/29"}, {}, "Воронки 99 в amoCRM нет"),
    ({"stage": "33/99"}, {}, "Этапа 99 в этой воронке amoCRM нет"),
    ({"stage": "33/28"}, {}, "«Неразобранное»"),
    ({"responsible_id": 99}, {}, "Ответственного с номером 99 в amoCRM нет"),
    ({"responsible_id": 60}, {}, "Ответственный с номером 60 в amoCRM отключён"),
    ({}, {"999": "{tags}"}, "Поля 999 у сделок в amoCRM нет"),
    ({}, {"NONE": "{tags}"}, "Поля NONE у сделок в amoCRM нет"),
    ({}, {"502": "{tags}"}, "Поле 502 («Оценка») в amoCRM не\u00a0текстовое (число)"),
    ({}, {"503": "Почта"}, "Поле 503 («Канал») в amoCRM: значения «Почта» в его списке нет"),
    ({}, {"503": "{tags}"}, "Поле 503 («Канал») в amoCRM не\u00a0текстовое (список)"),
    ({}, {"504": "да"}, "Поле 504 («Опт») в amoCRM не\u00a0текстовое (флажок)"),
]


@pytest.mark.parametrize(("settings", "mapping", "words"), AMO_UNFIT, ids=[words for _, _, words in AMO_UNFIT])
async def test_trial_of_amocrm_names_what_is_not_there_or_does_not_fit(
    office: Office, settings: dict[str, Any], mapping: Mapping[str, str], words: str
) -> None:
    async with account() as crm:
        crm.fields += AMO_FIELDS
        made = await office.add(crm, CLOSED, mapping=mapping, **settings)
        with pytest.raises(CrmMisconfigured) as refusal:
            await office.connectors.check(made.id)
        assert words in refusal.value.message
        assert (crm.leads, crm.contacts, crm.notes) == ([], [], [])


async def test_trial_of_amocrm_passes_what_is_there(office: Office) -> None:
    async with account() as crm:
        crm.fields += [*({"id": id, "name": "…", "type": "text"} for id in range(1, 61)), *AMO_FIELDS]
        mapping = {"501": "{tags}", "TAGS": "{tags}", "502": "{score}", "503": "Чат", "60": "{site}", "504": ""}
        made = await office.add(crm, CLOSED, mapping=mapping, stage="33/29", responsible_id=7)
        assert (await office.connectors.check(made.id)).account == "Лавка"
        crm.is_admin = False
        await office.connectors.check(made.id)


async def test_tracking_field_that_an_account_has_lost_is_named(office: Office) -> None:
    async with account() as crm:
        del crm.fields[0]
        made = await office.add(crm, CLOSED)
        with pytest.raises(CrmMisconfigured, match="UTM_SOURCE"):
            await office.connectors.check(made.id)
