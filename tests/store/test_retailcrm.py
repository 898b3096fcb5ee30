"""RetailCRM: orders with their customer and notes, found again by our numbers, and its errors in words."""

from collections.abc import AsyncIterator

import pytest

from ryadom.errors import CrmMisconfigured
from ryadom.protocol.shared import Status
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.visitors import name_visitor
from tests.connectors import CLOSED, PHONE, Office, close_office, open_office
from tests.simulators.faults import Fault, html_503
from tests.simulators.retailcrm import refuses, shop

CLOSING = NewStatus(status=Status.CLOSED)


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


async def close_again(office: Office, *words: str) -> None:
    await office.say(NewStatus(status=Status.OPEN), *(NewMessage(body=word) for word in words), CLOSING)
    await office.push()


async def test_conversation_becomes_an_order_with_its_customer_source_and_notes(office: Office) -> None:
    head = office.scene.head
    async with shop() as crm:
        mapping = {"nps": "{score}", "customerComment": "{tags}"}
        await office.add(crm, CLOSED, mapping=mapping, stage="new", responsible_id=7, site="lavka")
        async with office.database.transaction() as connection:
            await name_visitor(connection, site_id=head.site_id, visitor_id=head.visitor.id, name="Мария")
        await office.execute(
            "UPDATE conversations SET landing_url = 'https://shop.test/?utm_source=yandex&utm_term=плед', score = 5"
        )
        await office.say(NewMessage(body=f"раз {PHONE}"), NewMessage(body="masha@shop.test"), CLOSING)
        await office.push()
        [order], [customer], [note] = crm.orders, crm.customers, crm.notes
        assert order == {
            "externalId": str(head.id),
            "customer": {"id": customer["id"]},
            "firstName": "Мария",
            "managerComment": f"Диалог: https://chat.test/panel/#all/{head.id}\nСогласие на рекламу: нет",
            "phone": "+79123456789",
            "email": "masha@shop.test",
            "source": {"source": "yandex", "keyword": "плед"},
            "customFields": {"nps": "5"},
            "orderMethod": "live-chat",
            "status": "new",
            "managerId": 7,
            "id": order["id"],
            "site": "lavka",
        }
        assert (customer["externalId"], customer["firstName"]) == (str(head.visitor.id), "Мария")
        assert (customer["phones"], customer["email"]) == ([{"number": "+79123456789"}], "masha@shop.test")
        assert note["customer"] == {"id": customer["id"]}
        assert "Клиент: раз" in note["text"]
        assert await office.column("url") == [f"http://crm.test:{crm.port}/orders/{order['id']}/edit"]


async def test_order_of_somebody_whom_the_shop_knows_is_the_older_customers(office: Office) -> None:
    def known(id: int, number: str, site: str = "lavka") -> dict[str, object]:
        return {"id": id, "externalId": None, "site": site, "phones": [{"number": number}]}

    async with shop() as crm:
        crm.sites = ["lavka", "other"]
        crm.customers += [
            known(31, "79123456789", site="other"),
            known(33, "+7 912 345-67-89"),
            known(32, "8 (912) 345-67-89"),
            known(30, "+7 912 345-67-89-0"),
        ]
        await office.add(crm, CLOSED, site="lavka")
        await office.say(NewMessage(body=PHONE), CLOSING)
        await office.push()
        assert (crm.orders[0]["customer"], len(crm.customers)) == ({"id": 32}, 4)


async def test_visitor_without_contacts_is_one_customer_in_all_their_orders(office: Office) -> None:
    async with shop() as crm:
        made = await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        # The order was deleted there, the customer was not.
        crm.orders.clear()
        for status in ("failed", "sent"):
            await office.connectors.send(made.id, office.scene.head.id, by=COMMAND_LINE)
            await office.push()
            assert await office.column("status") == [status]
        assert (crm.made, len(crm.customers), crm.told.count("раз")) == (1, 1, 1)


@pytest.mark.parametrize("is_newest_first", [False, True])
async def test_long_transcript_goes_in_notes_that_fit_and_only_what_is_missing_is_added(
    office: Office, monkeypatch: pytest.MonkeyPatch, is_newest_first: bool
) -> None:
    monkeypatch.setattr("ryadom.core.connectors.retailcrm.MAX_NOTE_CHARS", 200)
    async with shop() as crm:
        crm.is_newest_first = is_newest_first
        made = await office.add(crm, CLOSED)
        await office.say(*(NewMessage(body=f"слово{number:03}") for number in range(70)), CLOSING)
        await office.push()
        # More than a page of them.
        assert len(crm.notes) > 20
        assert all(len(note["text"]) <= 200 for note in crm.notes)
        del crm.notes[-2:]
        await office.connectors.send(made.id, office.scene.head.id, by=COMMAND_LINE)
        await office.push()
        assert [crm.told.count(f"слово{number:03}") for number in range(70)] == [1] * 70


async def test_notes_go_to_who_ordered_for_a_firm(office: Office) -> None:
    async with shop() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        person = crm.orders[0]["customer"]
        crm.orders[0] |= {"customer": {"type": "customer_corporate", "id": 900}, "contact": person}
        await close_again(office, "два")
        assert await office.column("status") == ["sent"]
        assert crm.notes[-1]["customer"] == person
        crm.orders[0]["contact"] = None
        await close_again(office, "три")
        assert await office.column("status") == ["failed"]
        assert "нет клиента" in (await office.column("failure"))[0]


async def test_account_that_shows_strangers_orders_for_ours_is_told_nothing_and_found_out_by_the_check(
    office: Office,
) -> None:
    async with shop() as crm:
        made = await office.add(crm, CLOSED)
        crm.customers.append({"id": 1, "externalId": "shop-1", "site": "lavka"})
        crm.orders.append({"id": 2, "externalId": "shop-2", "site": "lavka", "customer": {"id": 1}})
        crm.is_deaf_to_numbers = True
        with pytest.raises(CrmMisconfigured, match="внешнему номеру"):
            await office.connectors.check(made.id)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        assert (crm.made, len(crm.customers), crm.notes) == (1, 1, [])
        stored = await office.stored()
        assert stored.stopped_at is not None
        assert "чужой" in stored.trouble


async def test_order_that_is_known_gets_nothing_through_another_one(office: Office) -> None:
    async with shop() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        crm.orders.insert(0, {"id": 2, "externalId": "shop-2", "site": "lavka", "customer": {"id": 1}})
        crm.is_deaf_to_numbers = True
        await close_again(office, "два")
        assert (await office.column("status"), crm.told.count("два")) == (["pending"], 0)
        crm.is_deaf_to_numbers = False
        await office.hurry()
        await office.push()
        assert (await office.column("status"), crm.told.count("два")) == (["sent"], 1)


async def test_another_shop_gets_an_order_of_its_own_with_the_whole_transcript(office: Office) -> None:
    async with shop() as crm:
        crm.sites = ["lavka", "other"]
        made = await office.add(crm, CLOSED, site="lavka")
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        await office.push()
        await office.connectors.change(made.id, settings={"site": "other"}, mapping={}, by=COMMAND_LINE)
        await close_again(office, "два")
        assert await office.column("status") == ["sent"]
        assert [order["site"] for order in crm.orders] == ["lavka", "other"]
        assert [crm.told.count(word) for word in ("раз", "два")] == [2, 1]


async def test_order_or_customer_that_was_deleted_is_told_of_and_stops_nothing(office: Office) -> None:
    async with shop() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        customers, crm.customers = crm.customers, []
        await close_again(office, "два")
        assert "удалили" in (await office.column("failure"))[0]
        crm.customers = customers
        crm.orders.clear()
        await close_again(office, "три")
        assert await office.column("status") == ["failed"]
        assert "Карточки в CRM больше нет" in (await office.column("failure"))[0]
        assert (await office.stored()).stopped_at is None


@pytest.mark.parametrize(
    ("fault", "status", "words", "is_stopped"),
    [
        (
            refuses(400, "Errors in the entity format", {"phone": "Не телефон\x1b[2J"}),
            "failed",
            "phone: Не телефон[2J",
            False,
        ),
        (refuses(400, 'Bad name: Wrong "apiKey" value. Access denied.'), "failed", "не приняла: Bad name", False),
        (refuses(400, "Errors in the entity format", ["Не телефон"]), "failed", "не приняла: Не телефон", False),
        (refuses(200, "Errors in the entity format", {"phone": "Не телефон"}), "failed", "phone: Не телефон", False),
        (refuses(200, "Internal error"), "pending", "подождать: 200. Internal error", False),
        (refuses(503, "Service Temporarily Unavailable"), "pending", "подождать: 503", False),
        (html_503, "pending", "подождать: 503", False),
        (refuses(429, "Too many requests"), "pending", "слишком много", False),
        (refuses(500, "Internal server error"), "pending", "подождать: 500", False),
        (refuses(403, 'Wrong "apiKey" value.'), "pending", "не узнала ключ", True),
        (refuses(403, "Access denied."), "pending", "не разрешён нужный метод", True),
        (refuses(400, "Parameter 'site' is missing"), "pending", "несколько магазинов", True),
        (refuses(404, "Account does not exist."), "pending", "нет аккаунта", True),
        (refuses(404, "API method not found"), "pending", "нет нужного метода", True),
        (refuses(402, "Payment required"), "pending", "не оплачен", True),
    ],
)
async def test_errors_are_told_in_words_and_only_wrong_settings_stop(
    office: Office, fault: Fault, status: str, words: str, is_stopped: bool
) -> None:
    async with shop() as crm:
        made = await office.add(crm, CLOSED)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        crm.next("POST v5/orders/create", fault)
        await office.push()
        assert await office.column("status") == [status]
        stored = await office.stored()
        assert words in ((await office.column("failure"))[0] or stored.trouble)
        assert (stored.stopped_at is not None) is is_stopped
        if is_stopped:
            await office.connectors.enable(made.id, by=COMMAND_LINE)
        else:
            await office.connectors.send(made.id, office.scene.head.id, by=COMMAND_LINE)
        await office.hurry()
        await office.push()
        assert (await office.column("status"), crm.made, len(crm.customers)) == (["sent"], 1, 1)


async def test_account_is_checked_and_its_lists_are_shown(office: Office) -> None:
    async with shop() as crm:
        made = await office.add(crm, CLOSED)
        assert (await office.connectors.check(made.id)).account == "crm.test: lavka"
        lists = await office.connectors.lists(made.id)
        assert [(one.id, one.name) for one in lists.stages] == [("new", "Новый")]
        assert [one.id for one in lists.sources] == ["live-chat"]
        assert (len(lists.people), lists.people[29].name, lists.notes) == (30, "Сотрудник 30 Кузнецова", ())
        assert [(one.id, one.name) for one in lists.places] == [("lavka", "Лавка")]
        assert [(one.id, one.name) for one in lists.fields] == [("city", "Город доставки"), ("channel", "Откуда")]
        crm.methods.remove("/api/users")
        shown = await office.connectors.lists(made.id)
        assert (shown.people, len(shown.notes)) == ((), 1)
        crm.methods.remove("/api/custom-fields")
        shown = await office.connectors.lists(made.id)
        assert (shown.fields, len(shown.notes)) == ((), 2)
        # A key of several shops: each by its code, and by its name where that is known
        crm.sites = ["lavka", "opt"]
        assert [(one.id, one.name) for one in (await office.connectors.lists(made.id)).places] == [
            ("lavka", "Лавка"),
            ("opt", ""),
        ]
        assert (crm.orders, crm.customers, crm.notes) == ([], [], [])


async def test_check_names_the_methods_and_the_shop_that_are_missing(office: Office) -> None:
    async with shop() as crm:
        made = await office.add(crm, CLOSED)
        crm.methods.remove("/api/orders/create")
        with pytest.raises(CrmMisconfigured, match="orders/create"):
            await office.connectors.check(made.id)
        crm.methods.append("/api/orders/create")
        crm.sites = ["lavka", "other"]
        with pytest.raises(CrmMisconfigured, match="lavka, other"):
            await office.connectors.check(made.id)
        await office.connectors.change(made.id, settings={"site": "other"}, mapping={}, by=COMMAND_LINE)
        assert (await office.connectors.check(made.id)).account == "crm.test: lavka, other"
        crm.sites = ["lavka"]
        with pytest.raises(CrmMisconfigured, match="lavka"):
            await office.connectors.check(made.id)


async def test_preview_shows_the_order_and_sends_nothing(office: Office) -> None:
    async with shop() as crm:
        made = await office.add(crm, CLOSED, mapping={"managerComment": "Заявка {phone}", "firstName": ""})
        await office.say(NewMessage(body=PHONE))
        fields = await office.connectors.preview(made.id, office.scene.head.id)
        assert fields == {"managerComment": "Заявка +79123456789"}
        assert crm.called == []
