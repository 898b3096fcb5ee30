"""What a visitor leaves after the first push: at the card once, over nothing that people have written there."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Any, cast

import pytest

from ryadom.core.connectors.later import MOST_HELD
from ryadom.protocol.shared import Status
from ryadom.store.connectors import Rules
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from ryadom.store.journal_chain import COMMAND_LINE
from tests.connectors import CLOSED, PHONE, Office, close_office, new_pusher, open_office
from tests.simulators.faults import Do, Fault, cut_after
from tests.store.test_connector_contract import SIMULATORS

CLOSING = NewStatus(status=Status.CLOSED)
DIALLED = "+79123456789"
MAIL = "masha@shop.test"
OTHER_MAIL = "maria@home.test"
TOLD = "Клиент оставил контакты: "
WITH_PEOPLE = [kind for kind in SIMULATORS if kind != "1c"]
"""Those in which people change what a card says."""

MOST_CALLS = 20


def _custom(contact: dict[str, Any]) -> list[str]:
    return [value["value"] for field in contact["custom_fields_values"] or () for value in field["values"]]


REACH: dict[str, Callable[[Any], list[str]]] = {
    "bitrix24": lambda crm: [
        one["VALUE"] for name in ("PHONE", "EMAIL") for one in crm.cards["lead"][-1].get(name, ())
    ],
    "amocrm": lambda crm: _custom(crm.contacts[-1]),
    "retailcrm": lambda crm: [
        *(one["number"] for one in crm.customers[-1].get("phones", ())),
        *filter(None, [crm.customers[-1].get("email")]),
    ],
    "1c": lambda crm: [
        *filter(None, map(list(crm.conversations.values())[-1]["card"].get, ("phone", "email"))),
        *list(crm.conversations.values())[-1]["contacts"],
    ],
    "planfix": lambda crm: [
        *(one["number"] for one in crm.contacts[-1].get("phones", ())),
        *filter(None, [crm.contacts[-1].get("email")]),
    ],
    "megaplan": lambda crm: [one["value"] for one in crm.clients[-1].get("contactInfo", ())],
}
"""How the newest person of a simulator can be reached."""

PEOPLE: dict[str, tuple[str, Callable[[Any], list[dict[str, Any]]]]] = {
    "bitrix24": ("NAME", lambda crm: crm.cards["lead"]),
    "amocrm": ("name", lambda crm: crm.contacts),
    "retailcrm": ("firstName", lambda crm: crm.customers),
    "planfix": ("name", lambda crm: crm.contacts),
    "megaplan": ("firstName", lambda crm: crm.clients),
}
"""Where a name stands, and people."""


def take_away(kind: str, crm: Any) -> None:
    """Somebody removes the address of the newest person."""
    person = PEOPLE[kind][1](crm)[-1]
    match kind:
        case "bitrix24":
            person["EMAIL"] = []
        case "amocrm":
            fields = person["custom_fields_values"]
            person["custom_fields_values"] = [one for one in fields if one["field_code"] != "EMAIL"]
        case "megaplan":
            person["contactInfo"] = [one for one in person["contactInfo"] if one["type"] != "email"]
        case _:
            person["email"] = ""


def write_over(kind: str, crm: Any, phone: str) -> None:
    """Somebody corrects the telephone of the newest person."""
    person = PEOPLE[kind][1](crm)[-1]
    match kind:
        case "bitrix24":
            person["PHONE"] = [{"ID": "7", "VALUE": phone, "VALUE_TYPE": "MOBILE"}]
        case "amocrm":
            fields = [one for one in person["custom_fields_values"] if one["field_code"] != "PHONE"]
            values = [{"value": phone, "enum_id": 193, "enum_code": "MOB"}]
            person["custom_fields_values"] = [*fields, {"field_code": "PHONE", "values": values}]
        case "megaplan":
            fields = [one for one in person["contactInfo"] if one["type"] != "phone"]
            person["contactInfo"] = [
                *fields,
                {"contentType": "ContactInfo", "id": "7", "type": "phone", "value": phone},
            ]
        case _:
            person["phones"] = [{"number": phone, "type": 3}]


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


async def close_again(office: Office, *words: str) -> None:
    await office.say(NewStatus(status=Status.OPEN), *(NewMessage(body=one) for one in words), CLOSING)


async def push_again(office: Office, *words: str) -> None:
    await close_again(office, *words)
    await office.push()
    assert (await office.column("status"), await office.column("failure")) == (["sent"], [""])


@pytest.mark.parametrize("kind", list(SIMULATORS))
async def test_contacts_that_are_left_later_reach_whom_the_card_is_of_once(office: Office, kind: str) -> None:
    async with SIMULATORS[kind]() as crm:
        await office.add(crm, CLOSED)
        await push_again(office, "раз")
        await push_again(office, f"два {PHONE}")
        assert REACH[kind](crm) == [DIALLED]
        await push_again(office, f"три {MAIL}")
        assert sorted(REACH[kind](crm)) == [DIALLED, MAIL]
        await push_again(office, f"четыре {PHONE} {MAIL}")
        assert sorted(REACH[kind](crm)) == [DIALLED, MAIL]
        assert (crm.made, [crm.told.count(word) for word in ("раз", "два", "три", "четыре")]) == (1, [1] * 4)
        if kind != "1c":
            assert crm.told.count(TOLD) == 2


@pytest.mark.parametrize("how", ["cut", "killed"])
@pytest.mark.parametrize("kind", list(SIMULATORS))
async def test_later_contact_is_there_once_wherever_answers_are_lost_or_the_process_dies(
    office: Office, kind: str, how: str
) -> None:
    calls = 0

    async def break_at(request: Any, do: Do) -> object:
        nonlocal calls
        calls += 1
        if calls != call:
            return do()
        if how == "cut":
            return await cut_after(request, do)
        answer = do()
        for lane in lanes.values():
            lane.cancel()
        await asyncio.gather(*lanes.values(), return_exceptions=True)
        return answer

    # A bucket of Bitrix24's that never fills: it is not what this is about.
    unbounded: Any = {"clock": lambda: time.monotonic() * 1_000} if kind == "bitrix24" else {}
    async with SIMULATORS[kind](**unbounded) as crm:
        made = await office.add(crm, CLOSED)
        for call in range(1, MOST_CALLS):
            await office.execute("DELETE FROM connector_pushes")
            other = await open_office(office.database)
            await close_again(other, f"слово{call:02}")
            await office.push()
            assert await office.column("status") == ["sent"]
            known, told = crm.made, crm.told.count(TOLD)
            mine, mail = f"+7912000{call:04}", f"masha{call:02}@shop.test"
            await close_again(other, f"ещё{call:02} {mine} {mail}")
            await office.fan_all()
            calls = 0
            crm.every = cast(Fault, break_at)
            pusher = new_pusher(office.database)
            lanes = pusher._lanes._lanes
            await asyncio.gather(asyncio.create_task(pusher.push_due()), return_exceptions=True)
            await pusher.aclose()
            crm.every = None
            await office.hurry()
            await office.pusher.push_due()
            assert await office.column("status") == ["sent"], call
            assert crm.made == known
            assert sorted(REACH[kind](crm)) == [mine, mail], call
            assert crm.told.count(f"ещё{call:02}") == 1, call
            # Who dies between a person and the text that tells of them tells of nothing: they are there.
            assert crm.told.count(TOLD) - told <= 1
            await close_office(other)
            if calls < call:
                break
        assert calls < call
        assert call > 1
        assert (await office.connectors.find(made.id)).stopped_at is None


@pytest.mark.parametrize("kind", WITH_PEOPLE)
async def test_what_people_have_changed_stays_as_they_have_it(office: Office, kind: str) -> None:
    name, people = PEOPLE[kind]
    async with SIMULATORS[kind]() as crm:
        made = await office.add(crm, CLOSED)
        await push_again(office, f"раз {PHONE}")
        write_over(kind, crm, "+7 495 000-00-01")
        people(crm)[-1][name] = "Мария Петровна"
        await office.execute("UPDATE visitors SET name = 'Маша', named_at = now()")
        await push_again(office, f"два {MAIL}")
        assert sorted(REACH[kind](crm)) == ["+7 495 000-00-01", MAIL]
        assert people(crm)[-1][name] == "Мария Петровна"
        # What was brought and taken away is not brought again, also by whoever sends all of it anew.
        take_away(kind, crm)
        await push_again(office, f"три {MAIL}")
        await office.connectors.send(made.id, office.scene.head.id, by=COMMAND_LINE)
        await office.push()
        assert MAIL not in REACH[kind](crm)
        assert "+7 495 000-00-01" in REACH[kind](crm)
        assert crm.told.count(f"{TOLD}{MAIL}") == 1


@pytest.mark.parametrize("kind", ["retailcrm", "planfix"])
async def test_second_address_where_there_is_room_for_one_is_told_of_and_written_over_nothing(
    office: Office, kind: str
) -> None:
    async with SIMULATORS[kind]() as crm:
        await office.add(crm, CLOSED)
        await push_again(office, f"раз {MAIL}")
        await push_again(office, f"два {OTHER_MAIL}")
        await push_again(office, f"три {OTHER_MAIL}")
        assert REACH[kind](crm) == [MAIL]
        assert crm.told.count(f"{TOLD}{OTHER_MAIL}") == 1


@pytest.mark.parametrize("kind", WITH_PEOPLE)
async def test_name_takes_the_place_of_none(office: Office, kind: str) -> None:
    name, people = PEOPLE[kind]
    async with SIMULATORS[kind]() as crm:
        await office.add(crm, CLOSED)
        await office.execute("UPDATE visitors SET name = ''")
        await push_again(office, f"раз {PHONE}")
        assert people(crm)[-1].get(name, "") in ("", "Посетитель сайта")
        await office.execute("UPDATE visitors SET name = 'Маша', named_at = now()")
        await push_again(office, "два")
        assert people(crm)[-1][name] == "Маша"
        assert (REACH[kind](crm), crm.told.count(TOLD)) == ([DIALLED], 0)


@pytest.mark.parametrize("kind", ["bitrix24", "retailcrm", "planfix"])
async def test_account_that_lets_nobody_be_changed_is_told_by_a_text_and_goes_on(office: Office, kind: str) -> None:
    async with SIMULATORS[kind]() as crm:
        made = await office.add(crm, CLOSED)
        await push_again(office, f"раз {PHONE}")
        simulator = cast(Any, crm)
        simulator.may_change = False
        simulator.methods = ["/api/orders"]
        for words in (f"два {MAIL}", f"три {MAIL}"):
            await push_again(office, words)
        assert REACH[kind](crm) == [DIALLED]
        assert [crm.told.count(word) for word in ("два", "три", f"{TOLD}{MAIL}")] == [1, 1, 1]
        assert (await office.connectors.find(made.id)).stopped_at is None


async def test_whoever_writes_contacts_one_after_the_other_fills_no_card_with_them(office: Office) -> None:
    async with SIMULATORS["bitrix24"]() as crm:
        await office.add(crm, CLOSED)
        await push_again(office, "раз")
        for number in range(6):
            await push_again(office, " ".join(f"m{number}{place}@shop.test" for place in range(10)))
        assert MOST_HELD <= len(REACH["bitrix24"](crm)) < MOST_HELD + 4


async def test_customers_of_the_other_kind_of_retailcrm_keep_each_telephone_once(office: Office) -> None:
    async with SIMULATORS["retailcrm"]() as crm:
        cast(Any, crm).adds_phones = True
        await office.add(crm, CLOSED)
        await push_again(office, f"раз {PHONE}")
        await push_again(office, "два 8 912 000-00-02")
        assert REACH["retailcrm"](crm) == [DIALLED, "+79120000002"]
        [order] = cast(Any, crm).orders
        assert order["phone"] == DIALLED


@pytest.mark.parametrize("kind", list(SIMULATORS))
async def test_rule_of_contacts_brings_each_that_is_new_and_nothing_for_digits_alone(office: Office, kind: str) -> None:
    async with SIMULATORS[kind]() as crm:
        await office.add(crm, Rules(contacts=True))
        # A name that was just given would be brought, too.
        await office.execute("UPDATE visitors SET name = ''")
        await office.say(NewMessage(body=f"раз {PHONE}"))
        await office.push()
        called = len(crm.called)
        await office.say(NewMessage(body="Заказ 1200"))
        await office.push()
        assert (await office.column("status"), len(crm.called)) == (["sent"], called)
        await office.say(NewMessage(body=MAIL))
        await office.push()
        assert (await office.column("status"), crm.made) == (["sent"], 1)
        assert sorted(REACH[kind](crm)) == [DIALLED, MAIL]
