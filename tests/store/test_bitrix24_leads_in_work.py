"""Bitrix24's leads in work: a further conversation of the same person goes into theirs, once, whatever is lost."""

from collections.abc import AsyncIterator

import pytest
from starlette.requests import Request
from starlette.responses import Response

from ryadom.protocol.shared import Status
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from ryadom.store.journal_chain import COMMAND_LINE
from tests.connectors import CLOSED, PHONE, Office, close_office, open_office
from tests.simulators.bitrix24 import portal
from tests.simulators.faults import Do, Fault, cut_after, fine, half_after, html_after

CLOSING = NewStatus(status=Status.CLOSED)
TELEPHONE = [{"VALUE": "8 912 345 67 89"}]
ADDRESS = [{"VALUE": "masha@shop.test"}]


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


async def test_conversation_goes_into_the_oldest_lead_in_work_of_the_same_person(office: Office) -> None:
    head = office.scene.head
    async with portal() as crm:
        crm.cards["lead"] += [
            {"ID": "30", "STATUS_ID": "JUNK", "PHONE": TELEPHONE},
            {"ID": "31", "STATUS_ID": "CONVERTED", "PHONE": TELEPHONE},
            {"ID": "33", "STATUS_ID": "NEW", "PHONE": TELEPHONE},
            {"ID": "32", "STATUS_ID": "IN_PROCESS", "PHONE": TELEPHONE, "TITLE": "Опт"},
        ]
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        await office.push()
        assert (await office.column("status"), await office.column("remote_id")) == (["sent"], ["32"])
        assert crm.made == 4
        # The lead's own fields are somebody else's: what they would say stands before the transcript.
        assert crm.cards["lead"][3] == {"ID": "32", "STATUS_ID": "IN_PROCESS", "PHONE": TELEPHONE, "TITLE": "Опт"}
        said = crm.transcript("32")
        assert said.startswith("Чат с сайта Лавка от ")
        assert f"Диалог: https://chat.test/panel/#all/{head.id}\n" in said
        await office.say(NewStatus(status=Status.OPEN), NewMessage(body="два"), CLOSING)
        await office.push()
        said = crm.transcript("32")
        assert [said.count(word) for word in ("Чат с сайта", "Клиент: раз", "Клиент: два")] == [1, 1, 1]


async def test_lead_is_found_by_its_address_where_the_telephone_is_a_contacts(office: Office) -> None:
    async with portal() as crm:
        crm.cards["contact"].append({"ID": "11", "PHONE": TELEPHONE})
        crm.cards["lead"].append({"ID": "31", "EMAIL": ADDRESS})
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=f"{PHONE} masha@shop.test"), CLOSING)
        await office.push()
        assert (await office.column("remote_id"), crm.made) == (["31"], 1)
        # The lead itself has the address alone
        heading = crm.transcript("31").partition("\n\n")[0]
        assert "+79123456789" in heading
        assert "masha@shop.test" in heading


async def test_earlier_conversation_in_work_gets_the_next_and_a_lost_one_does_not(office: Office) -> None:
    async with portal() as crm:
        made = await office.add(crm, CLOSED)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        await office.push()
        second = await open_office(office.database)
        await second.say(NewMessage(body=f"два {PHONE}"), CLOSING)
        await office.push()
        assert crm.made == 1
        lead = crm.cards["lead"][0]
        assert lead["ORIGIN_ID"] == str(office.scene.head.id)
        # Sent again by hand each is found, and told once.
        for opened in (office, second):
            await office.connectors.send(made.id, opened.scene.head.id, by=COMMAND_LINE)
        await office.push()
        said = crm.transcript(lead["ID"])
        assert [said.count(word) for word in ("Клиент: раз", "Клиент: два", "Чат с сайта")] == [1, 1, 1]
        lead["STATUS_ID"] = "JUNK"
        third = await open_office(office.database)
        await third.say(NewMessage(body=f"три {PHONE}"), CLOSING)
        await office.push()
        assert crm.made == 2
        assert "три" not in crm.transcript(lead["ID"])
        await close_office(second)
        await close_office(third)


@pytest.mark.parametrize("fault", [cut_after, half_after, html_after])
async def test_lost_answers_double_nothing_in_a_lead_of_others(office: Office, fault: Fault) -> None:
    async with portal() as crm:
        crm.cards["lead"].append({"ID": "31", "PHONE": TELEPHONE})
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        crm.next("crm.duplicate.findbycomm", fault)
        crm.next("crm.timeline.comment.add", fault)
        for _ in range(4):
            await office.push()
            await office.hurry()
        assert (await office.column("status"), crm.made) == (["sent"], 1)
        said = crm.transcript("31")
        assert [said.count(word) for word in ("Клиент: раз", "Чат с сайта")] == [1, 1]


async def test_own_lead_whose_answer_was_lost_is_found_before_those_of_others(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        crm.next("crm.lead.add", cut_after)
        await office.push()
        crm.cards["lead"].append({"ID": "31", "PHONE": TELEPHONE})
        await office.hurry()
        await office.push()
        assert (await office.column("status"), await office.column("remote_id")) == (["sent"], ["101"])
        assert "Чат с сайта" not in crm.transcript("101")


async def test_portal_that_keeps_to_no_filter_has_no_stranger_told(office: Office) -> None:
    async with portal() as crm:
        crm.cards["lead"] += [{"ID": "30"}, {"ID": "31", "STATUS_ID": "JUNK", "PHONE": TELEPHONE}]
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)

        async def deaf(_request: Request, do: Do) -> Response:
            crm.is_deaf_to_filters = True
            try:
                return do()
            finally:
                crm.is_deaf_to_filters = False

        crm.next("crm.lead.list", fine, deaf)
        await office.push()
        assert (crm.made, crm.transcript("30"), crm.transcript("31")) == (3, "", "")
