"""The answer package: all that is held on the people of a request, nothing of the staff's or of others."""

import asyncio
import io
import json
import zipfile
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from ryadom.privacy.answer_archive import Redactor
from ryadom.privacy.contacts import read_contacts
from ryadom.store.egress import Recipient, insert_recipient
from ryadom.store.visitors import name_visitor
from tests.consents import publish_consent
from tests.unit.test_paper import text_of
from tests.web.accounts import account
from tests.web.client import JsonObject, Server
from tests.web.customers import put_note, write_facts
from tests.web.programs import key, program
from tests.web.subject_requests import API, Desk, officer

OWN, FOREIGN = "+7 916 123-45-67", "+7 903 765-43-21"


async def package(desk: Desk, card: JsonObject) -> zipfile.ZipFile:
    response = await desk.http.get(f"{API}/{card['request']['id']}/answer.zip", timeout=60)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/zip"
    assert response.headers["content-disposition"] == f'attachment; filename="answer-{card["request"]["number"]}.zip"'
    assert response.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert int(response.headers["content-length"]) == len(response.content)
    return zipfile.ZipFile(io.BytesIO(response.content))


async def test_package_holds_everything_and_nothing_of_staff_or_others(server: Server) -> None:
    document = await publish_consent(server.database, server.site)
    async with server.visitor() as visitor, server.operator() as anna, officer(server) as desk:
        posted = await visitor.say(f"Мой номер {OWN}, номер мамы {FOREIGN}", agree_to=[str(document.id)])
        visitor_id = visitor.welcome["visitor_id"]
        async with server.database.connection() as connection:
            await name_visitor(
                connection, site_id=server.site.id, visitor_id=UUID(visitor_id), name="Иван <b>Петров</b>/../x"
            )
            recipient = Recipient(
                controller_id=server.site.controller_id, host="crm.test", recipient="ООО «Учёт»", country="RU",
                purpose="Учёт заявок", categories="имя и контакты",
            )  # fmt: skip
            await insert_recipient(connection, recipient)
        await anna.say(f"Запишите курьера: {FOREIGN}, ИНН 500100732259", conversation_id=posted["conversation_id"])
        await anna.send("fetch_history", request_id="1", conversation_id=posted["conversation_id"])
        await anna.receive("history")
        card = await desk.confirm(await desk.add(await desk.write_down(contact=OWN), visitor_id))
        files = await package(desk, card)
        assert (await desk.card(card["request"]["id"]))["events"][-1]["kind"] == "package_made"

    assert set(files.namelist()) == {
        "answer.pdf", "about.json", "recipients.json", "1/visitors.json", "1/conversations.json", "1/entries.json",
        "1/visited_pages.json",
        "1/files.json", "1/visitor_identities.json", "1/visitor_attributes.json", "1/visitor_events.json",
        "1/customer_cards.json", "1/customer_changes.json", "1/customer_notes.json", "1/customer_links.json",
        "1/consent_events.json", "1/consents_with_texts.json", "1/journal.json", "1/subject_requests.json",
        "1/subject_request_people.json", "1/subject_request_events.json", "1/legal_holds.json",
        "1/outgoing_mails.json", "1/answer_addresses.json", "1/mail_copies.json",
        "1/chat_invitations.json", "1/bans.json", "1/webhook_deliveries.json", "1/connector_pushes.json",
    }  # fmt: skip
    held = {name: json.loads(files.read(name)) for name in files.namelist() if name.endswith(".json")}
    bodies = [entry["body"] for entry in held["1/entries.json"] if entry["body"]]
    assert bodies == [
        f"Мой номер {OWN}, номер мамы телефон ••••",
        "Запишите курьера: телефон ••••, ИНН ••••",
    ]
    assert held["1/visitors.json"][0]["name"] == "Иван <b>Петров</b>/../x"
    assert held["1/consents_with_texts.json"]["documents"][0]["sha256"] == (document.sha256 or b"").hex()
    assert {"conversation_opened", "exported"} <= {view["action"] for view in held["1/journal.json"]}
    assert {view["by"] for view in held["1/journal.json"]} == {"сотрудник"}
    assert held["about.json"]["people"][0]["texts_with_something_replaced"] == 2
    assert [one["recipient"] for one in held["recipients.json"]] == ["ООО «Учёт»"]
    everything = "".join(files.read(name).decode() for name in held) + text_of(files.read("answer.pdf"))
    for theirs in ("Анна", "Вера", "anna@shop.test", "903 765", anna.welcome["operator"]["id"]):
        assert theirs not in everything, theirs
    paper = text_of(files.read("answer.pdf"))
    for words in (
        "Ответ на обращение № 1", "ООО «Чайная лавка»", "7707083893", "Иван Петров", "Мой номер +7 916 123-45-67",
        "открыта переписка", "Согласие на обработку персональных данных", "ООО «Учёт»", "Ваши права",
    ):  # fmt: skip
        assert words in " ".join(paper.split()), words


async def test_paper_says_that_a_program_has_looked_for_somebody_and_not_that_they_asked_for_it(server: Server) -> None:
    async with server.visitor() as visitor, officer(server) as desk:
        await visitor.say("Где мой заказ?")
        visitor_id = visitor.welcome["visitor_id"]
        async with server.database.connection() as connection:
            await connection.execute(
                "INSERT INTO visitor_identities (site_id, visitor_id, external_id, is_verified) "
                "VALUES ($1, $2, $3, true)",
                server.site.id,
                UUID(visitor_id),
                "A-1042",
            )
        async with program(server, (await key(server)).secret) as http:
            assert (await http.post("customers/search", json={"external_id": "A-1042"})).json()["data"]
        card = await desk.confirm(await desk.add(await desk.write_down(contact=OWN), visitor_id))
        files = await package(desk, card)
    views = json.loads(files.read("1/journal.json"))
    assert [view["by"] for view in views if view["action"] == "people_searched"] == ["программа оператора"]
    paper = " ".join(text_of(files.read("answer.pdf")).split())
    assert "найдено по имени, контакту или номеру" in paper
    assert "программа оператора" in paper
    assert "найдено по обращению" not in paper


async def test_package_holds_the_words_that_an_edit_took_the_place_of_and_ratings(server: Server) -> None:
    async with server.visitor() as visitor, server.operator() as anna, officer(server) as desk:
        conversation_id = (await visitor.say("Сколько стоит?"))["conversation_id"]
        said = await anna.say(
            f"Сто рублей, {FOREIGN}", conversation_id=conversation_id, choices=["Беру", f"Звоните {FOREIGN}"]
        )
        target = {"conversation_id": conversation_id}
        await anna.send("edit_message", echo_id=uuid4(), **target, message_seq=said["seq"], body="Двести рублей")
        await anna.receive("message_edited")
        await visitor.send("end_conversation", echo_id=uuid4(), **target)
        await visitor.receive("status_changed")
        await visitor.send("rate_conversation", echo_id=uuid4(), **target, score=2, comment="Дорого")
        await visitor.receive("conversation_rated")
        card = await desk.confirm(await desk.add(await desk.write_down(contact=OWN), visitor.welcome["visitor_id"]))
        files = await package(desk, card)
    entries = json.loads(files.read("1/entries.json"))
    assert [(one["kind"], one["body"]) for one in entries if one["body"]] == [
        ("message", "Сколько стоит?"),
        ("message", "Двести рублей"),
        ("edit", "Сто рублей, телефон ••••"),
        ("rating", "Дорого"),
    ]
    assert [one["choices"] for one in entries if one["choices"]] == [["Беру", "Звоните телефон ••••"]]
    assert "Оценка 2 из 5. Дорого" in " ".join(text_of(files.read("answer.pdf")).split())


async def test_package_tells_of_others_requests_only_that_they_are_there(server: Server) -> None:
    async with server.visitor() as visitor, officer(server) as desk:
        await visitor.say("Здравствуйте")
        visitor_id = visitor.welcome["visitor_id"]
        other = await desk.write_down(name="Пётр Сидоров", contact="petr@mail.ru", text="Я его сосед, удалите.")
        other = await desk.add(other, visitor_id)
        await desk.do(other, "refuse", reason="Сидоров не представил доверенность")
        card = await desk.confirm(await desk.add(await desk.write_down(contact=OWN), visitor_id))
        files = await package(desk, card)
    foreign, own = json.loads(files.read("1/subject_requests.json"))
    assert set(foreign) == {"number", "kind", "status", "received_at", "deadline_on", "extended_on", "closed_at"}
    assert (foreign["number"], foreign["status"], own["number"]) == (1, "refused", 2)
    assert own["contact"] == OWN
    everything = "".join(files.read(name).decode() for name in files.namelist() if name.endswith("json"))
    for theirs in ("Сидоров", "petr@mail.ru", "сосед", "доверенность"):
        assert theirs not in everything + text_of(files.read("answer.pdf")), theirs


async def test_package_of_two_cards_has_a_folder_for_each(server: Server) -> None:
    async with server.visitor() as first, server.visitor() as second, officer(server) as desk:
        card = await desk.write_down()
        for visitor, words in ((first, "с телефона"), (second, "с ноутбука")):
            await visitor.say(words)
            card = await desk.add(card, visitor.welcome["visitor_id"])
        files = await package(desk, await desk.confirm(card))
    assert [json.loads(files.read(f"{folder}/entries.json"))[0]["body"] for folder in (1, 2)] == [
        "с телефона",
        "с ноутбука",
    ]


async def test_paper_is_limited_and_says_so_while_the_json_is_complete(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ryadom.privacy.answer_archive.MOST_ON_PAPER", 3)
    async with server.visitor() as visitor, officer(server) as desk:
        for number in range(1, 6):
            await visitor.say(f"сообщение {number}")
        card = await desk.confirm(await desk.add(await desk.write_down(), visitor.welcome["visitor_id"]))
        files = await package(desk, card)
    paper = " ".join(text_of(files.read("answer.pdf")).split())
    assert "Здесь последние 3 сообщений из 5" in paper
    assert "сообщение 5" in paper
    assert "сообщение 2" not in paper
    assert len(json.loads(files.read("1/entries.json"))) == 5


async def test_request_about_nobody_and_one_for_something_else_have_no_package(server: Server) -> None:
    async with server.visitor() as visitor, officer(server) as desk:
        await visitor.say("Вопрос")
        nobody = await desk.confirm(await desk.write_down())
        erasure = await desk.confirm(await desk.add(await desk.write_down("erasure"), visitor.welcome["visitor_id"]))
        for card in (nobody, erasure):
            refused = await desk.http.get(f"{API}/{card['request']['id']}/answer.zip")
            assert refused.json()["error"]["code"] == "deed_unsuitable"


async def test_answered_request_can_be_shown_once_more_but_nothing_else_done(server: Server) -> None:
    async with server.visitor() as visitor, officer(server) as desk:
        await visitor.say("Вопрос")
        card = await desk.confirm(await desk.add(await desk.write_down(), visitor.welcome["visitor_id"]))
        card = await desk.do(card, "answer", outcome="Отправлено.")
        assert card["may"] == ["package"]
        await package(desk, card)


async def test_nothing_of_a_package_is_left_on_disk(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    async with server.visitor() as visitor, officer(server) as desk:
        await visitor.say("Вопрос")
        card = await desk.confirm(await desk.add(await desk.write_down(), visitor.welcome["visitor_id"]))
        await package(desk, card)
    assert await asyncio.to_thread(lambda: list(tmp_path.iterdir())) == []


def test_what_the_subject_wrote_of_documents_stays_and_what_staff_wrote_does_not() -> None:
    redactor = Redactor(read_contacts(f"{OWN} или ivan@mail.ru"))
    said = "Мой СНИЛС 112-233-445 95, пишите на IVAN@mail.ru или petr@mail.ru, тел. 8(916)1234567"
    assert redactor.redact(said, is_subjects=True) == said.replace("petr@mail.ru", "почта ••••")
    assert "112-233" not in redactor.redact(said, is_subjects=False)


def test_contacts_are_one_spelling_each() -> None:
    found = read_contacts(f"{OWN}, 8 (916) 1234567, ИВАН@почта.рф; Ivan@Mail.RU", "ivan@mail.ru")
    assert found.phones == ("9161234567",)
    assert set(found.emails) == {"иван@почта.рф", "ivan@mail.ru"}
    assert read_contacts("Заказ 4509 от 12.11.2026") == read_contacts("")


async def test_what_staff_wrote_down_is_told_without_the_contacts_of_others(server: Server) -> None:
    async with server.visitor() as visitor, officer(server) as desk, account(server, "anna@shop.test") as anna:
        conversation_id = (await visitor.say("Здравствуйте"))["conversation_id"]
        await write_facts(anna, conversation_id, 0, phone=OWN, about="Муж: +7 999 765-43-21")
        await put_note(anna, conversation_id, f"Звонить на {OWN}, мужу на +7 999 765-43-21")
        card = await desk.add(await desk.write_down(contact=OWN), visitor.welcome["visitor_id"])
        files = await package(desk, await desk.confirm(card))
    told = {name: json.loads(files.read(f"1/customer_{name}.json")) for name in ("cards", "changes", "notes")}
    assert told["cards"][0]["phone"] == OWN
    assert told["notes"][0]["body"] == f"Звонить на {OWN}, мужу на телефон ••••"
    assert "765-43-21" not in str(told)
    assert "Анна" not in str(told)
