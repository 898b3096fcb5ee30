"""What a CRM does not show may stand there all the same: nothing is written over it, and a text tells."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, cast

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ryadom.store.database import Database
from tests.connectors import CLOSED, PHONE, Office, close_office, open_office
from tests.simulators.amocrm import account
from tests.simulators.faults import Do, Fault, reworded, without
from tests.store.test_connector_contract import SIMULATORS
from tests.store.test_connector_later import DIALLED, MAIL, PEOPLE, REACH, TOLD, push_again

OTHER_PHONE = "+79120000002"


def masked(row: dict[str, Any]) -> dict[str, Any]:
    """As Planfix shows telephones to some."""
    return {("maskedNumber" if name == "number" else name): value for name, value in row.items()}


HIDDEN: Mapping[str, tuple[str, Fault]] = {
    "a masked number": ("planfix", reworded(masked)),
    "no telephones of Planfix": ("planfix", without("phones")),
    "no contacts of Megaplan": ("megaplan", without("contactInfo")),
    "no fields of amoCRM": ("amocrm", without("custom_fields_values")),
    "no telephones of RetailCRM": ("retailcrm", without("phones")),
}


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


@pytest.mark.parametrize("how", list(HIDDEN))
async def test_telephones_that_are_not_shown_are_not_written_over(office: Office, how: str) -> None:
    kind, fault = HIDDEN[how]
    async with SIMULATORS[kind]() as crm:
        await office.add(crm, CLOSED)
        await push_again(office, f"раз {PHONE}")
        crm.every = fault
        await push_again(office, "два 8 912 000-00-02")
        assert REACH[kind](crm) == [DIALLED]
        assert crm.told.count(f"{TOLD}{OTHER_PHONE}") == 1


async def test_address_that_is_not_shown_is_not_written_over(office: Office) -> None:
    async with SIMULATORS["planfix"]() as crm:
        await office.add(crm, CLOSED)
        await push_again(office, f"раз {MAIL}")
        crm.every = without("email")
        await push_again(office, "два maria@home.test 8 912 000-00-02")
        assert REACH["planfix"](crm) == [OTHER_PHONE, MAIL]
        assert crm.told.count(f"{TOLD}{OTHER_PHONE}, maria@home.test") == 1


@pytest.mark.parametrize("kind", ["planfix", "megaplan"])
async def test_name_that_is_not_shown_is_not_written_over(office: Office, kind: str) -> None:
    field, people = PEOPLE[kind]
    async with SIMULATORS[kind]() as crm:
        await office.add(crm, CLOSED)
        await push_again(office, f"раз {PHONE}")
        people(crm)[-1][field] = "Мария Петровна"
        await office.execute("UPDATE visitors SET name = 'Маша'")
        crm.every = without(field)
        await push_again(office, "два")
        assert people(crm)[-1][field] == "Мария Петровна"


@pytest.mark.parametrize(
    ("kind", "field"), [("planfix", "counterparty"), ("megaplan", "contractor")], ids=["planfix", "megaplan"]
)
async def test_whom_a_card_is_of_stays_where_that_is_not_shown(office: Office, kind: str, field: str) -> None:
    async with SIMULATORS[kind]() as crm:
        await office.add(crm, CLOSED)
        await push_again(office, f"раз {PHONE}")
        simulator = cast(Any, crm)
        [card] = simulator.tasks if kind == "planfix" else simulator.deals
        card[field] = chosen = (
            {"id": "contact:7"} if kind == "planfix" else {"contentType": "ContractorHuman", "id": "7"}
        )
        crm.every = without(field)
        await push_again(office, f"два {MAIL}")
        assert card[field] == chosen
        assert REACH[kind](crm) == [DIALLED]
        assert crm.told.count(f"{TOLD}{MAIL}") == 1


async def test_contact_of_another_lead_of_amocrm_is_not_taken_for_whom_the_card_is_of(office: Office) -> None:
    async with account() as crm:
        await office.add(crm, CLOSED)
        await push_again(office, f"раз {PHONE}")
        crm.contacts.append({"id": 7, "name": "Пётр", "custom_fields_values": None})
        stranger = {"id": 6, "_embedded": {"contacts": [{"id": 7, "is_main": True}]}}

        async def other(request: Request, do: Do) -> Response:
            is_asked_whose = request.query_params.get("with") == "contacts"
            return JSONResponse({"_embedded": {"leads": [stranger]}}) if is_asked_whose else do()

        crm.every = other
        await push_again(office, f"два {MAIL}")
        assert crm.contacts[-1]["custom_fields_values"] is None
        assert crm.told.count(f"{TOLD}{MAIL}") == 1
