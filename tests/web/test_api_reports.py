"""`/api/v1/reports`: the panel's figures, of the key's sites alone, in a zone that is said, and of no visitor."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from ryadom.core.api_keys import Scope
from ryadom.core.reports.words import FIGURES, Section
from ryadom.protocol.public_reports import PublicFigures
from ryadom.store.journal_chain import Action, ActorKind
from tests.rounds import keep_rounds
from tests.web.client import SITE_KEYS, JsonObject, Server
from tests.web.programs import key, program
from tests.web.test_api import told
from tests.web.test_display_masking import records
from tests.web.test_reports import SECRET, close

REPORTS = "reports"


@pytest.fixture
async def board(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with program(server, (await key(server, scopes=[Scope.READ_REPORTS])).secret) as http:
        yield http


async def report(http: httpx.AsyncClient, **query: str | list[str]) -> JsonObject:
    response = await http.get(REPORTS, params={"zone": "UTC", **query})
    assert response.status_code == 200, response.text
    return dict(response.json())


def test_each_figure_has_a_field() -> None:
    assert list(PublicFigures.__struct_fields__) == list(FIGURES)


async def test_chat_is_counted_and_nobody_who_wrote_is_told_of(server: Server, board: httpx.AsyncClient) -> None:
    page = {"url": "http://shop.test/?utm_source=Yandex", "title": SECRET, "referrer": "http://ya.ru/"}
    async with server.visitor(page=page) as guest, server.operator() as anna:
        conversation_id = (await guest.say(SECRET))["conversation_id"]
        await anna.say("Ответ", conversation_id=conversation_id)
        await close(anna, conversation_id)
        await guest.receive("status_changed")
        await guest.send("rate_conversation", echo_id=uuid4(), conversation_id=conversation_id, score=4, comment=SECRET)
        await guest.receive("conversation_rated")
        await keep_rounds(server.database)
    answer = await report(board)
    total = answer["total"]
    assert [total[name] for name in ("conversations", "answered", "open", "rated", "rating", "comments")] == [
        1, 1, 0, 1, 4, 1,
    ]  # fmt: skip
    assert (total["visitor_messages"], total["operator_messages"]) == (1, 1)
    assert 0 <= total["answer_median_s"] <= total["resolution_median_s"] < 60
    assert [one["name"] for one in answer["operators"]] == ["Анна"]
    assert [(one["id"], one["name"]) for one in answer["by_site"]] == [(str(server.site.id), "Лавка")]
    assert [one["name"] for one in answer["sources"]] == ["yandex"]
    assert sum(answer["hours"]) == sum(map(sum, answer["week"])) == 1
    assert [one["conversations"] for one in answer["scores"]] == [0, 0, 0, 1, 0]
    assert answer["sites"] == [server.site.key]
    period = answer["period"]
    assert (period["zone"], period["is_running"], len(answer["days"])) == ("UTC", True, 7)
    assert period["until"] == answer["days"][-1]["on"]
    for text in (SECRET, conversation_id, guest.welcome["visitor_id"]):
        assert text not in str(answer)
    # It tells of nobody, so a program that looks every minute fills no journal.
    assert await records(server, Action.EXPORTED) == []


async def test_nothing_of_sites_that_are_not_the_keys(server: Server, board: httpx.AsyncClient) -> None:
    async with (
        server.operator("boris@other.test") as boris,
        server.visitor(origin="http://other.test", site=SITE_KEYS[1]) as guest,
        server.visitor() as own,
    ):
        conversation_id = (await guest.say("Вопрос"))["conversation_id"]
        await boris.say("Ответ", conversation_id=conversation_id)
        boris_id = boris.welcome["operator"]["id"]
        await own.say("Свой вопрос")
    await keep_rounds(server.database)
    answer = await report(board)
    assert answer["total"]["conversations"] == 1
    for text in ("Борис", boris_id, "Другая", SITE_KEYS[1]):
        assert text not in str(answer)
    assert (await report(board, operator=boris_id))["total"]["conversations"] == 0
    for site in (SITE_KEYS[1], "nothing"):
        for path in (REPORTS, f"{REPORTS}/days"):
            assert told(await board.get(path, params={"site": site})) == (403, "scope_missing", "site")
    async with program(server, (await key(server, scopes=[Scope.READ_REPORTS], is_for_all=True)).secret) as every:
        assert (await report(every))["total"]["conversations"] == 2
        one = await report(every, site=SITE_KEYS[1])
        assert (one["total"]["conversations"], one["sites"]) == (1, [SITE_KEYS[1]])
        assert [each["name"] for each in one["operators"]] == ["Борис"]
        both = await report(every, site=[*SITE_KEYS])
        assert both["total"]["conversations"] == 2
        theirs = await report(every, operator=boris_id)
        assert theirs["total"]["conversations"] == 1
    async with program(server, (await key(server, scopes=[Scope.READ_CHATS])).secret) as http:
        for path in (REPORTS, f"{REPORTS}/days"):
            assert told(await http.get(path))[:2] == (403, "scope_missing")


async def test_department_and_days_of_a_zone_are_counted_by(server: Server, board: httpx.AsyncClient) -> None:
    department_id = uuid4()
    async with server.database.connection() as connection:
        await connection.execute(
            "INSERT INTO departments (site_id, id, name, place) VALUES ($1, $2, 'Опт', 0)",
            server.site.id,
            department_id,
        )
    async with server.visitor() as guest:
        conversation_id = (await guest.say("Вопрос"))["conversation_id"]
    await keep_rounds(server.database)
    async with server.database.connection() as connection:
        await connection.execute(
            "UPDATE rounds SET department_id = $1 WHERE conversation_id = $2", department_id, UUID(conversation_id)
        )
        # Half past eleven in the evening by Greenwich: in Omsk it is the morning after.
        await connection.execute("UPDATE rounds SET asked_at = CAST('2026-11-10 23:30:00+00' AS timestamptz)")
    days = {"since": "2026-11-10", "until": "2026-11-11"}
    told_of = await report(board, department=str(department_id), **days)
    assert [one["name"] for one in told_of["departments"]] == ["Опт"]
    assert (await report(board, department=str(uuid4()), **days))["total"]["conversations"] == 0
    for zone, counted in (("UTC", [1, 0]), ("Asia/Omsk", [0, 1])):
        answer = await report(board, zone=zone, **days)
        assert [one["figures"]["conversations"] for one in answer["days"]] == counted
        assert (answer["period"]["zone"], answer["period"]["is_running"]) == (zone, False)
    assert answer["hours"][5] == 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"since": "2026-11-02", "until": "2026-11-01"}, "until"),
        ({"since": "2025-01-01", "until": "2026-11-01"}, "since"),
        ({"since": "0001-01-01"}, "since"),
        ({"until": "9999-12-31"}, "until"),
        ({"until": "0001-01-01"}, "until"),
        ({"since": "yesterday"}, "since"),
        ({"since": "2026-11-01T00:00:00Z"}, "since"),
        ({"operator": "anna"}, "operator"),
        ({"department": "null"}, "department"),
        ({"language": "de"}, "language"),
        ({"site_id": str(uuid4())}, "site_id"),
        ({"zone": ""}, "zone"),
    ],
    ids=lambda one: "-".join(one) if isinstance(one, dict) else one,
)
async def test_what_is_no_period_or_filter_is_refused_by_its_name(
    board: httpx.AsyncClient, query: dict[str, str], field: str
) -> None:
    for path in (REPORTS, f"{REPORTS}/days"):
        status, code, named = told(await board.get(path, params=query))
        assert (status, code) in ((400, "bad_frame"), (422, "bad_body"))
        assert named == field


async def test_each_table_is_had_as_csv_and_the_journal_knows(server: Server, board: httpx.AsyncClient) -> None:
    async with server.visitor(page={"url": "http://shop.test/?utm_source=%3DHYPERLINK(1)"}) as guest:
        await guest.say(SECRET)
    await keep_rounds(server.database)
    for section in Section:
        response = await board.get(f"{REPORTS}/{section}", params={"language": "en"})
        assert response.status_code == 200, response.text
        assert response.headers["content-type"] == "text/csv; charset=utf-8"
        assert f"report-{section}.csv" in response.headers["content-disposition"]
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
        assert len(rows) >= 2
        assert SECRET not in response.text
        assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    assert told(await board.get(f"{REPORTS}/people")) == (422, "bad_body", "section")
    exported = await records(server, Action.EXPORTED)
    assert [one.details["section"] for one in exported] == [*Section]
    assert {(one.actor.kind, one.actor.name, one.site_id) for one in exported} == {
        (ActorKind.API_KEY, "CRM", server.site.id)
    }
    until = datetime.now(UTC) + timedelta(hours=3)
    assert exported[0].details["until"] == until.date().isoformat()
