"""Megaplan: deals with their client and comments, tokens that are renewed, and its errors in words."""

from collections.abc import AsyncIterator

import pytest

from ryadom.errors import CrmMisconfigured
from ryadom.protocol.shared import Status
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.visitors import name_visitor
from tests.connectors import CLOSED, PHONE, Office, close_office, open_office
from tests.simulators.faults import Fault, answers, endless, html, html_403
from tests.simulators.megaplan import account, refuses

CLOSING = NewStatus(status=Status.CLOSED)


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


async def close_again(office: Office, *words: str) -> None:
    await office.say(NewStatus(status=Status.OPEN), *(NewMessage(body=word) for word in words), CLOSING)
    await office.push()


async def test_conversation_becomes_a_deal_with_its_client_and_comments(office: Office) -> None:
    head = office.scene.head
    async with account() as crm:
        mapping = {"Category130CustomFieldScore": "{score}", "name": "Чат"}
        await office.add(crm, CLOSED, mapping=mapping, responsible_id=7)
        async with office.database.transaction() as connection:
            await name_visitor(connection, site_id=head.site_id, visitor_id=head.visitor.id, name="Мария")
        await office.execute("UPDATE conversations SET score = 5")
        await office.say(NewMessage(body=f"раз <b> {PHONE}"), NewMessage(body="masha@shop.test"), CLOSING)
        await office.push()
        [deal], [client], [comment] = crm.deals, crm.clients, crm.comments
        assert client == {
            "id": client["id"],
            "contentType": "ContractorHuman",
            "firstName": "Мария",
            "contactInfo": [
                {"contentType": "ContactInfo", "type": "phone", "value": "+79123456789"},
                {"contentType": "ContactInfo", "type": "email", "value": "masha@shop.test"},
            ],
        }
        assert deal == {
            "id": deal["id"],
            "contentType": "Deal",
            "program": {"contentType": "Program", "id": "5"},
            "name": f"Чат · {str(head.id)[-12:]}",
            "Category130CustomFieldScore": "5",
            "contractor": {"contentType": "ContractorHuman", "id": client["id"]},
            "manager": {"contentType": "Employee", "id": "7"},
        }
        assert comment["content"].startswith(f"Диалог: https://chat.test/panel/#all/{head.id}<br>")
        assert f"Клиент: раз &lt;\u200bb&gt; {PHONE}" in comment["content"]
        assert await office.column("url") == [f"http://crm.test:{crm.port}/deals/{deal['id']}/card/"]


async def test_deal_of_somebody_whom_the_account_knows_is_the_oldest_clients(office: Office) -> None:
    def known(id: str, kind: str, number: str) -> dict[str, object]:
        return {"id": id, "contentType": kind, "contactInfo": [{"type": "phone", "value": number}]}

    async with account() as crm:
        crm.clients += [
            known("33", "ContractorHuman", "+7 912 345-67-89"),
            known("32", "ContractorCompany", "8 (912) 345-67-89"),
            known("30", "ContractorHuman", "+79123456789-01"),
        ]
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=PHONE), CLOSING)
        await office.push()
        assert crm.deals[0]["contractor"] == {"contentType": "ContractorCompany", "id": "32"}
        assert len(crm.clients) == 3


async def test_visitor_whom_nobody_can_reach_is_no_client(office: Office) -> None:
    async with account() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        assert (len(crm.clients), "contractor" in crm.deals[0]) == (0, False)


async def test_deal_that_was_renamed_is_found_by_a_field_that_holds_the_number(office: Office) -> None:
    async with account() as crm:
        made = await office.add(crm, CLOSED, mapping={"Category5CustomFieldChat": "{conversation_id}"})
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        crm.deals[0]["name"] = "Плед для Марии"
        await office.connectors.send(made.id, office.scene.head.id, by=COMMAND_LINE)
        await office.push()
        assert (await office.column("status"), crm.made, crm.told.count("раз")) == (["sent"], 1, 1)


@pytest.mark.parametrize("is_newest_first", [False, True])
async def test_long_transcript_goes_in_comments_that_fit_and_only_what_is_missing_is_added(
    office: Office, monkeypatch: pytest.MonkeyPatch, is_newest_first: bool
) -> None:
    monkeypatch.setattr("ryadom.core.connectors.megaplan.MAX_COMMENT_CHARS", 200)
    async with account() as crm:
        crm.is_newest_first = is_newest_first
        made = await office.add(crm, CLOSED, mapping={"note": ""})
        await office.say(*(NewMessage(body=f"слово{number:03}") for number in range(140)), CLOSING)
        await office.push()
        # More than two pages of them, each of which begins with the last of the one before.
        assert len(crm.comments) > 40
        del crm.comments[-2:]
        await office.connectors.send(made.id, office.scene.head.id, by=COMMAND_LINE)
        await office.push()
        assert [crm.told.count(f"слово{number:03}") for number in range(140)] == [1] * 140


async def test_one_token_serves_many_pushes_and_is_renewed_once_it_has_ended(office: Office) -> None:
    async with account() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        await close_again(office, "два")
        assert crm.grants == ["password"]
        # It is over before it says so.
        crm.tokens.clear()
        await close_again(office, "три")
        assert crm.grants == ["password", "refresh_token"]
        crm.tokens.clear()
        crm.is_forgetful = True
        await close_again(office, "четыре")
        assert crm.grants == ["password", "refresh_token", "refresh_token", "password"]
        assert await office.column("status") == ["sent"]
        assert [crm.told.count(word) for word in ("раз", "два", "три", "четыре")] == [1] * 4


async def test_token_that_is_about_to_end_is_renewed_before_it_does(office: Office) -> None:
    async with account() as crm:
        crm.life_s = 30
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        assert crm.grants[:2] == ["password", "refresh_token"]
        assert "password" not in crm.grants[1:]
        assert await office.column("status") == ["sent"]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (html, "страницей"),
        (html_403, "страницей"),
        (endless, "слишком длинно"),
        (answers({}), "страницей"),
        (answers({"access_token": ""}), "страницей"),
        (refuses(429, "Too many requests"), "слишком много"),
        (refuses(502, "Bad Gateway"), "подождать: 502"),
    ],
)
async def test_account_that_gives_no_token_now_is_asked_again_later(office: Office, fault: Fault, words: str) -> None:
    async with account() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        crm.next("POST auth/access_token", fault)
        await office.push()
        assert (await office.column("status"), crm.calls) == (["pending"], [])
        assert words in (await office.column("failure"))[0]
        await office.hurry()
        await office.push()
        assert (await office.column("status"), crm.made) == (["sent"], 1)


async def test_token_of_another_password_is_not_used(office: Office) -> None:
    async with account() as crm:
        made = await office.add(crm, CLOSED)
        await office.connectors.check(made.id)
        changed = {**crm.settings, "password": "another"}
        await office.connectors.change(made.id, settings=changed, mapping={}, by=COMMAND_LINE)
        with pytest.raises(CrmMisconfigured, match="логин и пароль"):
            await office.connectors.check(made.id)


async def test_deal_that_was_deleted_or_hidden_is_told_of_and_stops_nothing(office: Office) -> None:
    async with account() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        crm.hidden.add(crm.deals[0]["id"])
        await close_again(office, "два")
        assert "не видит этой сделки" in (await office.column("failure"))[0]
        crm.deals.clear()
        await close_again(office, "три")
        assert await office.column("status") == ["failed"]
        assert "больше нет" in (await office.column("failure"))[0]
        assert (await office.stored()).stopped_at is None


@pytest.mark.parametrize(
    ("fault", "status", "words", "is_stopped"),
    [
        (refuses(422, "Слишком длинно\x1b[2J", field="name"), "failed", "не принял: name: Слишком длинно[2J", False),
        (refuses(422, "Unauthorized", under=200), "failed", "не принял: Unauthorized", False),
        (refuses(400, ""), "failed", "не принял: 400", False),
        (refuses(500, "Internal error"), "pending", "подождать: 500. Internal error", False),
        (refuses(500, "Internal error", under=200), "pending", "подождать: 500", False),
        (refuses(429, "Too many requests"), "pending", "слишком много", False),
        (html_403, "pending", "страницей", False),
        (refuses(403, "Access denied"), "pending", "нет прав", True),
        (refuses(402, "Not paid"), "pending", "не оплачен", True),
        (refuses(404, "Not found"), "pending", "нет API", True),
    ],
)
async def test_errors_are_told_in_words_and_only_wrong_settings_stop(
    office: Office, fault: Fault, status: str, words: str, is_stopped: bool
) -> None:
    async with account() as crm:
        made = await office.add(crm, CLOSED)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        crm.next("POST deal", fault)
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
        assert (await office.column("status"), crm.made, len(crm.clients)) == (["sent"], 1, 1)


async def test_account_that_does_not_search_by_name_stops_the_connector_and_gets_no_deal(office: Office) -> None:
    async with account() as crm:
        made = await office.add(crm, CLOSED)
        crm.is_deaf_to_filters = True
        crm.deals = [{"id": str(id), "name": "Чужая"} for id in range(1, 101)]
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        await office.push()
        assert "не ищет сделки" in (await office.stored()).trouble
        assert (crm.made, crm.clients) == (100, [])
        with pytest.raises(CrmMisconfigured, match="не ищет сделки"):
            await office.connectors.check(made.id)


async def test_errors_under_a_good_status_are_errors(office: Office) -> None:
    async with account() as crm:
        crm.tells_by_meta = True
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        crm.tokens.clear()
        await close_again(office, "два")
        assert (await office.column("status"), crm.grants) == (["sent"], ["password", "refresh_token"])


async def test_account_is_checked_and_its_lists_are_shown(office: Office) -> None:
    async with account() as crm:
        made = await office.add(crm, CLOSED, program_id=0)
        lists = await office.connectors.lists(made.id)
        assert [(one.id, one.name) for one in lists.stages] == [("5", "Продажи")]
        assert (len(lists.people), lists.people[129].id, lists.people[129].name, lists.notes) == (
            *(130, "130", "Сотрудник 130", ()),
        )
        with pytest.raises(CrmMisconfigured, match="Выберите схему"):
            await office.connectors.check(made.id)
        await office.connectors.change(made.id, settings={"program_id": 6}, mapping={}, by=COMMAND_LINE)
        with pytest.raises(CrmMisconfigured, match="с таким номером"):
            await office.connectors.check(made.id)
        await office.connectors.change(made.id, settings={"program_id": "5"}, mapping={}, by=COMMAND_LINE)
        assert (await office.connectors.check(made.id)).account == "crm.test: Продажи"
        assert (crm.deals, crm.clients, crm.comments) == ([], [], [])


async def test_deal_without_a_scheme_is_not_made_and_stops_the_connector(office: Office) -> None:
    async with account() as crm:
        await office.add(crm, CLOSED, program_id=0)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        await office.push()
        assert "Выберите схему" in (await office.stored()).trouble
        assert (crm.deals, crm.clients) == ([], [])


async def test_preview_shows_the_deal_and_sends_nothing(office: Office) -> None:
    async with account() as crm:
        made = await office.add(crm, CLOSED, mapping={"note": "", "Category5CustomFieldPhone": "{phone}"})
        await office.say(NewMessage(body=PHONE))
        fields = await office.connectors.preview(made.id, office.scene.head.id)
        assert set(fields) == {"name", "Category5CustomFieldPhone"}
        assert crm.called == []
