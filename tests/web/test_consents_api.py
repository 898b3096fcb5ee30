"""Consents over the panel's API: documents, bases, evidence; own sites only, nothing shown that is not journalled."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader

from ryadom.core.masking import site_policies
from ryadom.core.operators import add_operator
from ryadom.privacy.calendar import day_of
from ryadom.privacy.consent_documents import Scope, draft_document
from ryadom.privacy.detect import Kind
from ryadom.privacy.policies import Policy
from ryadom.protocol.visitor import Purpose
from ryadom.store.operators import Role
from ryadom.store.sites import find_site
from tests.consents import ask_for_consent, name_controller, publish_consent
from tests.web.accounts import Account, enrolled
from tests.web.client import PASSWORD, JsonObject, Server

API = "/panel/api/consents"
PAGE = {"url": "http://shop.test/tea", "title": "Чай", "referrer": ""}


@pytest.fixture
async def admin(server: Server) -> AsyncIterator[Account]:
    await _add(server, Role.ADMIN)
    async with enrolled(server, "admin@shop.test") as account:
        yield account


@pytest.fixture
async def auditor(server: Server) -> AsyncIterator[Account]:
    await _add(server, Role.AUDITOR)
    async with enrolled(server, "auditor@shop.test") as account:
        yield account


async def _add(server: Server, role: Role, *, sites: tuple[str, ...] = ("shop-key-1",)) -> None:
    await add_operator(
        server.database, email=f"{role}@shop.test", name="Вера", password=PASSWORD, site_keys=sites, role=role
    )


async def _journal(server: Server) -> list[JsonObject]:
    async with server.database.connection() as connection:
        rows = await connection.fetch(
            "SELECT action, site_id, visitor_ids, details FROM journal WHERE action <> 'signed_in' ORDER BY number"
        )
    return [dict(row) | {"details": json.loads(row["details"])} for row in rows]


async def _agree(server: Server, document_id: UUID, body: str = "я Иван") -> UUID:
    """A visitor who agrees and writes; gives who that is."""
    async with server.visitor(page=PAGE) as visitor:
        await visitor.say(body, agree_to=[str(document_id)])
        return UUID(visitor.welcome["visitor_id"])


def _scope(server: Server) -> JsonObject:
    return {"controller_id": str(server.site.controller_id), "site_id": str(server.site.id)}


async def test_document_is_drafted_written_looked_at_and_published(server: Server, admin: Account) -> None:
    await name_controller(server.database, server.site.controller_id)
    begun = await admin.http.post(f"{API}/documents", json=_scope(server) | {"purpose": "cross_border"})
    assert begun.status_code == 201
    opened = begun.json()
    path = f"{API}/documents/{opened['document']['id']}"
    assert opened["empty"] == ["purpose.ru", "purpose.en"]

    refused = await admin.http.post(f"{path}/publication", json={"seen_sha256": opened["text_sha256"]})
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, "purpose.ru")
    texts = {"purpose.ru": "Передача в «Тест»", "purpose.en": "Transfer to Test"}
    written = (await admin.http.put(path, json={"texts": texts})).json()
    assert written["empty"] == []
    assert "Передача в «Тест»" in written["text"]

    published = await admin.http.post(f"{path}/publication", json={"seen_sha256": written["text_sha256"]})
    assert published.status_code == 201
    document = published.json()["document"]
    assert (document["version"], document["sha256"]) == (1, written["text_sha256"])
    page = await admin.http.get(f"{document['page']}/text")
    assert page.text == written["text"]
    again = await admin.http.post(f"{path}/publication", json={"seen_sha256": written["text_sha256"]})
    changed = await admin.http.put(path, json={"texts": texts})
    assert [one.json()["error"]["code"] for one in (again, changed)] == ["document_published"] * 2
    what = [one["details"]["what"] for one in await _journal(server) if one["action"] == "settings_changed"]
    assert what[-3:] == ["consent_drafted", "consent_drafted", "consent_published"]


async def test_draft_that_was_changed_since_it_was_looked_at_is_not_published(server: Server, admin: Account) -> None:
    await name_controller(server.database, server.site.controller_id)
    begun = await admin.http.post(f"{API}/documents", json=_scope(server) | {"purpose": "processing"})
    seen, path = begun.json()["text_sha256"], f"{API}/documents/{begun.json()['document']['id']}"
    await admin.http.put(path, json={"texts": {"term.ru": "100 лет"}})
    refused = await admin.http.post(f"{path}/publication", json={"seen_sha256": seen})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "document_changed")
    assert (await admin.http.get(path)).json()["document"]["version"] is None


async def test_publication_names_the_sites_whose_visitors_are_asked_anew(server: Server) -> None:
    await _add(server, Role.OWNER, sites=("shop-key-1", "other-key-1"))
    await name_controller(server.database, server.site.controller_id)
    await publish_consent(server.database, server.site, only_site=True)
    async with enrolled(server, "owner@shop.test") as owner:
        # Who works on all sites of the controller may write what is for all; a site with its own is not asked by it.
        everywhere = {"controller_id": str(server.site.controller_id), "purpose": "processing"}
        opened = (await owner.http.post(f"{API}/documents", json=everywhere)).json()
        assert opened["asked"] == ["Другая"]
        here = (await owner.http.post(f"{API}/documents", json=_scope(server) | {"purpose": "processing"})).json()
        assert here["asked"] == ["Лавка"]


async def test_document_for_all_sites_is_seen_but_not_changed_by_who_works_on_some(
    server: Server, admin: Account
) -> None:
    document = await publish_consent(server.database, server.site)
    overview = (await admin.http.get(API)).json()
    [shown] = overview["documents"]
    assert (shown["id"], shown["is_ours"], shown["site_id"]) == (str(document.id), False, None)
    assert [scope["site"] for scope in overview["scopes"]] == ["Лавка"]
    assert overview["sites"][0]["in_force"] == [str(document.id)]
    everywhere = {"controller_id": str(server.site.controller_id), "purpose": "processing"}
    refused = await admin.http.post(f"{API}/documents", json=everywhere)
    assert (refused.status_code, refused.json()["error"]["code"]) == (404, "site_unknown")
    path = f"{API}/documents/{document.id}"
    assert (await admin.http.get(path)).status_code == 200
    assert (await admin.http.put(path, json={"texts": {}})).status_code == 404


async def test_documents_sites_and_people_of_another_site_are_not_there(server: Server, admin: Account) -> None:
    async with server.database.connection() as connection:
        other = await find_site(connection, "other-key-1")
    assert other is not None
    scope = Scope(controller_id=other.controller_id, site_id=other.id)
    secret = await draft_document(server.database, scope, Purpose.PROCESSING, {"term.ru": "тайна"})
    visitor = f"{API}/visitors/{other.id}/{uuid4()}"
    for method, path, body in (
        ("GET", f"{API}/documents/{secret.id}", None),
        ("PUT", f"{API}/documents/{secret.id}", {"texts": {"term.ru": "1"}}),
        ("POST", f"{API}/documents/{secret.id}/publication", {"seen_sha256": "0" * 64}),
        ("PUT", f"{API}/sites/{other.id}/basis", {"basis": "other", "wording": "Договор"}),
        ("GET", visitor, None),
        ("GET", f"{visitor}/evidence.pdf", None),
        ("POST", f"{visitor}/withdrawal", {}),
        ("GET", f"{API}/events?site_id={other.id}", None),
        ("GET", f"{API}/withdrawn?site_id={other.id}", None),
    ):
        answer = await admin.http.request(method, path, json=body)
        assert answer.status_code == 404, (method, path, answer.text)
        assert "тайна" not in answer.text
    assert "тайна" not in (await admin.http.get(API)).text


async def test_auditor_sees_everything_and_changes_nothing(server: Server, auditor: Account) -> None:
    document = await ask_for_consent(server.database, server.site)
    visitor_id = await _agree(server, document.id)
    person = f"{API}/visitors/{server.site.id}/{visitor_id}"
    for path in (API, f"{API}/documents/{document.id}", f"{API}/events", f"{API}/withdrawn", person):
        assert (await auditor.http.get(path)).status_code == 200, path
    for method, path, body in (
        ("POST", f"{API}/documents", _scope(server) | {"purpose": "processing"}),
        ("PUT", f"{API}/documents/{document.id}", {"texts": {}}),
        ("POST", f"{API}/documents/{document.id}/publication", {"seen_sha256": "0" * 64}),
        ("PUT", f"{API}/sites/{server.site.id}/basis", {"basis": "consent"}),
        ("POST", f"{person}/withdrawal", {}),
    ):
        answer = await auditor.http.request(method, path, json=body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "right_missing")


async def test_basis_is_chosen_with_its_words_and_journalled(server: Server, admin: Account) -> None:
    path = f"{API}/sites/{server.site.id}/basis"
    too_early = await admin.http.put(path, json={"basis": "consent"})
    wordless = await admin.http.put(path, json={"basis": "other"})
    none = await admin.http.put(path, json={"basis": "undecided"})
    assert [one.json()["error"]["field"] for one in (too_early, wordless, none)] == ["basis", "wording", "basis"]
    done = await admin.http.put(path, json={"basis": "other", "wording": "Договор, ст. 6 ч. 1 п. 5"})
    assert done.status_code == 204
    [site] = (await admin.http.get(API)).json()["sites"]
    assert (site["basis"], site["basis_wording"]) == ("other", "Договор, ст. 6 ч. 1 п. 5")
    last = (await _journal(server))[-1]
    assert (last["action"], last["details"]) == ("settings_changed", {"what": "basis_chosen", "basis": "other"})


async def test_events_are_filtered_paged_by_key_and_journalled(
    server: Server, admin: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ryadom.core.consent_evidence.PAGE_ROWS", 2)
    document = await ask_for_consent(server.database, server.site)
    people = [await _agree(server, document.id, f"письмо {number}") for number in range(3)]
    await admin.http.post(f"{API}/visitors/{server.site.id}/{people[0]}/withdrawal", json={})

    async def read(**query: str) -> list[tuple[str, str]]:
        seen: list[tuple[str, str]] = []
        cursor: str | None = ""
        while cursor is not None:
            page = (await admin.http.get(f"{API}/events", params=query | {"cursor": cursor})).json()
            assert len(page["events"]) <= 2
            seen += [(one["visitor_id"], one["action"]) for one in page["events"]]
            cursor = page["next_cursor"]
        return seen

    given = [(str(one), "given") for one in reversed(people)]
    withdrawn = [(str(people[0]), "withdrawn")]
    today, last_day = day_of(datetime.now(UTC)), date.max
    assert await read() == withdrawn + given
    assert await read(action="given") == given
    assert await read(purpose="advertising") == []
    assert await read(visitor_id=str(people[0])) == withdrawn + given[-1:]
    assert await read(since=str(today), until=str(today), site_id=str(server.site.id)) == withdrawn + given
    assert await read(since=str(today + timedelta(days=1))) == []
    assert await read(until=str(today - timedelta(days=1)), visitor_id=str(people[0])) == []
    for query in ({"purpose": "x"}, {"since": "вчера"}, {"cursor": "??"}, {"until": str(last_day)}, {"site_id": "1"}):
        refused = await admin.http.get(f"{API}/events", params=query)
        assert (refused.status_code, refused.json()["error"]["field"]) == (400, next(iter(query)))
    records = [one for one in await _journal(server) if one["action"] == "consents_listed"]
    assert set(records[0]["visitor_ids"]) == {people[0], people[2]}


async def test_evidence_is_shown_and_exported_with_the_whole_texts(server: Server, auditor: Account) -> None:
    document = await ask_for_consent(server.database, server.site)
    visitor_id = await _agree(server, document.id)
    path = f"{API}/visitors/{server.site.id}/{visitor_id}"
    opened = (await auditor.http.get(path)).json()
    assert (opened["agreed"], opened["blocked_at"]) == (["processing"], None)
    [event] = opened["evidence"]["events"]
    assert (event["page_url"], event["sha256"]) == (PAGE["url"], (document.sha256 or b"").hex())
    exported = await auditor.http.get(f"{path}/evidence.json")
    assert exported.headers["content-disposition"].startswith("attachment")
    assert exported.json()["documents"][0]["text"] == (document.content or b"").decode()

    paper = await auditor.http.get(f"{path}/evidence.pdf")
    assert paper.headers["content-type"] == "application/pdf"
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages)
    flat = "".join(text.split())
    for said in (
        "Согласие дано", "127.0.0.1", PAGE["url"], event["sha256"], "(UTC+3)", str(visitor_id), "Оператор персональных",
        "ООО «Чайная лавка»", "Consent to the processing of personal data", f"/consents/{document.id}",
    ):  # fmt: skip
        assert "".join(said.split()) in flat, said
    seen = [(one["action"], one["details"]) for one in await _journal(server)][-3:]
    assert seen == [
        ("consents_opened", {}),
        ("exported", {"what": "consent_evidence", "form": "json"}),
        ("exported", {"what": "consent_evidence", "form": "pdf"}),
    ]


async def test_phone_in_the_address_of_a_page_is_shown_to_who_sees_contacts_alone(
    server: Server, admin: Account, auditor: Account
) -> None:
    await site_policies(server.database, server.site.key, {Kind.PHONE: Policy.MASK})
    await server.app.state.context.masking.refresh()
    document = await ask_for_consent(server.database, server.site)
    async with server.visitor(page=PAGE | {"url": "http://shop.test/call?phone=%2B79161234567"}) as visitor:
        await visitor.say("я Иван", agree_to=[str(document.id)])
    path = f"{API}/visitors/{server.site.id}/{visitor.welcome['visitor_id']}"

    async def seen(account: Account) -> list[bool]:
        opened = (await account.http.get(path)).text
        file = (await account.http.get(f"{path}/evidence.json")).text
        paper = (await account.http.get(f"{path}/evidence.pdf")).content
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
        return ["79161234567" in "".join(one.split()) for one in (opened, file, text)]

    assert await seen(auditor) == [False] * 3
    assert await seen(admin) == [True] * 3


async def test_nothing_is_shown_that_can_not_be_journalled(server: Server, auditor: Account) -> None:
    document = await ask_for_consent(server.database, server.site)
    visitor_id = await _agree(server, document.id)
    path = f"{API}/visitors/{server.site.id}/{visitor_id}"
    async with server.database.connection() as connection:
        await connection.execute("REVOKE INSERT ON journal FROM CURRENT_USER")
        for one in (f"{API}/events", path, f"{path}/evidence.json", f"{path}/evidence.pdf"):
            answer = await auditor.http.get(one)
            assert (answer.status_code, answer.json()["error"]["code"]) == (503, "journal_unavailable"), one
            assert str(visitor_id) not in answer.text
        await connection.execute("GRANT INSERT ON journal TO CURRENT_USER")


async def test_withdrawal_that_an_operator_notes_stops_the_chat_and_starts_the_term(
    server: Server, admin: Account
) -> None:
    document = await ask_for_consent(server.database, server.site)
    async with server.visitor(page=PAGE) as visitor:
        await visitor.say("я Иван", agree_to=[str(document.id)])
        visitor_id = visitor.welcome["visitor_id"]
        path = f"{API}/visitors/{server.site.id}/{visitor_id}"
        done = await admin.http.post(f"{path}/withdrawal", json={"purpose": "processing"})
        assert done.json() == {"withdrawn": 1}
        again = await admin.http.post(f"{path}/withdrawal", json={"purpose": "processing"})
        assert again.json() == {"withdrawn": 0}
        await visitor.send("send_message", echo_id=uuid4(), body="и ещё")
        assert (await visitor.error())["code"] == "consent_required"
    [leaving] = (await admin.http.get(f"{API}/withdrawn")).json()["people"]
    today = day_of(datetime.now(UTC))
    assert (leaving["visitor_id"], leaving["method"]) == (visitor_id, "operator")
    assert (leaving["destroy_by"], leaving["is_overdue"]) == (str(today + timedelta(days=30)), False)
    records = [one for one in await _journal(server) if one["action"] == "consent_withdrawn"]
    assert [one["details"] for one in records] == [{"purpose": "processing"}]
    # Who agrees again is not leaving any more.
    async with server.visitor(token=visitor.welcome["token"]) as back:
        await back.say("передумал", agree_to=[str(document.id)])
    assert (await admin.http.get(f"{API}/withdrawn")).json()["people"] == []


async def test_bodies_that_are_too_large_or_of_another_shape_are_refused(server: Server, admin: Account) -> None:
    begun = await admin.http.post(f"{API}/documents", json=_scope(server) | {"purpose": "processing"})
    path = f"{API}/documents/{begun.json()['document']['id']}"
    for texts, status in (
        ({"term.ru": "я" * 200_000}, 413),
        ({"term.ru": "я" * 4_001}, 422),
        ({"term.ru": "а\u0000б"}, 422),
        ({"controller_id.ru": "x"}, 422),
        ({"term": "x"}, 422),
        ({"term.ru": 1}, 400),
    ):
        assert (await admin.http.put(path, json={"texts": texts})).status_code == status, texts.keys()
    longest = {f"{field}.{language}": "я" * 4_000 for field in ("term", "actions") for language in ("ru", "en")}
    assert (await admin.http.put(path, json={"texts": longest})).status_code == 200
    html = await admin.http.put(path, json={"texts": {"term.ru": "<script>alert(1)</script>"}})
    assert "<script>alert(1)</script>" in html.json()["text"]  # as text; the panel and the page show it as such
