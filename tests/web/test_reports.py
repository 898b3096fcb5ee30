"""Reports over HTTP: of one's own sites, by who has the right, as files that are in the journal."""

import asyncio
import csv
import io
import zipfile
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from ryadom.core.operators import add_operator
from ryadom.core.reports.words import Section
from ryadom.store.database import Database
from ryadom.store.operators import Role
from tests.rounds import keep_rounds
from tests.waiting import until_true
from tests.web.accounts import Account, enrolled
from tests.web.client import PASSWORD, Client, JsonObject, Server
from tests.web.conftest import serving

REPORTS = "/panel/api/reports"
SECRET = "совершенно секретно"
ALLOWED = {Role.OWNER, Role.ADMIN, Role.SUPERVISOR}


async def report(account: Account, **query: str) -> JsonObject:
    response = await account.http.get(REPORTS, params={"zone": "UTC", **query})
    assert response.status_code == 200, response.text
    answer: JsonObject = response.json()
    return answer


async def close(operator: Client, conversation_id: str) -> None:
    await operator.send("set_status", echo_id=uuid4(), conversation_id=conversation_id, status="closed")
    await operator.receive("status_changed")


async def test_chat_is_counted_from_its_first_message_to_its_rating(server: Server, lead: Account) -> None:
    page = {"url": "http://shop.test/?utm_source=Yandex", "title": SECRET, "referrer": "http://ya.ru/"}
    async with server.visitor(page=page) as guest, server.operator() as anna:
        conversation_id = (await guest.say(SECRET))["conversation_id"]
        await keep_rounds(server.database)
        asked = (await report(lead))["total"]
        assert (asked["conversations"], asked["answered"], asked["missed"], asked["open"]) == (1, 0, 0, 1)
        await anna.say("Ответ", conversation_id=conversation_id)
        await close(anna, conversation_id)
        await guest.receive("status_changed")
        await guest.send("rate_conversation", echo_id=uuid4(), conversation_id=conversation_id, score=4, comment=SECRET)
        await guest.receive("conversation_rated")
        await guest.say("Ещё вопрос")
        await keep_rounds(server.database)
    answer = await report(lead)
    total = answer["total"]
    assert {name: total[name] for name in ("conversations", "returned", "answered", "open", "rated", "comments")} == {
        "conversations": 2,
        "returned": 1,
        "answered": 1,
        "open": 1,
        "rated": 1,
        "comments": 1,
    }
    assert total["rating"] == 4
    assert (total["visitor_messages"], total["operator_messages"]) == (2, 1)
    assert 0 <= total["answer_median_s"] == total["answer_work_median_s"] <= total["resolution_median_s"] < 60
    assert [group["name"] for group in answer["sources"]] == ["yandex"]
    by_name = {group["name"]: group["values"]["conversations"] for group in answer["operators"]}
    assert by_name == {"Анна": 1, "Никто": 1}
    assert sum(answer["hours"]) == sum(map(sum, answer["week"])) == 2
    assert [day["values"]["conversations"] for day in answer["days"]] == [0] * 6 + [2]
    assert answer["is_whole"]
    assert datetime.fromisoformat(answer["counted_at"]) <= datetime.now(UTC)
    for text in (SECRET, conversation_id, guest.welcome["visitor_id"]):
        assert text not in str(answer)


async def test_erased_person_leaves_numbers_and_no_source(server: Server, lead: Account) -> None:
    async with server.visitor(page={"url": "http://shop.test/?utm_source=ivan"}) as guest:
        await guest.say("Вопрос")
    await keep_rounds(server.database)
    # What erasure and a lifetime of pages do to the conversation: see privacy/mapped_chats.py.
    async with server.database.connection() as connection:
        await connection.execute(
            "UPDATE conversations SET page_url = NULL, page_title = NULL, page_referrer = NULL, landing_url = NULL"
        )
    answer = await report(lead)
    assert answer["total"]["conversations"] == 1
    assert [group["name"] for group in answer["sources"]] == ["Неизвестно: страницы не хранятся"]
    assert "ivan" not in str(answer)


async def test_nobody_is_told_of_other_sites(server: Server, lead: Account) -> None:
    async with (
        server.operator("boris@other.test") as boris,
        server.visitor(origin="http://other.test", site="other-key-1") as guest,
    ):
        conversation_id = (await guest.say("Вопрос"))["conversation_id"]
        await boris.say("Ответ", conversation_id=conversation_id)
        other_id, boris_id = boris.welcome["sites"][0]["id"], boris.welcome["operator"]["id"]
    async with server.visitor() as own:
        await own.say("Свой вопрос")
    await keep_rounds(server.database)
    answer = await report(lead)
    assert answer["total"]["conversations"] == 1
    for text in (other_id, boris_id, "Борис", "Другая"):
        assert text not in str(answer)
    for path in (REPORTS, f"{REPORTS}.csv", f"{REPORTS}.xlsx"):
        refused = await lead.http.get(path, params={"site_id": other_id})
        assert (refused.status_code, refused.json()["error"]["code"]) == (404, "site_unknown")
    assert (await report(lead, operator_id=boris_id))["total"]["conversations"] == 0


@pytest.mark.parametrize("role", list(Role))
async def test_only_who_has_the_right_is_told_anything(server: Server, role: Role) -> None:
    email = f"{role}@shop.test"
    await add_operator(
        server.database, email=email, name="Ольга", password=PASSWORD, site_keys=[server.site.key], role=role
    )
    async with enrolled(server, email) as person:
        for path in (REPORTS, f"{REPORTS}.csv", f"{REPORTS}.xlsx"):
            response = await person.http.get(path)
            assert response.status_code == (200 if role in ALLOWED else 403), (role, path)


async def test_every_file_is_in_the_journal_before_it_is_given(server: Server, lead: Account) -> None:
    async with server.visitor() as guest:
        await guest.say("Вопрос")
    await keep_rounds(server.database)
    for section in Section:
        response = await lead.http.get(f"{REPORTS}.csv", params={"section": section, "zone": "UTC"})
        assert response.status_code == 200
        assert response.headers["content-disposition"] == f'attachment; filename="report-{section}.csv"'
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
        assert len({len(row) for row in rows}) == 1
        if section is Section.SITES:
            assert dict(zip(*rows, strict=True))["Диалоги"] == "1"
        book = await lead.http.get(f"{REPORTS}.xlsx", params={"section": section, "language": "en"})
        assert zipfile.ZipFile(io.BytesIO(book.content)).testzip() is None
    async with server.database.connection() as connection:
        details = await connection.fetchval(
            "SELECT json_agg(details ORDER BY number)::text FROM journal WHERE action = 'exported'"
        )
    assert details.count('"report"') == 2 * len(Section)
    for word in ('"xlsx"', '"csv"', '"sources"', '"UTC"'):
        assert word in details


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"since": "yesterday"}, "since"),
        ({"since": "2026-11-02", "until": "2026-11-01"}, "until"),
        ({"since": "2020-01-01", "until": "2026-11-01"}, "since"),
        ({"zone": "Europe/Nowhere"}, "zone"),
        ({"zone": "x" * 65}, "zone"),
        ({"site_id": "1"}, "site_id"),
        ({"section": "visitors"}, "section"),
        ({"language": "fr"}, "language"),
    ],
)
async def test_what_can_not_be_asked_is_refused_with_its_field(
    server: Server, lead: Account, query: dict[str, str], field: str
) -> None:
    for path in (REPORTS, f"{REPORTS}.csv"):
        response = await lead.http.get(path, params=query)
        assert response.status_code == 400
        assert response.json()["error"]["field"] == field


async def test_server_reckons_in_by_itself(
    database_url: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ryadom.app.chores.KEEP_INTERVAL_S", 0.05)
    async with serving(database_url, database) as server, server.visitor() as guest:
        await guest.say("Вопрос")

        async def is_counted() -> bool:
            async with database.connection() as connection:
                return bool(await connection.fetchval("SELECT count(*) FROM rounds WHERE visitor_messages = 1"))

        await until_true(is_counted)


async def test_entries_of_another_process_are_reckoned_in_once(server: Server, lead: Account) -> None:
    """Two and the server's own have the turn, one after the other, and none reckons what another has."""
    async with server.visitor() as guest:
        for number in range(4):
            await guest.say(f"Вопрос {number}")
            await asyncio.gather(keep_rounds(server.database), keep_rounds(server.database))
    total = (await report(lead))["total"]
    assert (total["conversations"], total["visitor_messages"]) == (1, 4)
