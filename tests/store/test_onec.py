"""1C by an HTTP service: one call with the card as it is, each message once by its number, and errors in words."""

import re
from collections.abc import AsyncIterator
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.recipients import add_recipient
from ryadom.errors import CrmMisconfigured, EgressForbidden
from ryadom.privacy.egress import moscow_today
from ryadom.protocol.shared import Status
from ryadom.store.database import Database
from ryadom.store.egress import DataLevel, Recipient
from ryadom.store.entries import NewMessage, NewStatus
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.visitors import name_visitor
from tests.connectors import CLOSED, PHONE, Office, close_office, crms, open_office
from tests.resolver import WrittenResolver
from tests.simulators.faults import Do, Fault
from tests.simulators.onec import PASSWORD, USER, base, raises, refuses, tells, unpublished

CLOSING = NewStatus(status=Status.CLOSED)
DOCS = Path(__file__).parents[2] / "docs/connector-1c.md"


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


async def test_conversation_goes_with_its_card_and_then_its_messages(office: Office) -> None:
    head = office.scene.head
    async with base() as crm:
        await office.add(crm, CLOSED, mapping={"title": "", "source": "чат", "nps": "{score}"})
        async with office.database.transaction() as connection:
            await name_visitor(connection, site_id=head.site_id, visitor_id=head.visitor.id, name="Мария")
        await office.execute("UPDATE conversations SET landing_url = 'https://shop.test/?utm_source=yandex', score = 5")
        await office.say(NewMessage(body=f"раз <b> {PHONE}"), NewMessage(body="masha@shop.test"), CLOSING)
        await office.push()
        assert (crm.calls, crm.sizes) == (["POST v1/conversations"] * 2, [0, 2])
        [(key, held)] = crm.conversations.items()
        assert (key, held["customer_key"]) == (str(head.id), str(head.visitor.id))
        assert held["card"] == {
            "name": "Мария",
            "phone": "+79123456789",
            "email": "masha@shop.test",
            "link": f"https://chat.test/panel/#all/{head.id}",
            "site": office.site.name,
            "landing_url": "https://shop.test/?utm_source=yandex",
            "advertising_consent": "нет",
            "utm_source": "yandex",
            "source": "чат",
            "nps": "5",
        }
        first = next(iter(crm.messages.values()))
        # No tag that somebody wrote is one where the text is shown.
        assert (first["who"], first["text"]) == ("Клиент", f"раз <\u200bb> {PHONE}")
        assert await office.column("remote_id") == [held["id"]]
        assert await office.column("remote_number") == ["ТОР-000001"]


async def test_base_need_not_say_how_people_there_call_it(office: Office) -> None:
    async with base() as crm:
        crm.numbers = False
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        assert (await office.column("status"), await office.column("remote_number")) == (["sent"], [""])


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (42, "42"),
        ("  ТОР-42\n ", "ТОР-42"),
        ("1" * 65, ""),
        (None, ""),
        (True, ""),
        ({"код": 1}, ""),
        ("\x00\x1b[2J", "[2J"),
    ],
)
async def test_number_that_a_base_answers_is_a_line_or_nothing(office: Office, told: object, kept: str) -> None:
    async with base() as crm:
        crm.next("POST v1/conversations", *[tells({"ok": True, "id": 7, "number": told})] * 2)
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        assert (await office.column("status"), await office.column("remote_number")) == (["sent"], [kept])


async def test_card_is_told_anew_with_each_push_and_only_what_is_new_of_the_transcript(office: Office) -> None:
    head = office.scene.head
    async with base() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        await office.push()
        async with office.database.transaction() as connection:
            await name_visitor(connection, site_id=head.site_id, visitor_id=head.visitor.id, name="Мария")
        await office.say(NewStatus(status=Status.OPEN), NewMessage(body="два"), CLOSING)
        await office.push()
        assert crm.sizes == [0, 1, 1]
        [held] = crm.conversations.values()
        assert held["card"]["name"] == "Мария"


async def test_long_transcript_goes_in_calls_of_fifty_and_each_is_noted(office: Office) -> None:
    async with base() as crm:
        await office.add(crm, CLOSED)
        await office.say(*(NewMessage(body=f"слово{number:03}") for number in range(120)), CLOSING)
        await office.fan_all()
        crm.next("POST v1/conversations", *[tells({"ok": True, "id": 7})] * 2, refuses(503, "Позже"))
        await office.pusher.push_due()
        assert crm.sizes == [0, 50]
        await office.hurry()
        await office.pusher.push_due()
        # What was noted is not told again.
        assert crm.sizes == [0, 50, 50, 20]
        assert [crm.told.count(f"слово{number:03}") for number in range(120)] == [1] * 120
        assert await office.column("status") == ["sent"]


async def test_moments_are_in_utc_without_parts_of_a_second(office: Office) -> None:
    async with base() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        [began_at] = await office.column(
            "(SELECT created_at FROM conversations WHERE conversations.id = connector_pushes.conversation_id)"
        )
        [held] = crm.conversations.values()
        assert held["began_at"] == f"{began_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("http://crm.test:{port}/shop/#e1cib/data/1", True),
        ("e1cib/data/1", False),
        ("https://evil.test/", False),
        ("http://crm.test:{port}.evil.test/", False),
        ("http://crm.test:{port}@evil.test/", False),
        ("http://crm.test:{port}/\n", False),
        ("javascript:alert(1)", False),
    ],
)
async def test_link_that_a_base_answers_is_kept_only_if_it_leads_there(office: Office, link: str, shown: bool) -> None:
    async with base() as crm:
        crm.link = link.format(port=crm.port)
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        assert await office.column("url") == [crm.link if shown else ""]


@pytest.mark.parametrize(
    ("fault", "status", "words", "is_stopped"),
    [
        (refuses(422, "Нет контрагента\x1b[2J"), "failed", "не приняла: Нет контрагента[2J", False),
        (refuses(200, "Не записан"), "failed", "не приняла: Не записан", False),
        (refuses(404, "Нет склада"), "failed", "не приняла: Нет склада", False),
        (refuses(410, "Удалён"), "failed", "не приняла: Удалён", False),
        (refuses(500, "Взаимоблокировка"), "pending", "подождать: 500. Взаимоблокировка", False),
        (refuses(503, "Обновление"), "pending", "подождать: 503", False),
        (refuses(429, "Часто"), "pending", "подождать: 429", False),
        (tells({"ok": True}), "failed", "нет id", False),
        (tells({"ok": True, "id": {"Ссылка": 1}}), "failed", "нет id", False),
        (tells({"ok": "Истина", "id": "1"}), "pending", "страницей", False),
        (tells({"id": "1"}), "pending", "страницей", False),
        (tells([]), "pending", "страницей", False),
        (raises, "pending", "страницей", False),
        (refuses(401, "Кто вы?"), "pending", "не узнала пользователя", True),
        (refuses(403, "Нет роли"), "pending", "у пользователя нет прав.", True),
        (unpublished, "pending", "нет HTTP-сервиса", True),
    ],
)
async def test_errors_are_told_in_words_and_only_wrong_settings_stop(
    office: Office, fault: Fault, status: str, words: str, is_stopped: bool
) -> None:
    async with base() as crm:
        made = await office.add(crm, CLOSED)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        crm.next("POST v1/conversations", fault)
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
        assert (await office.column("status"), crm.made, crm.told.count("раз")) == (["sent"], 1, 1)


async def test_base_is_checked_and_says_that_it_has_no_lists(office: Office) -> None:
    async with base() as crm:
        made = await office.add(crm, CLOSED)
        assert (await office.connectors.check(made.id)).account == "Управление торговлей"
        lists = await office.connectors.lists(made.id)
        assert (lists.stages, lists.people, lists.sources, len(lists.notes)) == ((), (), (), 1)
        crm.next("GET v1/ping", unpublished)
        with pytest.raises(CrmMisconfigured, match="шаблоны URL"):
            await office.connectors.check(made.id)
        crm.is_revoked = True
        with pytest.raises(CrmMisconfigured, match="имя, пароль"):
            await office.connectors.check(made.id)
        assert crm.conversations == {}


async def test_preview_shows_the_card_and_sends_nothing(office: Office) -> None:
    async with base() as crm:
        made = await office.add(crm, CLOSED, mapping={"title": "Заявка {phone}", "link": "", "site": ""})
        await office.say(NewMessage(body=PHONE))
        fields = await office.connectors.preview(made.id, office.scene.head.id)
        assert fields == {"title": "Заявка +79123456789", "phone": "+79123456789", "advertising_consent": "нет"}
        assert crm.called == []


async def test_base_in_the_office_is_reached_only_once_it_is_listed_as_ones_own(office: Office) -> None:
    settings = {"url": "http://crm.test:8314/shop/hs/ryadom", "user": USER, "password": PASSWORD}

    async def add() -> None:
        await office.connectors.add(
            *("1c", [office.site]), settings=settings, mapping={}, rules=CLOSED, is_for_all=True, by=COMMAND_LINE
        )

    def recipient(*, is_local: bool) -> Recipient:
        return Recipient(
            controller_id=office.site.controller_id,
            host="crm.test",
            port=8314,
            recipient="Мы сами",
            country="RU",
            purpose="Учёт заявок",
            categories="имя, телефон",
            is_local=is_local,
            most_data=DataLevel.CONTENTS_AND_CONTACTS,
        )

    with pytest.raises(EgressForbidden, match="not in the register"):
        await add()
    with pytest.raises(EgressForbidden, match="--local"):
        await add_recipient(office.database, crms(), recipient(is_local=False), today=moscow_today())
    # It was somewhere else when it was listed.
    elsewhere = WrittenResolver(crm_test=["77.88.55.242"])
    await add_recipient(office.database, elsewhere, recipient(is_local=False), today=moscow_today())
    with pytest.raises(EgressForbidden, match="--local"):
        await add()
    await office.execute("UPDATE egress_recipients SET is_local = true")
    await add()
    assert len(await office.connectors.all()) == 1


async def test_example_of_the_docs_reads_what_is_sent_and_answers_what_is_read(office: Office) -> None:
    """Its module can't be run here: what it names in JSON is what goes over the line, in both directions."""
    [module] = re.findall(r"^```bsl\n(.*?)^```", DOCS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    bodies: list[Any] = []

    async def note(request: Request, do: Do) -> Response:
        bodies.append(await request.json())
        return do()

    async with base() as crm:
        await office.add(crm, CLOSED)
        crm.every = note
        await office.say(NewMessage(body=f"раз {PHONE} masha@shop.test"), CLOSING)
        async with office.database.transaction() as connection:
            visitor = office.scene.head.visitor
            await name_visitor(connection, site_id=office.site.id, visitor_id=visitor.id, name="Мария")
        await office.push()
        assert await office.column("status") == ["sent"]
    first, second = bodies
    assert set(re.findall(r"\bДанные\.([a-z_]+)", module)) == {"key", "card", "messages", "began_at"}
    assert {"key", "card", "messages", "began_at"} <= set(first)
    [message] = second["messages"]
    assert set(re.findall(r"\bОдно\.([a-z_]+)", module)) == set(message)
    assert set(re.findall(r'Поле\(Карточка, "([a-z_]+)"', module)) <= set(first["card"])
    # What `onec.py` and `onec_rest.py` look for in an answer, and what the URLs of the service are.
    answered = {name for said in re.findall(r'Новый Структура\("([a-z, ]+)"', module) for name in said.split(", ")}
    assert answered == {"ok", "name", "id", "number", "error"}
    assert {call.split()[1] for call in crm.calls} == {"v1/conversations"}
    for path in ("v1/ping", "v1/conversations"):
        assert f"`/{path}`" in DOCS.read_text(encoding="utf-8")
