"""amoCRM: leads with their contact and notes, found again by their mark, and its errors in words."""

from collections.abc import AsyncIterator

import pytest

from ryadom.errors import BadBody, CrmMisconfigured
from ryadom.protocol.shared import Status
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.visitors import name_visitor
from tests.connectors import CLOSED, PHONE, Office, close_office, open_office
from tests.simulators.amocrm import Account, account, refuses, too_many
from tests.simulators.faults import Fault, cut_after

CLOSING = NewStatus(status=Status.CLOSED)


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


async def close_again(office: Office, *words: str) -> None:
    await office.say(NewStatus(status=Status.OPEN), *(NewMessage(body=word) for word in words), CLOSING)
    await office.push()


def phone(number: str) -> dict[str, object]:
    return {"field_code": "PHONE", "values": [{"value": number, "enum_code": "WORK"}]}


async def test_conversation_becomes_a_lead_with_its_contact_campaign_and_notes(office: Office) -> None:
    head = office.scene.head
    async with account() as crm:
        mapping = {"555": "{tags}{score}", "name": "Заявка"}
        await office.add(crm, CLOSED, mapping=mapping, stage="33/29", responsible_id=7)
        async with office.database.transaction() as connection:
            await name_visitor(connection, site_id=head.site_id, visitor_id=head.visitor.id, name="Мария")
        await office.execute("UPDATE conversations SET landing_url = 'https://shop.test/?utm_source=yandex', score = 5")
        await office.say(NewMessage(body=f"раз {PHONE}"), NewMessage(body="masha@shop.test"), CLOSING)
        await office.push()
        [lead], [contact] = crm.leads, crm.contacts
        assert lead["name"] == f"Заявка · {str(head.id)[-12:]}"
        assert (lead["pipeline_id"], lead["status_id"], lead["responsible_user_id"]) == (33, 29, 7)
        fields = [
            {"field_code": "UTM_SOURCE", "values": [{"value": "yandex"}]},
            {"field_id": 555, "values": [{"value": "5"}]},
        ]
        assert sorted(lead["custom_fields_values"], key=str) == sorted(fields, key=str)
        assert (contact["first_name"], contact["responsible_user_id"]) == ("Мария", 7)
        reach = [one["values"][0]["value"] for one in contact["custom_fields_values"]]
        assert reach == ["+79123456789", "masha@shop.test"]
        assert crm.told.startswith(f"Диалог: https://chat.test/panel/#all/{head.id}\nСогласие на рекламу: нет\n\n")
        assert "Клиент: раз" in crm.told
        assert await office.column("url") == [f"http://crm.test:{crm.port}/leads/detail/{lead['id']}"]


async def test_lead_of_somebody_whom_the_account_knows_gets_their_contact(office: Office) -> None:
    remark = {"field_id": 1, "values": [{"value": "звонил с 9123456789"}]}
    async with account() as crm:
        crm.contacts += [
            {"id": 11, "name": "Сосед", "custom_fields_values": [phone("+7 912 345-67-80"), remark]},
            {"id": 13, "name": "Мария", "custom_fields_values": [phone("+7 (912) 345 67 89")]},
            {"id": 12, "name": "Мария", "custom_fields_values": [phone("8 (912) 345-67-89"), remark]},
        ]
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=PHONE), CLOSING)
        await office.push()
        assert crm.leads[0]["_embedded"] == {"contacts": [{"id": 12}]}
        assert len(crm.contacts) == 3


async def test_heading_stands_once_before_the_first_note_and_alone_where_nothing_was_said(office: Office) -> None:
    async with account() as crm:
        await office.add(crm, CLOSED)
        await office.say(CLOSING)
        await office.push()
        [note] = crm.notes
        assert note["params"]["text"].startswith("Диалог: ")
        await close_again(office, "раз")
        await close_again(office, "два")
        assert [crm.told.count(word) for word in ("раз", "два")] == [1, 1]
        assert crm.told.count("Диалог: ") == 1


async def test_long_transcript_goes_in_notes_that_fit_and_only_what_is_missing_is_added(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ryadom.core.connectors.amocrm.MAX_NOTE_CHARS", 400)
    monkeypatch.setattr("ryadom.core.connectors.amocrm.NOTES_PAGE", 2)
    async with account() as crm:
        made = await office.add(crm, CLOSED)
        await office.say(*(NewMessage(body=f"слово{number:03}") for number in range(33)), CLOSING)
        await office.push()
        assert len(crm.notes) > 4
        assert all(len(note["params"]["text"]) <= 400 for note in crm.notes)
        # The last two were lost, and what an employee wrote since stands before ours.
        lead_id = crm.leads[0]["id"]
        del crm.notes[-2:]
        crm.notes += [
            {"id": 20_000_000 + id, "entity_id": lead_id, "params": {"text": "Перезвонить"}} for id in range(5)
        ]
        await office.connectors.send(made.id, office.scene.head.id, by=COMMAND_LINE)
        await office.push()
        assert [crm.told.count(f"слово{number:03}") for number in range(33)] == [1] * 33


async def test_lead_that_was_renamed_is_found_by_a_field_with_the_whole_id(office: Office) -> None:
    async with account() as crm:
        made = await office.add(crm, CLOSED, mapping={"777": "{conversation_id}"})
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        crm.leads[0]["name"] = "Мария, опт"
        await office.connectors.send(made.id, office.scene.head.id, by=COMMAND_LINE)
        await office.push()
        assert (await office.column("status"), crm.made, crm.told.count("раз")) == (["sent"], 1, 1)


async def test_lost_lead_that_the_search_does_not_know_yet_is_found_at_its_contact(office: Office) -> None:
    async with account() as crm:
        crm.contacts.append({"id": 11, "name": "Мария", "custom_fields_values": [phone("8 (912) 345-67-89")]})
        crm.is_search_behind = True
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        crm.next("POST leads/complex", cut_after)
        await office.push()
        assert (await office.column("status"), crm.made) == (["pending"], 1)
        await office.hurry()
        await office.push()
        assert (await office.column("status"), crm.made, crm.told.count("раз")) == (["sent"], 1, 1)


async def test_account_that_shows_all_its_leads_for_ours_is_told_nothing_and_found_out_by_the_check(
    office: Office,
) -> None:
    async with account() as crm:
        made = await office.add(crm, CLOSED)
        crm.leads += [{"id": id, "name": "чужая"} for id in range(1, 61)]
        assert (await office.connectors.check(made.id)).account == "Лавка"
        crm.is_deaf_to_queries = True
        with pytest.raises(CrmMisconfigured, match="не ищет"):
            await office.connectors.check(made.id)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        assert (crm.made, crm.notes) == (60, [])
        stored = await office.stored()
        assert stored.stopped_at is not None
        assert "чужих" in stored.trouble


async def test_few_leads_that_have_the_mark_by_chance_are_no_trouble(office: Office) -> None:
    async with account() as crm:
        await office.add(crm, CLOSED)
        crm.leads.append({"id": 1, "name": "чужая", "custom_fields_values": [phone(str(office.scene.head.id)[-12:])]})
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        assert (await office.column("status"), crm.made, crm.told.count("раз")) == (["sent"], 2, 1)
        assert crm.notes[0]["entity_id"] != 1


async def test_another_conversation_of_a_known_contact_is_a_lead_of_its_own(office: Office) -> None:
    async with account() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        await office.push()
        neighbour = await open_office(office.database)
        await neighbour.say(NewMessage(body=f"два {PHONE}"), CLOSING)
        await office.push()
        await close_office(neighbour)
        assert (crm.made, len(crm.contacts)) == (2, 1)
        assert {lead["_contact_id"] for lead in crm.leads} == {crm.contacts[0]["id"]}


async def test_lead_that_duplicate_control_joins_to_another_gets_the_transcript_once(office: Office) -> None:
    async with account() as crm:
        crm.joins = True
        made = await office.add(crm, CLOSED)
        await office.say(NewMessage(body=PHONE), CLOSING)
        await office.push()
        neighbour = await open_office(office.database)
        await neighbour.say(NewMessage(body=f"снова {PHONE}"), CLOSING)
        await office.push()
        # By its name the lead is the first conversation's: this one's mark stands in the notes alone.
        await office.connectors.send(made.id, neighbour.scene.head.id, by=COMMAND_LINE)
        await office.push()
        await close_office(neighbour)
        assert (await office.column("status"), crm.made) == (["sent", "sent"], 1)
        assert crm.told.count("снова") == 1


async def test_lead_that_was_deleted_is_told_of(office: Office) -> None:
    async with account() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        crm.leads.clear()
        await close_again(office, "два")
        assert await office.column("status") == ["failed"]
        assert "удалили" in (await office.column("failure"))[0]


async def test_lead_that_the_token_may_not_see_stops_nothing_else(office: Office) -> None:
    async with account() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        crm.hidden.add(crm.leads[0]["id"])
        await close_again(office, "два")
        assert await office.column("status") == ["failed"]
        assert "не видит эту сделку" in (await office.column("failure"))[0]
        assert (await office.stored()).stopped_at is None
        # An account that is shut as a whole is another thing.
        crm.is_revoked = True
        await close_again(office, "три")
        assert (await office.stored()).stopped_at is not None


NO_FIELD = "такого поля у сделок в аккаунте больше нет"
WRONG = {
    "code": "NotSupportedChoice",
    "path": "custom_fields_values.0.field_id",
    "detail": "The value you selected is not a valid choice.",
}
WRONG_FIELD = [{"request_id": "0", "errors": [WRONG]}]
STRANGE = [
    {"errors": [{"code": "New", "path": "_embedded.contacts.0.custom_fields_values.0.values", "detail": "ой\x1b[2J"}]}
]
BEYOND = [{"errors": [{"code": "NotSupportedChoice", "path": f"custom_fields_values.{'9' * 5000}.field_id"}]}]
OF_STATUS = [{"errors": [{"code": "NotSupportedChoice", "path": "status_id"}]}]


@pytest.mark.parametrize(
    ("fault", "status", "words", "is_stopped"),
    [
        (refuses(400, "Bad Request", errors=WRONG_FIELD), "failed", f"Поле «555»: {NO_FIELD}", False),
        (refuses(400, "Bad Request", good=True, errors=WRONG_FIELD), "failed", f"Поле «555»: {NO_FIELD}", False),
        (refuses(400, "Bad Request", errors=STRANGE), "failed", "Телефон контакта: ой[2J", False),
        (refuses(400, "Bad Request", errors=BEYOND), "failed", f"Одно из полей: {NO_FIELD}", False),
        (refuses(400, "Bad Request", errors=OF_STATUS), "failed", "Этап: такого значения в аккаунте нет", False),
        (refuses(422, "Unprocessable Entity"), "failed", "не приняла: 422", False),
        (refuses(401, "Unauthorized"), "pending", "токен", True),
        (refuses(402, "Payment Required"), "pending", "не оплачен", True),
        (refuses(403, "Forbidden"), "pending", "не даёт доступа", True),
        (refuses(404, "Not Found"), "pending", "нет amoCRM", True),
        (too_many(), "pending", "слишком много", False),
        (refuses(502, "Bad Gateway"), "pending", "подождать: 502", False),
        (refuses(500, "Internal Server Error", good=True), "pending", "подождать: 500", False),
    ],
)
async def test_errors_are_told_in_words_and_only_wrong_settings_stop(
    office: Office, fault: Fault, status: str, words: str, is_stopped: bool
) -> None:
    async with account() as crm:
        made = await office.add(crm, CLOSED, mapping={"555": "{site}"})
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        crm.next("POST leads/complex", fault)
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
        assert (await office.column("status"), crm.made) == (["sent"], 1)


async def test_account_that_says_for_how_long_is_left_alone_until_then(office: Office) -> None:
    async with account() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        crm.next("GET leads", too_many("1800"))
        await office.push()
        [rest_s] = await office.column("(SELECT extract(epoch FROM max(paused_until) - now()) FROM connectors)")
        assert 1_700 < rest_s <= 1_800


async def test_account_is_checked_and_its_lists_are_shown(office: Office) -> None:
    async with account() as crm:
        made = await office.add(crm, CLOSED)
        assert (await office.connectors.check(made.id)).account == "Лавка"
        lists = await office.connectors.lists(made.id)
        assert [(one.id, one.name) for one in lists.stages] == [
            ("33/29", "Продажи: Первичный контакт"),
            ("33/142", "Продажи: Успешно реализовано"),
        ]
        assert (len(lists.people), lists.people[6].name) == (60, "Анна")
        assert [(one.id, one.name) for one in lists.fields][:2] == [
            ("UTM_SOURCE", "utm_source"),
            ("UTM_MEDIUM", "utm_medium"),
        ]
        crm.fields += [
            {"id": 777, "name": "Город доставки", "code": None, "type": "text"},
            {"id": 778, "name": "Скан", "code": None, "type": "file"},
        ]
        # By number where it has no code; what takes no text is left out
        assert [(one.id, one.name) for one in (await office.connectors.lists(made.id)).fields][5:] == [
            ("777", "Город доставки")
        ]
        crm.is_admin = False
        shown = await office.connectors.lists(made.id)
        assert (shown.people, len(shown.notes)) == ((), 1)
        crm.is_revoked = True
        with pytest.raises(CrmMisconfigured, match="токен"):
            await office.connectors.check(made.id)
        assert_untouched(crm)


async def test_preview_shows_the_lead_and_sends_nothing(office: Office) -> None:
    async with account() as crm:
        made = await office.add(crm, CLOSED, mapping={"name": "Заявка {phone}", "note": ""})
        await office.say(NewMessage(body=PHONE))
        fields = await office.connectors.preview(made.id, office.scene.head.id)
        assert fields == {"name": f"Заявка +79123456789 · {str(office.scene.head.id)[-12:]}"}
        assert crm.called == []


async def test_mapping_of_more_fields_than_a_lead_takes_is_refused(office: Office) -> None:
    async with account() as crm:
        with pytest.raises(BadBody) as refusal:
            await office.add(crm, CLOSED, mapping={str(number): "{site}" for number in range(1, 37)})
        assert refusal.value.field == "mapping"


def assert_untouched(crm: Account) -> None:
    assert (crm.leads, crm.contacts, crm.notes) == ([], [], [])
