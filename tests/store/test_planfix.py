"""Planfix: tasks with their counterparty and comments, found again by their names, and its errors in words."""

from collections.abc import AsyncIterator

import pytest

from ryadom.errors import CrmMisconfigured
from ryadom.protocol.shared import Status
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.visitors import name_visitor
from tests.connectors import CLOSED, PHONE, Office, close_office, open_office
from tests.simulators.faults import Fault
from tests.simulators.planfix import account, refuses, shown_text

CLOSING = NewStatus(status=Status.CLOSED)


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


async def close_again(office: Office, *words: str) -> None:
    await office.say(NewStatus(status=Status.OPEN), *(NewMessage(body=word) for word in words), CLOSING)
    await office.push()


async def test_conversation_becomes_a_task_with_its_counterparty_and_comments(office: Office) -> None:
    head = office.scene.head
    async with account() as crm:
        mapping = {"4711": "{score}", "name": "Чат"}
        await office.add(crm, CLOSED, mapping=mapping, template_id=6, contact_template_id=1, responsible_id=7)
        async with office.database.transaction() as connection:
            await name_visitor(connection, site_id=head.site_id, visitor_id=head.visitor.id, name="Мария")
        await office.execute("UPDATE conversations SET landing_url = 'https://shop.test/?a=1&b=2', score = 5")
        await office.say(NewMessage(body=f"раз <b> & {PHONE}"), NewMessage(body="masha@shop.test"), CLOSING)
        await office.push()
        [task], [contact], [comment] = crm.tasks, crm.contacts, crm.comments
        assert contact == {
            "id": contact["id"],
            "name": "Мария",
            "template": {"id": 1},
            "phones": [{"number": "+79123456789", "type": 1}],
            "email": "masha@shop.test",
        }
        assert task == {
            "id": task["id"],
            "name": f"Чат · {str(head.id)[-12:]}",
            "description": f"Диалог: https://chat.test/panel/#all/{head.id}<br>"
            "Страница: https://shop.test/?a=1&amp;b=2<br>Согласие на рекламу: нет",
            "template": {"id": 6},
            "counterparty": {"id": f"contact:{contact['id']}"},
            "assignees": {"users": [{"id": "user:7"}]},
            "customFieldData": [{"field": {"id": 4711}, "value": "5"}],
        }
        # What a visitor wrote is shown as it is, and is no tag there.
        assert f"Клиент: раз <\u200bb> & {PHONE}" in shown_text(comment["description"])
        assert "<b>" not in comment["description"]
        assert await office.column("url") == [f"http://crm.test:{crm.port}/task/{task['id']}"]


async def test_task_of_somebody_whom_the_account_knows_is_the_oldest_contacts(office: Office) -> None:
    def known(id: int, number: str) -> dict[str, object]:
        return {"id": id, "name": "Маша", "phones": [{"number": number}]}

    async with account() as crm:
        crm.contacts += [known(33, "+7 912 345-67-89"), known(32, "8 (912) 345-67-89"), known(30, "+79123456789-01")]
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=PHONE), CLOSING)
        await office.push()
        assert (crm.tasks[0]["counterparty"], len(crm.contacts)) == ({"id": "contact:32"}, 3)


async def test_contact_is_found_by_its_address_whatever_the_letters(office: Office) -> None:
    async with account() as crm:
        crm.contacts.append({"id": 31, "name": "Маша", "email": "Masha@Shop.test"})
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="masha@shop.test"), CLOSING)
        await office.push()
        assert (crm.tasks[0]["counterparty"], len(crm.contacts)) == ({"id": "contact:31"}, 1)


async def test_visitor_whom_nobody_can_reach_is_no_contact(office: Office) -> None:
    async with account() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        assert (len(crm.contacts), "counterparty" in crm.tasks[0]) == (0, False)


async def test_task_that_was_renamed_is_found_by_a_field_that_holds_the_number(office: Office) -> None:
    async with account() as crm:
        made = await office.add(crm, CLOSED, mapping={"4712": "{conversation_id}"})
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        crm.tasks[0]["name"] = "Плед для Марии"
        await office.connectors.send(made.id, office.scene.head.id, by=COMMAND_LINE)
        await office.push()
        assert (await office.column("status"), crm.made, crm.told.count("раз")) == (["sent"], 1, 1)


async def test_older_of_two_tasks_goes_on(office: Office) -> None:
    async with account() as crm:
        made = await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        first = crm.tasks[0]
        crm.tasks.insert(0, {**first, "id": first["id"] + 50})
        await office.connectors.send(made.id, office.scene.head.id, by=COMMAND_LINE)
        await office.push()
        assert await office.column("remote_id") == [str(first["id"])]


async def test_long_transcript_goes_in_comments_that_fit_and_only_what_is_missing_is_added(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ryadom.core.connectors.planfix.MAX_COMMENT_CHARS", 200)
    async with account() as crm:
        made = await office.add(crm, CLOSED)
        await office.say(*(NewMessage(body=f"слово{number:03}") for number in range(70)), CLOSING)
        await office.push()
        # More than a page of them.
        assert len(crm.comments) > 20
        # People write there, too, and theirs come first.
        crm.comments[-2:] = [
            {"id": 9_000 + number, "task_id": crm.tasks[0]["id"], "description": f"Позвонить {number}"}
            for number in range(25)
        ]
        await office.connectors.send(made.id, office.scene.head.id, by=COMMAND_LINE)
        await office.push()
        assert [crm.told.count(f"слово{number:03}") for number in range(70)] == [1] * 70


async def test_task_that_was_deleted_or_hidden_is_told_of_and_stops_nothing(office: Office) -> None:
    async with account() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        crm.hidden.add(crm.tasks[0]["id"])
        await close_again(office, "два")
        assert "не видит этой задачи" in (await office.column("failure"))[0]
        crm.tasks.clear()
        await close_again(office, "три")
        assert await office.column("status") == ["failed"]
        assert "больше нет" in (await office.column("failure"))[0]
        assert (await office.stored()).stopped_at is None


@pytest.mark.parametrize(
    ("fault", "status", "words", "is_stopped"),
    [
        (refuses(400, 41, "Недопустимое значение\x1b[2J"), "failed", "не принял: Недопустимое значение[2J", False),
        (refuses(400, 1001, "Ошибка: Неверный токен"), "failed", "не принял: Ошибка: Неверный токен", False),
        (refuses(200, 41, "Недопустимое значение"), "failed", "не принял: Недопустимое значение", False),
        (refuses(400, None, "Ошибка"), "failed", "не принял: Ошибка", False),
        (refuses(500, 0, "Unknown"), "pending", "подождать: 500. Unknown", False),
        (refuses(502, None, "Bad Gateway"), "pending", "подождать: 502", False),
        (refuses(429, None, "Too many requests"), "pending", "слишком много", False),
        (refuses(403, 22, "Limit"), "pending", "на сегодня исчерпаны", False),
        (refuses(401, 1, "Invalid token"), "pending", "не узнал токен", True),
        (refuses(403, 5, "Forbidden"), "pending", "не разрешён нужный метод", True),
        (refuses(403, 6, "Forbidden"), "pending", "не разрешены контакты или задачи", True),
        (refuses(403, 20, "Not paid"), "pending", "не оплачена", True),
        (refuses(400, 23, "Limit"), "pending", "нет места", True),
        (refuses(404, None, "Not found"), "pending", "нет REST API", True),
    ],
)
async def test_errors_are_told_in_words_and_only_wrong_settings_stop(
    office: Office, fault: Fault, status: str, words: str, is_stopped: bool
) -> None:
    async with account() as crm:
        made = await office.add(crm, CLOSED)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        crm.next("POST task/", fault)
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
        assert (await office.column("status"), crm.made, len(crm.contacts)) == (["sent"], 1, 1)


async def test_account_without_calls_for_today_is_left_alone_for_an_hour(office: Office) -> None:
    async with account() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        crm.next("POST task/list", refuses(403, 22, "Limit"))
        await office.push()
        [rest_s] = await office.column("(SELECT extract(epoch FROM max(paused_until) - now()) FROM connectors)")
        assert 3_500 < rest_s <= 3_600


async def test_account_that_does_not_search_by_name_stops_the_connector_and_gets_no_task(office: Office) -> None:
    async with account() as crm:
        made = await office.add(crm, CLOSED)
        crm.is_deaf_to_filters = True
        crm.tasks = [{"id": id, "name": "Чужая"} for id in range(1, 101)]
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        await office.push()
        assert "не ищет задачи" in (await office.stored()).trouble
        assert (crm.made, crm.contacts) == (100, [])
        with pytest.raises(CrmMisconfigured, match="не ищет задачи"):
            await office.connectors.check(made.id)


async def test_account_is_checked_and_its_lists_are_shown(office: Office) -> None:
    async with account() as crm:
        made = await office.add(crm, CLOSED)
        assert (await office.connectors.check(made.id)).account == "crm.test"
        lists = await office.connectors.lists(made.id)
        assert [(one.id, one.name) for one in lists.stages] == [("5", "Заявка с сайта"), ("6", "Сделка")]
        assert [one.id for one in lists.sources] == ["1"]
        assert (len(lists.people), lists.people[129].id, lists.people[129].name, lists.notes) == (
            *(130, "130", "Сотрудник 130 Кузнецова", ()),
        )
        assert [(one.id, one.name) for one in lists.fields] == [("4711", "Город доставки"), ("4712", "Сумма")]
        crm.scopes = {"task", "contact", "customfield"}
        shown = await office.connectors.lists(made.id)
        assert (shown.people, len(shown.notes)) == ((), 1)
        crm.scopes = {"task", "contact", "user"}
        shown = await office.connectors.lists(made.id)
        assert (shown.fields, len(shown.people), len(shown.notes)) == ((), 130, 1)
        crm.scopes, crm.is_old = {"task"}, True
        with pytest.raises(CrmMisconfigured, match="права на контакты"):
            await office.connectors.check(made.id)
        assert (crm.tasks, crm.contacts, crm.comments) == ([], [], [])


async def test_preview_shows_the_task_and_sends_nothing(office: Office) -> None:
    async with account() as crm:
        made = await office.add(crm, CLOSED, mapping={"description": "", "4711": "{phone}"})
        await office.say(NewMessage(body=PHONE))
        fields = await office.connectors.preview(made.id, office.scene.head.id)
        assert set(fields) == {"name", "4711"}
        assert fields["name"].endswith(str(office.scene.head.id)[-12:])
        assert crm.called == []
