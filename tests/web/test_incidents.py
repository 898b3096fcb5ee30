"""`/panel/api/incidents`: who may, what they are shown, journalled first, and that hostile input is refused."""

import io
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader

from ryadom.core.controllers import add_controller, describe_controller
from ryadom.core.mailer import list_mails
from ryadom.core.operators import add_operator
from ryadom.core.sites import add_site
from ryadom.settings.smtp_url import smtp_url
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Record
from ryadom.store.operators import Role
from tests.store.journals import links_of
from tests.waiting import until_true
from tests.web.accounts import Account, account, enrolled
from tests.web.client import PASSWORD, SITE_KEYS, JsonObject, Server
from tests.web.conftest import serving

INCIDENTS = "/panel/api/incidents"
LEAK = {"title": "Чужой вход", "happened": "Вошли с неизвестного адреса.", "kind": "access"}
PAPERS = [f"{kind}.{form}" for kind in ("first-notice", "second-notice", "report") for form in ("pdf", "rtf")]


async def add(server: Server, role: Role, *, site_keys: Sequence[str] = SITE_KEYS, email: str = "") -> str:
    email = email or f"{role}@shop.test"
    await add_operator(server.database, email=email, name="Вера", password=PASSWORD, site_keys=site_keys, role=role)
    return email


@pytest.fixture
async def officer(server: Server) -> AsyncIterator[Account]:
    async with enrolled(server, await add(server, Role.AUDITOR)) as person:
        yield person


async def opened(person: Account, **fields: object) -> str:
    answer = await person.http.post(INCIDENTS, json=LEAK | fields)
    assert answer.status_code == 201, answer.text
    id: str = answer.json()["id"]
    return id


async def card(person: Account, id: str) -> JsonObject:
    answer = await person.http.get(f"{INCIDENTS}/{id}")
    assert answer.status_code == 200, answer.text
    shown: JsonObject = answer.json()
    return shown


async def records(server: Server, action: Action) -> list[Record]:
    links = await links_of(server.database, server.site.controller_id)
    return [link.record for link in links if link.record.action is action]


def text_of(pdf: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


async def test_incident_goes_from_its_discovery_to_its_end(server: Server, officer: Account) -> None:
    assert (await officer.http.get(INCIDENTS)).json()["incidents"] == []
    id = await opened(officer, categories=["message"])
    shown = await card(officer, id)
    first, second = shown["clocks"]
    begun = datetime.fromisoformat(shown["incident"]["discovered_at"])
    assert datetime.fromisoformat(first["deadline_at"]) - begun == timedelta(hours=24)
    assert datetime.fromisoformat(second["deadline_at"]) - begun == timedelta(hours=72)
    assert (first["state"], shown["incident"]["number"]) == ("running", 1)

    url = f"{INCIDENTS}/{id}"
    rewritten = LEAK | {
        "version": 1,
        "discovered_at": begun.isoformat(),
        "cause": "Пароль подобран",
        "harm": "Телефоны",
    }
    assert (await officer.http.put(url, json=rewritten)).json() == {"version": 2}
    assert (await officer.http.put(url, json=rewritten)).json()["error"]["code"] == "incident_changed"
    assert (await officer.http.put(url, json=LEAK | {"version": 2})).json()["error"]["code"] == "bad_frame"
    assert (await officer.http.post(f"{url}/notes", json={"note": "Сеансы завершены"})).status_code == 204
    assert (await officer.http.put(f"{url}/notices/first", json={"number": "77-1"})).status_code == 204
    assert (await officer.http.put(f"{url}/notices/second", json={})).status_code == 204
    assert (await officer.http.post(f"{url}/end", json={})).status_code == 204

    shown = await card(officer, id)
    assert [clock["state"] for clock in shown["clocks"]] == ["sent", "sent"]
    assert [event["kind"] for event in shown["events"]] == [
        "opened", "described", "noted", "first_notice", "second_notice", "closed",
    ]  # fmt: skip
    assert (await officer.http.post(f"{url}/notes", json={"note": "x"})).json()["error"]["code"] == "incident_closed"
    [row] = (await officer.http.get(INCIDENTS)).json()["incidents"]
    assert row["closed_at"] is not None


async def test_count_says_whose_data_a_stolen_account_was_shown(server: Server, officer: Account) -> None:
    async with server.visitor() as one, server.visitor() as two:
        await one.say("Вопрос")
        await two.say("Ещё вопрос")
    async with server.operator() as anna:
        await anna.send("list_conversations", request_id="1", folder="waiting")
        await anna.receive("conversation_list")
    id = await opened(officer)
    choices = await card(officer, id)
    anna_id = next(one["id"] for one in choices["operators"] if one["name"] == "Анна")
    assert [site["name"] for site in choices["sites"]] == ["Лавка", "Другая"]
    since = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    asked = {"operator_id": anna_id, "since": since, "categories": ["message"]}
    assert (await officer.http.post(f"{INCIDENTS}/{id}/counts", json=asked)).status_code == 204
    assert (await officer.http.post(f"{INCIDENTS}/{id}/counts", json={"before": since})).status_code == 204
    by_account, by_time = [one["details"] for one in (await card(officer, id))["events"] if one["kind"] == "counted"]
    assert (by_account["people"], by_account["at_most"], by_account["operator_name"]) == (2, 2, "Анна")
    assert by_time["people"] == 0
    [noted] = [one for one in await records(server, Action.INCIDENT_CHANGED) if one.details.get("operator")]
    assert noted.details["operator"] == anna_id
    paper = await officer.http.get(f"{INCIDENTS}/{id}/papers/report.pdf")
    assert "чьи данные показаны учётной записи «Анна»" in text_of(paper.content)


@pytest.mark.parametrize("name", PAPERS)
async def test_paper_is_a_file_that_was_journalled(server: Server, officer: Account, name: str) -> None:
    id = await opened(officer)
    answer = await officer.http.get(f"{INCIDENTS}/{id}/papers/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="incident-1-{name}"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content.startswith(b"%PDF" if name.endswith("pdf") else b"{\\rtf1")
    [exported] = await records(server, Action.EXPORTED)
    assert exported.details == {
        "what": f"incident_{name.partition('.')[0]}", "incident": "1", "format": name.partition(".")[2],
    }  # fmt: skip


async def test_nothing_is_shown_or_changed_that_can_not_be_journalled(server: Server, officer: Account) -> None:
    id = await opened(officer)
    before = await card(officer, id)
    async with server.database.connection() as connection:
        await connection.execute("ALTER FUNCTION append_journal(jsonb) RENAME TO gone")
    for method, path, body in (
        ("GET", "", None), ("GET", f"/{id}", None), ("GET", f"/{id}/papers/report.pdf", None), ("POST", "", LEAK),
        ("POST", f"/{id}/notes", {"note": "x"}), ("POST", f"/{id}/end", {"reason": "x"}),
    ):  # fmt: skip
        answer = await officer.http.request(method, INCIDENTS + path, json=body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "journal_unavailable"), path
    async with server.database.connection() as connection:
        await connection.execute("ALTER FUNCTION gone(jsonb) RENAME TO append_journal")
    assert (await card(officer, id))["events"] == before["events"]


async def test_view_is_in_the_journal(server: Server, officer: Account) -> None:
    id = await opened(officer)
    await card(officer, id)
    [viewed] = await records(server, Action.INCIDENT_VIEWED)
    assert viewed.details == {"what": "incident", "incident": "1"}
    assert (viewed.actor.name, viewed.actor.network) == ("Вера", "127.0.0.1")


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.OPERATOR])
async def test_role_without_the_right_is_refused_everywhere(server: Server, officer: Account, role: Role) -> None:
    id = await opened(officer)
    async with account(server, await add(server, role)) as person:
        for method, path in (
            ("GET", ""), ("POST", ""), ("GET", f"/{id}"), ("PUT", f"/{id}"), ("POST", f"/{id}/notes"),
            ("POST", f"/{id}/counts"), ("PUT", f"/{id}/notices/first"), ("POST", f"/{id}/end"),
            ("GET", f"/{id}/papers/report.pdf"),
        ):  # fmt: skip
            answer = await person.http.request(method, INCIDENTS + path, json={})
            assert answer.json()["error"]["code"] == "right_missing", path


async def test_officer_of_another_controller_finds_no_incident_of_ours(server: Server, officer: Account) -> None:
    id = await opened(officer)
    other = await add_controller(server.database, legal_name="ИП Иванов")
    await add_site(server.database, name="Мёд", origins=["http://honey.test"], key="honey-key", controller_id=other.id)
    email = await add(server, Role.AUDITOR, site_keys=["honey-key"], email="oleg@honey.test")
    async with enrolled(server, email) as stranger:
        assert (await stranger.http.get(INCIDENTS)).json()["incidents"] == []
        for method, path in (
            ("GET", f"/{id}"), ("PUT", f"/{id}"), ("POST", f"/{id}/notes"), ("POST", f"/{id}/counts"),
            ("PUT", f"/{id}/notices/first"), ("POST", f"/{id}/end"), ("GET", f"/{id}/papers/report.pdf"),
        ):  # fmt: skip
            answer = await stranger.http.request(method, INCIDENTS + path, json={})
            assert answer.json()["error"]["code"] == "incident_unknown", path
        answer = await stranger.http.post(INCIDENTS, json=LEAK | {"controller_id": str(server.site.controller_id)})
        assert answer.json()["error"]["code"] == "controller_unknown"


async def test_site_of_another_is_not_named_to_who_does_not_work_on_it(server: Server, officer: Account) -> None:
    id = await opened(officer)
    async with enrolled(server, await add(server, Role.OWNER, site_keys=SITE_KEYS[1:], email="b@other.test")) as other:
        assert (await other.http.post(f"{INCIDENTS}/{id}/counts", json={})).status_code == 204
    async with enrolled(server, await add(server, Role.OWNER, site_keys=SITE_KEYS[:1])) as partial:
        text = (await partial.http.get(f"{INCIDENTS}/{id}")).text
        paper = await partial.http.get(f"{INCIDENTS}/{id}/papers/report.pdf")
    assert "Другая" not in text
    assert "Борис" not in text
    assert "другой сайт" in text_of(paper.content)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "bad_frame"),
        (LEAK | {"kind": "spill"}, 400, "bad_frame"),
        (LEAK | {"title": "<b>\n"}, 201, ""),
        (LEAK | {"title": "а\nб"}, 422, "bad_body"),
        (LEAK | {"happened": "\0"}, 422, "bad_body"),
        (LEAK | {"happened": "щ" * 50_001}, 422, "bad_body"),
        (LEAK | {"happened": "x" * 2_000_001}, 413, "too_large"),
        (LEAK | {"discovered_at": "2999-01-01T00:00:00Z"}, 422, "bad_body"),
        (LEAK | {"discovered_at": "2026-11-01T00:00:00"}, 422, "bad_body"),
        (LEAK | {"controller_id": str(uuid4())}, 404, "controller_unknown"),
    ],
)
async def test_hostile_card_is_refused_with_its_field(
    server: Server, officer: Account, body: JsonObject, status: int, code: str
) -> None:
    answer = await officer.http.post(INCIDENTS, json=body)
    assert answer.status_code == status, answer.text
    assert not code or answer.json()["error"]["code"] == code


async def test_hostile_texts_are_shown_as_they_are_and_printed(server: Server, officer: Account) -> None:
    hostile = "<img src=x onerror=alert(1)> 😀 {\\rtf1 =1+1 " + "щ" * 49_000
    id = await opened(officer, happened=hostile)
    assert (await card(officer, id))["incident"]["happened"] == hostile
    pdf = await officer.http.get(f"{INCIDENTS}/{id}/papers/first-notice.pdf", timeout=60)
    text = text_of(pdf.content)
    assert "<img src=x onerror=alert(1)> [U+1F600]" in text
    assert text.count("щ") >= 49_000
    rtf = await officer.http.get(f"{INCIDENTS}/{id}/papers/first-notice.rtf")
    assert b"<img src=x onerror=alert(1)> \\u-10179?\\u-8704? \\{\\\\rtf1" in rtf.content


@pytest.mark.parametrize("path", ["/papers/report.exe", "/papers/all.pdf", "/papers/..%2Freport.pdf", "/notices/third"])
async def test_address_that_is_none_is_refused(officer: Account, path: str) -> None:
    id = await opened(officer)
    answer = await officer.http.request("PUT" if "notices" in path else "GET", f"{INCIDENTS}/{id}{path}", json={})
    assert answer.status_code == 404


async def test_list_is_paged_without_gaps(officer: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ryadom.core.incident_views.PAGE", 2)
    for _ in range(5):
        await opened(officer)
    numbers, before = [], ""
    while True:
        page = (await officer.http.get(INCIDENTS, params={"before": before} if before else {})).json()
        numbers += [row["number"] for row in page["incidents"]]
        if page["next"] is None:
            break
        before = page["next"]
    assert numbers == [5, 4, 3, 2, 1]


async def test_running_server_mails_the_officer_when_an_incident_is_opened_and_when_it_is_late(
    database_url: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ryadom.app.chores.INCIDENTS_INTERVAL_S", 0.05)
    url = smtp_url("smtp://127.0.0.1:9")
    async with serving(database_url, database, smtp_url=url, mail_from="chat@shop.test") as server:
        await describe_controller(database, None, officer_email="dpo@shop.test")
        async with enrolled(server, await add(server, Role.OWNER)) as owner:
            id = await opened(owner)
            [mail] = await list_mails(database)
            assert (mail.recipient, mail.subject) == ("dpo@shop.test", "Ryadom: открыт инцидент")
            async with database.connection() as connection:
                await connection.execute(
                    "UPDATE incidents SET discovered_at = discovered_at - interval '25 hours' WHERE id = $1", UUID(id)
                )

            async def is_mailed() -> bool:
                return "Ryadom: срок уведомления прошёл" in [mail.subject for mail in await list_mails(database)]

            await until_true(is_mailed)
