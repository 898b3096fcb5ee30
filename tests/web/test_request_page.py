"""The public page by which a subject asks: a form without scripts that believes nobody and shows nothing."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import httpx
import pytest

from ryadom.core.controllers import describe_controller
from ryadom.core.mailer import list_mails
from ryadom.core.subject_alarms import SubjectAlarms
from ryadom.core.subject_intake import Told
from ryadom.errors import BadBody, RateLimited
from ryadom.live.rate import Rate
from ryadom.privacy.consent_documents import Scope, draft_document
from ryadom.protocol.visitor import Purpose
from ryadom.store.subject_requests import Kind
from tests.consents import publish_consent
from tests.incidents import queueing_mailer
from tests.web.client import Server
from tests.web.conftest import another_server
from tests.web.subject_requests import API, officer, send_form


async def _get(server: Server, path: str, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(base_url=server.http_url, trust_env=False, headers=headers) as client:
        return await client.get(path)


async def test_request_from_the_page_arrives_at_the_desk_with_its_deadline(server: Server) -> None:
    document = await publish_consent(server.database, server.site, only_site=True)
    assert f"/consents/{document.id}/request" in (await _get(server, f"/consents/{document.id}")).text
    form = await _get(server, f"/consents/{document.id}/request")
    assert 'name="echo_id"' in form.text
    sent = await send_form(server, document.id)
    assert sent.status_code == 200
    assert "Обращение №\u00a01 принято" in sent.text
    assert "Последний день для ответа" in sent.text
    async with officer(server) as desk:
        [line] = (await desk.http.get(API)).json()["requests"]
        assert (line["source"], line["status"], line["site_name"]) == ("widget", "received", "Лавка")
        card = await desk.card(line["id"])
        assert card["request"]["identity_at"] is None
        assert card["request"]["body"] == "Что вы обо мне храните?"


async def test_page_of_a_consent_leads_to_its_withdrawal(server: Server) -> None:
    document = await publish_consent(server.database, server.site)
    page = await _get(server, f"/consents/{document.id}")
    for path, words in (
        (f"/consents/{document.id}/request?kind=withdrawal", "Отозвать согласие"),
        (f"/consents/{document.id}/request?kind=withdrawal&amp;lang=en", "withdraw"),
    ):
        assert f'href="{path}"' in page.text
        form = await _get(server, path.replace("&amp;", "&"))
        chosen = [line for line in form.text.splitlines() if " checked>" in line]
        assert len(chosen) == 1
        assert 'value="withdrawal"' in chosen[0]
        assert words.lower() in chosen[0].lower()
    assert " checked>" not in (await _get(server, f"/consents/{document.id}/request?kind=<script>")).text
    assert (await send_form(server, document.id, kind="withdrawal")).status_code == 200
    async with officer(server) as desk:
        [line] = (await desk.http.get(API)).json()["requests"]
        assert line["kind"] == "withdrawal"


async def test_form_that_is_sent_again_is_the_same_request(server: Server) -> None:
    document = await publish_consent(server.database, server.site)
    echo_id = str(uuid4())
    for _ in range(2):
        assert "Обращение №\u00a01 принято" in (await send_form(server, document.id, echo_id=echo_id)).text


async def test_page_may_run_and_load_nothing_and_sends_its_form_only_here(server: Server) -> None:
    document = await publish_consent(server.database, server.site)
    form = await _get(server, f"/consents/{document.id}/request")
    assert form.headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    assert form.headers["cache-control"] == "no-store"
    assert "<script" not in form.text
    assert "set-cookie" not in form.headers


async def test_what_is_wrong_is_said_and_what_was_written_is_kept_as_text(server: Server) -> None:
    document = await publish_consent(server.database, server.site)
    for fields, say in (
        ({"kind": "revenge"}, "Выберите, чего вы просите."),
        ({"name": " "}, "Впишите имя"),
        ({"contact": ""}, "Впишите телефон или почту"),
        ({"text": "я" * 20_001}, "Впишите обращение"),
        ({"echo_id": "x"}, "Выберите"),
    ):
        answer = await send_form(server, document.id, **({"text": '"><script>&'} | fields))
        assert answer.status_code == 422, fields
        assert say in answer.text
        assert "<script>" not in answer.text
    named = await send_form(server, document.id, name='"><img src=x>', contact="")
    assert 'value="&quot;&gt;&lt;img src=x&gt;"' in named.text
    huge = await send_form(server, document.id, text="a" * 10_000_000)
    assert huge.status_code == 413
    assert "слишком длинное" in huge.text


async def test_page_speaks_english_to_who_asks_for_it(server: Server) -> None:
    document = await publish_consent(server.database, server.site)
    path = f"/consents/{document.id}/request"
    assert "Request about personal data" in (await _get(server, f"{path}?lang=en")).text
    assert "Request about personal data" in (await _get(server, path, **{"Accept-Language": "en-GB,en"})).text
    assert '<html lang="ru">' in (await _get(server, path, **{"Accept-Language": "de"})).text


async def test_flood_from_one_address_stops_and_says_what_to_do(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = server.app.state.context.form_limits
    monkeypatch.setattr(limits, "_per_unknown", Rate(burst=2, per_second=0.001))
    document = await publish_consent(server.database, server.site)
    answers = [await send_form(server, document.id) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "слишком много обращений" in answers[-1].text


async def test_form_on_a_foreign_page_is_refused_and_ours_is_not(server: Server) -> None:
    document = await publish_consent(server.database, server.site)
    for origin in ("https://evil.test", "null", "", f"{server.http_url}.evil.test"):
        answer = await send_form(server, document.id, origin=origin)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "origin_forbidden"), origin
    assert (await send_form(server, document.id, origin=server.http_url)).status_code == 200
    # Browsers say "null" of a page that asks them to name no referrer.
    form = await _get(server, f"/consents/{document.id}/request")
    assert form.headers["referrer-policy"] == "same-origin"


async def test_network_is_counted_in_all_processes_and_a_form_that_was_wrong_is_not(
    server: Server, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ryadom.core.subject_intake.MOST_A_DAY_FROM_NETWORK", 2)
    document = await publish_consent(server.database, server.site)

    def told(text: str = "Что вы храните?") -> Told:
        return Told(kind=Kind.ACCESS, name="Иван", contact="ivan@mail.ru", text=text, echo_id=uuid4())

    async with another_server(database_url, server.database, server.site) as second:
        here, there = (one.app.state.context.subjects.intake for one in (server, second))
        with pytest.raises(BadBody):
            await here.take_from_page(document.id, told(""), network="192.0.2.1")
        await here.take_from_page(document.id, told(), network="192.0.2.1")
        await there.take_from_page(document.id, told(), network="192.0.2.1")
        for intake in (here, there):
            with pytest.raises(RateLimited):
                await intake.take_from_page(document.id, told(), network="192.0.2.1")
        taken = await there.take_from_page(document.id, told(), network="192.0.2.2")
    assert taken.number == 3


async def test_flood_from_many_networks_is_taken_and_told_of_once(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ryadom.core.subject_intake.MOST_A_DAY_FROM_PAGES", 2)
    await describe_controller(server.database, None, officer_email="dpo@shop.test")
    document = await publish_consent(server.database, server.site)
    answers = await asyncio.gather(*(send_form(server, document.id) for _ in range(6)))
    assert [answer.status_code for answer in answers] == [200] * 6
    await SubjectAlarms(server.database, queueing_mailer(server.database)).look(datetime.now(UTC))
    subjects = [mail.subject for mail in await list_mails(server.database)]
    assert subjects == ["Ryadom: пришло обращение субъекта"] * 2 + ["Ryadom: пришло очень много обращений субъектов"]


async def test_drafts_and_strangers_have_no_page(server: Server) -> None:
    draft = await draft_document(
        server.database, Scope(controller_id=server.site.controller_id), Purpose.PROCESSING, {}
    )
    for name in (draft.id, uuid4()):
        assert (await _get(server, f"/consents/{name}/request")).status_code == 404
        assert (await send_form(server, name)).status_code == 404
    assert (await _get(server, "/consents/x/request")).status_code == 404
