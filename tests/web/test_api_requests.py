"""`/api/v1/subject-requests`: registered once, told without who asks, and decided by nobody but people."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from ryadom.core import program_requests
from ryadom.core.api_keys import Scope
from ryadom.core.controllers import add_controller
from ryadom.core.sites import add_site
from ryadom.errors import JournalUnavailable
from ryadom.store import journal
from ryadom.store.journal_chain import COMMAND_LINE, Action, ActorKind, Record
from tests.web.client import SITE_KEYS, JsonObject, Server
from tests.web.programs import key, page, program, walk
from tests.web.subject_requests import officer
from tests.web.test_api import told
from tests.web.test_display_masking import records

REQUESTS = "subject-requests"
ALL = [Scope.READ_REQUESTS, Scope.READ_SUBJECTS, Scope.WRITE_REQUESTS]
NAME, CONTACT, WORDS = "Иван Петров", "ivan@mail.test", "Удалите всё, что вы обо мне храните."


@pytest.fixture
async def crm(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    """A program of the first site that may do all with requests that programs may."""
    async with program(server, (await key(server, scopes=ALL)).secret) as http:
        yield http


async def post(http: httpx.AsyncClient, once: str | None = None, **change: Any) -> httpx.Response:
    order = {"kind": "erasure", "name": NAME, "contact": CONTACT, "text": WORDS, "site": SITE_KEYS[0]}
    return await http.post(
        REQUESTS, json=order | change, headers={"Idempotency-Key": once if once is not None else str(uuid4())}
    )


async def registered(http: httpx.AsyncClient, once: str | None = None, **change: Any) -> JsonObject:
    response = await post(http, once, **change)
    assert response.status_code == 201, response.text
    return dict(response.json())


async def test_request_is_registered_seen_by_the_officer_and_listed(server: Server, crm: httpx.AsyncClient) -> None:
    made = await registered(crm)
    assert (made["number"], made["source"], made["status"], made["site"]) == (1, "api", "received", SITE_KEYS[0])
    assert (made["name"], made["contact"], made["text"]) == (NAME, CONTACT, WORDS)
    assert made["due_on"] > made["received_at"][:10]
    assert await walk(crm, REQUESTS) == [made]
    one = await crm.get(f"{REQUESTS}/{made['id']}")
    assert one.json() == made
    async with officer(server) as desk:
        card = await desk.card(made["id"])
    assert (card["request"]["source"], card["request"]["subject_name"]) == ("api", NAME)
    assert [(event["kind"], event["actor_name"]) for event in card["events"]] == [("received", "CRM")]
    [changed] = await records(server, Action.REQUEST_CHANGED)
    assert (changed.actor.kind, changed.actor.name) == (ActorKind.API_KEY, "CRM")
    assert changed.details == {"what": "received", "request": "1"}
    [listed] = await records(server, Action.REQUESTS_LISTED)
    assert listed.details == {"requests": "1"}
    opened = [one for one in await records(server, Action.REQUEST_OPENED) if one.actor.kind is ActorKind.API_KEY]
    assert [one.details for one in opened] == [{"request": "1"}]
    # The journal names the request, and never who asks.
    async with server.database.connection() as connection:
        assert NAME not in str(await connection.fetch("SELECT details FROM journal"))
    again = await crm.get(f"{REQUESTS}/{made['id']}", headers={"If-None-Match": one.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_sent_again_it_is_the_same_and_with_other_words_is_refused(
    server: Server, crm: httpx.AsyncClient
) -> None:
    came = datetime.now(UTC) - timedelta(days=2)
    first = await registered(crm, "ticket-1", received_at=came.isoformat())
    assert first["received_at"][:10] == came.isoformat()[:10]
    same = await asyncio.gather(*(post(crm, "ticket-1", received_at=came.isoformat()) for _ in range(4)))
    assert [answer.json() for answer in same] == [first] * 4
    for other in (
        {"text": "Другое"},
        {"kind": "access"},
        {"name": "Пётр"},
        {"contact": "+7 916"},
        {"received_at": (came - timedelta(days=1)).isoformat()},
    ):
        refused = await post(crm, "ticket-1", **({"received_at": came.isoformat()} | other))
        assert told(refused) == (422, "idempotency_mismatch", "idempotency-key"), other
    assert len(await walk(crm, REQUESTS)) == 1
    assert len(await records(server, Action.REQUEST_CHANGED)) == 1
    # It is the key's: what another program has named so is another request.
    async with program(server, (await key(server, scopes=ALL)).secret) as other_crm:
        assert (await registered(other_crm, "ticket-1"))["number"] == 2


async def test_many_who_come_at_once_with_one_name_make_one(server: Server, crm: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(post(crm, "ticket-2") for _ in range(5)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1


async def test_who_asks_is_told_by_the_scope_for_that_alone(server: Server, crm: httpx.AsyncClient) -> None:
    made = await registered(crm)
    async with officer(server) as desk:
        card = await desk.card(made["id"])
        await desk.do(card, "refuse", reason=f"{NAME}: личность не подтверждена")
    whole = (await crm.get(f"{REQUESTS}/{made['id']}")).json()
    assert (whole["status"], whole["outcome"]) == ("refused", f"{NAME}: личность не подтверждена")
    async with program(server, (await key(server, scopes=[Scope.READ_REQUESTS])).secret) as wallboard:
        shown = await walk(wallboard, REQUESTS)
        one = await wallboard.get(f"{REQUESTS}/{made['id']}")
        assert shown == [one.json()]
        assert one.json() == whole | {"name": None, "contact": None, "text": None, "outcome": None}
        for hidden in (NAME, CONTACT, WORDS):
            assert hidden not in one.text
    # By itself it shows nothing.
    async with program(server, (await key(server, scopes=[Scope.READ_SUBJECTS])).secret) as http:
        assert told(await http.get(REQUESTS))[:2] == (403, "scope_missing")


async def test_form_that_only_registers_is_told_nothing_of_what_became_of_it(server: Server) -> None:
    async with program(server, (await key(server, scopes=[Scope.WRITE_REQUESTS])).secret) as form:
        made = await registered(form, "ticket-1")
        assert (made["number"], made["name"], made["text"], made["outcome"]) == (1, None, None, None)
        for path in (REQUESTS, f"{REQUESTS}/{made['id']}"):
            assert told(await form.get(path))[:2] == (403, "scope_missing")
    # Nor by the change that it may make: a change that changes nothing shows no one's words.
    both = [Scope.WRITE_REQUESTS, Scope.READ_SUBJECTS]
    async with program(server, (await key(server, scopes=both)).secret) as form:
        order = {"status": "identity_check"}
        for _ in range(2):
            patched = await form.patch(f"{REQUESTS}/{made['id']}", json=order, headers={"If-Match": "*"})
            assert (patched.status_code, patched.json()["name"], patched.json()["text"]) == (200, None, None)
    async with program(server, (await key(server, scopes=[Scope.READ_REQUESTS])).secret) as reader:
        assert told(await post(reader))[:2] == (403, "scope_missing")
        patched = await reader.patch(f"{REQUESTS}/{made['id']}", json={"status": "identity_check"})
        assert told(patched)[:2] == (403, "scope_missing")


async def test_key_has_what_came_from_its_sites_alone(server: Server, crm: httpx.AsyncClient) -> None:
    far = await add_controller(server.database, legal_name="Далёкая")
    elsewhere = await add_site(
        server.database, name="Далёкая", origins=["http://far.test"], key="far-key-01", controller_id=far.id
    )
    async with (
        program(server, (await key(server, scopes=ALL, is_for_all=True)).secret) as every,
        program(server, await secret_of(server, elsewhere)) as stranger,
    ):
        own = await registered(every)
        other = await registered(every, site=SITE_KEYS[1])
        siteless = await registered(every, site=None)
        theirs = await registered(stranger, site=elsewhere.key)
        assert [one["number"] for one in await walk(every, REQUESTS, limit=1)] == [3, 2, 1]
        # Who names a site asks for what came from it.
        assert await walk(every, REQUESTS, site=SITE_KEYS[0]) == [own]
        assert theirs["number"] == 1
        assert await walk(stranger, REQUESTS) == [theirs]
    assert await walk(crm, REQUESTS) == [own]
    for hidden in (other, siteless, theirs, {"id": uuid4()}, {"id": "nothing"}):
        address = f"{REQUESTS}/{hidden['id']}"
        assert told(await crm.get(address)) == (404, "request_unknown", "id")
        patched = await crm.patch(address, json={"status": "identity_check"}, headers={"If-Match": "*"})
        assert told(patched) == (404, "request_unknown", "id")
    assert told(await post(crm, site=SITE_KEYS[1])) == (403, "scope_missing", "site")
    assert told(await post(crm, site=None)) == (422, "bad_body", "site")
    assert told(await crm.get(REQUESTS, params={"site": SITE_KEYS[1]})) == (403, "scope_missing", "site")


async def secret_of(server: Server, site: Any) -> str:
    keys = server.app.state.context.api_keys
    made = await keys.make([site], name="Чужая", scopes=ALL, is_for_all=True, expires_at=None, by=COMMAND_LINE)
    return str(made.secret)


async def test_list_is_filtered_by_state_kind_and_last_day_and_its_cursor_is_of_these(
    server: Server, crm: httpx.AsyncClient
) -> None:
    made = [await registered(crm, kind=kind) for kind in ("access", "erasure", "objection", "access")]
    async with officer(server) as desk:
        await desk.do(await desk.card(made[0]["id"]), "refuse", reason="Не тот человек")
        await desk.do(await desk.card(made[1]["id"]), "begin_check")

    async def numbers(**query: str) -> list[int]:
        return [one["number"] for one in await walk(crm, REQUESTS, limit=1, **query)]

    assert await numbers() == [4, 3, 2, 1]
    assert await numbers(state="open") == [4, 3, 2]
    assert await numbers(state="closed") == [1]
    assert await numbers(status="identity_check") == [2]
    assert await numbers(kind="access") == [4, 1]
    assert await numbers(kind="access", state="open") == [4]
    days = {one["number"]: one["due_on"] for one in made}
    for number, on in days.items():
        assert set(await numbers(due_since=on)) == {each for each, day in days.items() if day >= on}, number
        assert set(await numbers(due_before=on)) == {each for each, day in days.items() if day < on}, number
    first = await page(crm, REQUESTS, limit=1, state="open")
    for query in ({}, {"state": "closed"}, {"state": "open", "kind": "access"}):
        refused = await crm.get(REQUESTS, params={"limit": 1, "cursor": first["next"], **query})
        assert told(refused) == (422, "cursor_invalid", "cursor")
    forged = first["next"][:-4] + ("AAAA" if first["next"][-4:] != "AAAA" else "BBBB")
    assert told(await crm.get(REQUESTS, params={"state": "open", "cursor": forged}))[1] == "cursor_invalid"
    # What comes meanwhile stands before the first page; what is there is given once.
    await registered(crm)
    rest = await page(crm, REQUESTS, state="open", cursor=first["next"])
    assert [one["number"] for one in rest["data"]] == [3, 2]
    for name, value in {"state": "all", "status": "null", "due_since": "завтра", "kind": "", "folder": "open"}.items():
        assert told(await crm.get(REQUESTS, params={name: value})) == (422, "bad_body", name)


async def test_check_of_who_asks_begins_over_what_was_read(server: Server, crm: httpx.AsyncClient) -> None:
    made = await registered(crm)
    address, order = f"{REQUESTS}/{made['id']}", {"status": "identity_check"}
    assert told(await crm.patch(address, json=order)) == (428, "precondition_expected", "if-match")
    stale = await crm.patch(address, json=order, headers={"If-Match": '"old"'})
    assert told(stale) == (412, "precondition_failed", "if-match")
    etag = (await crm.get(address)).headers["etag"]
    begun = await crm.patch(address, json=order, headers={"If-Match": etag})
    assert (begun.status_code, begun.json()["status"], begun.json()["version"]) == (200, "identity_check", 2)
    assert begun.headers["etag"] == (await crm.get(address)).headers["etag"] != etag
    # After a lost answer it is done already.
    again = await crm.patch(address, json=order, headers={"If-Match": etag})
    assert (again.status_code, again.json()) == (200, begun.json())
    async with officer(server) as desk:
        card = await desk.card(made["id"])
        assert [(event["kind"], event["actor_name"]) for event in card["events"]][1:] == [("check_begun", "CRM")]
        card = await desk.confirm(card)
        late = await crm.patch(address, json=order, headers={"If-Match": "*"})
        assert told(late)[:2] == (409, "deed_unsuitable")
        await desk.do(card, "answer", outcome="Удалено.")
    closed = await crm.patch(address, json=order, headers={"If-Match": "*"})
    assert told(closed)[:2] == (409, "request_closed")
    about = [one.details["what"] for one in await records(server, Action.REQUEST_CHANGED) if one.actor.name == "CRM"]
    assert about == ["received", "check_begun"]


@pytest.mark.parametrize("status", ["in_work", "answered", "refused", "received", "erased", None])
async def test_what_a_person_decides_no_program_does(crm: httpx.AsyncClient, status: str | None) -> None:
    made = await registered(crm)
    address = f"{REQUESTS}/{made['id']}"
    for order in ({"status": status}, {"status": "identity_check", "outcome": "Удалено"}):
        refused = await crm.patch(address, json=order, headers={"If-Match": "*"})
        assert told(refused)[:2] == (400, "bad_frame")
    assert (await crm.get(address)).json() == made


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"name": " "}, 422, "name"),
        ({"name": "x" * 201}, 400, "name"),
        ({"contact": "\0"}, 422, "contact"),
        ({"text": ""}, 400, "text"),
        ({"text": "x" * 20_001}, 400, "text"),
        ({"kind": "forget"}, 400, "kind"),
        ({"source": "widget"}, 400, None),
        ({"received_at": "2020-01-01T00:00:00Z"}, 422, "received_at"),
        ({"received_at": "9999-12-31T23:59:59-12:00"}, 422, "received_at"),
        ({"received_at": "0001-01-01T00:00:00+14:00"}, 422, "received_at"),
        ({"received_at": "2026-11-01T00:00:00"}, 400, "received_at"),
    ],
)
async def test_bad_order_names_its_field_and_stores_nothing(
    crm: httpx.AsyncClient, change: dict[str, Any], status: int, field: str | None
) -> None:
    refused = told(await post(crm, **change))
    assert (refused[0], refused[2]) == (status, field)
    assert await walk(crm, REQUESTS) == []


async def test_name_of_the_deed_is_expected(crm: httpx.AsyncClient) -> None:
    assert told(await post(crm, "")) == (400, "idempotency_expected", "idempotency-key")


async def test_program_that_has_run_wild_is_stopped_and_what_it_repeats_is_not_counted(
    server: Server, crm: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program_requests, "MOST_A_DAY_OF_KEY", 2)
    first = await registered(crm, "one")
    for _ in range(3):
        assert (await post(crm, "one")).json() == first
        assert (await post(crm, text="\0")).status_code == 422
    await registered(crm, "two")
    refused = await post(crm, "three")
    assert told(refused)[:2] == (429, "rate_limited")
    assert int(refused.headers["retry-after"]) > 3_600
    assert (await post(crm, "one")).json() == first
    async with program(server, (await key(server, scopes=ALL)).secret) as other:
        await registered(other)


async def test_nothing_is_registered_or_shown_that_the_journal_does_not_know(
    server: Server, crm: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await registered(crm)
    real = journal.append

    async def broken(connection: Any, new: list[Record]) -> Any:
        if any(record.actor.kind is ActorKind.API_KEY for record in new):
            raise JournalUnavailable("The journal can't be written.")
        return await real(connection, new)

    monkeypatch.setattr(journal, "append", broken)
    assert told(await post(crm))[:2] == (503, "journal_unavailable")
    address = f"{REQUESTS}/{made['id']}"
    begun = await crm.patch(address, json={"status": "identity_check"}, headers={"If-Match": "*"})
    assert told(begun)[:2] == (503, "journal_unavailable")
    monkeypatch.setattr(journal, "append", real)
    assert await walk(crm, REQUESTS) == [made]


async def test_officer_writes_down_nothing_as_a_programs(server: Server) -> None:
    async with officer(server) as desk:
        answer = await desk.http.post(
            "/panel/api/subject-requests",
            json={
                "controller_id": str(server.site.controller_id),
                "kind": "access",
                "source": "api",
                "name": NAME,
                "contact": CONTACT,
                "text": WORDS,
                "echo_id": str(uuid4()),
            },
        )
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "source")
