"""The page of each version: readable by anybody, for ever, with the hash of exactly what is served."""

from hashlib import sha256
from uuid import uuid4

import httpx

from ryadom.privacy.consent_documents import Scope, draft_document
from ryadom.protocol.visitor import Purpose
from tests.consents import publish_consent
from tests.web.client import Server


async def _get(server: Server, path: str) -> httpx.Response:
    async with httpx.AsyncClient(base_url=server.http_url, trust_env=False) as client:
        return await client.get(path)


async def test_page_shows_the_text_its_hash_and_how_to_withdraw(server: Server) -> None:
    document = await publish_consent(server.database, server.site, term="Год & <b>день</b>")
    page = await _get(server, f"/consents/{document.id}")
    text = await _get(server, f"/consents/{document.id}/text")
    assert page.status_code == 200
    assert sha256(text.content).hexdigest() in page.text
    assert text.content == document.content
    assert "Год &amp; &lt;b&gt;день&lt;/b&gt;" in page.text
    assert "<h1>Согласие на обработку персональных данных</h1>" in page.text
    assert '<section lang="en">\n<h1>Consent to the processing of personal data</h1>' in page.text
    assert "Отозвать согласие" in page.text
    assert 'name="viewport"' in page.text


async def test_page_may_run_load_and_frame_nothing(server: Server) -> None:
    document = await publish_consent(server.database, server.site)
    page = await _get(server, f"/consents/{document.id}")
    assert page.headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert "<script" not in page.text
    assert "set-cookie" not in page.headers
    styles = await _get(server, "/consents/page.css")
    assert styles.headers["content-type"] == "text/css; charset=utf-8"
    assert "prefers-color-scheme: dark" in styles.text


async def test_old_version_stays_at_its_address(server: Server) -> None:
    first = await publish_consent(server.database, server.site, term="1 год")
    await publish_consent(server.database, server.site, term="2 года")
    assert "1 год" in (await _get(server, f"/consents/{first.id}")).text


async def test_there_is_no_page_of_drafts_and_strangers(server: Server) -> None:
    scope = Scope(controller_id=server.site.controller_id)
    draft = await draft_document(server.database, scope, Purpose.PROCESSING, {})
    for name in (draft.id, uuid4(), "x", "%00"):
        for path in (f"/consents/{name}", f"/consents/{name}/text"):
            assert (await _get(server, path)).status_code == 404
