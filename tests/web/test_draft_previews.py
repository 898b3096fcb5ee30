"""What a visitor is writing: told to operators of the site only, by a consent of its own, and kept nowhere."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from ryadom.protocol.visitor import Purpose
from ryadom.store.consent_documents import Document
from tests.consents import ask_for_consent, publish_consent
from tests.web.client import Client, Server
from tests.web.site_visitors import show_visitors

DRAFT = "Хочу вернуть чайник, мой телефон +7 916 123-45-67"
COVERED = "Хочу вернуть чайник, мой телефон +• ••• •••••••••"


@pytest.fixture
async def processing(server: Server) -> Document:
    return await ask_for_consent(server.database, server.site)


@pytest.fixture
async def reading(server: Server, processing: Document) -> Document:
    return await publish_consent(server.database, server.site, Purpose.DRAFT_PREVIEW)


@pytest.fixture
async def visitor(server: Server, reading: Document) -> AsyncIterator[Client]:
    async with server.visitor() as client:
        yield client


async def _preview(visitor: Client, conversation_id: str, draft: str = DRAFT) -> None:
    await visitor.send("preview_draft", conversation_id=conversation_id, draft=draft)


async def test_who_agreed_is_read_along_with_but_for_numbers(
    server: Server, visitor: Client, processing: Document, reading: Document
) -> None:
    posted = await visitor.say("Здравствуйте", agree_to=[processing.id, reading.id])
    async with server.operator() as operator, server.visitor(token=visitor.welcome["token"]) as other_tab:
        await _preview(visitor, posted["conversation_id"])
        typing = await operator.receive("typing")
        assert (typing["conversation_id"], typing["active"]) == (posted["conversation_id"], True)
        assert (typing["author"]["kind"], typing["draft"]) == ("visitor", COVERED)
        await _preview(visitor, posted["conversation_id"], "")
        assert (await operator.receive("typing"))["active"] is False
        # It goes one way: not to the visitor's own tabs, nor into the database.
        await other_tab.send("ping")
        while (frame := await other_tab.receive())["type"] != "pong":
            assert frame["type"] != "typing"
    async with server.database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM entries WHERE body LIKE '%чайник%'") == 0
        assert await connection.fetchval("SELECT count(*) FROM entries") == 1


async def test_without_a_consent_of_its_own_nothing_is_shown(
    server: Server, visitor: Client, processing: Document, reading: Document
) -> None:
    posted = await visitor.say("Здравствуйте", agree_to=[processing.id])
    async with server.operator() as operator:
        await _preview(visitor, posted["conversation_id"])
        error = await visitor.error()
        assert (error["code"], [one["id"] for one in error["consents"]]) == ("consent_required", [str(reading.id)])
        await visitor.send("set_typing", conversation_id=posted["conversation_id"], active=True)
        assert (await operator.receive("typing")).get("draft") is None


async def test_withdrawal_ends_it_at_once(
    server: Server, visitor: Client, processing: Document, reading: Document
) -> None:
    posted = await visitor.say("Здравствуйте", agree_to=[processing.id, reading.id])
    async with server.operator() as operator:
        await _preview(visitor, posted["conversation_id"])
        assert (await operator.receive("typing"))["active"] is True
        await visitor.send("withdraw_consent", echo_id=uuid4(), purpose="draft_preview")
        ended = await operator.receive("typing")
        assert (ended["active"], ended["draft"]) == (False, "")
        await _preview(visitor, posted["conversation_id"])
        assert (await visitor.error())["code"] == "consent_required"
        # What they write is taken on.
        await visitor.say("Пишу дальше")


async def test_who_is_blocked_is_read_along_with_no_more_though_no_word_of_it_came(
    server: Server, visitor: Client, processing: Document, reading: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted = await visitor.say("Здравствуйте", agree_to=[processing.id, reading.id])
    monkeypatch.setattr("ryadom.core.visitor_standing.LOOK_INTERVAL_S", 0.0)
    async with server.operator() as operator:
        async with server.database.connection() as connection:
            await connection.execute("UPDATE visitors SET blocked_at = now(), block_reason = 'unlawful'")
        await _preview(visitor, posted["conversation_id"])
        await visitor.ping()
        await operator.send("ping")
        while (frame := await operator.receive())["type"] != "pong":
            assert frame["type"] != "typing"


async def test_refused_preview_hides_nobody_from_the_list_of_visitors(
    server: Server, processing: Document, reading: Document
) -> None:
    await show_visitors(server.database, server.site)
    seen = server.app.state.context.visitor_desk.site_visitors
    async with server.visitor(page={"url": "http://shop.test/tea"}) as visitor:
        posted = await visitor.say("Здравствуйте", agree_to=[processing.id])
        await visitor.send("visit_page", page={"url": "http://shop.test/cart"})
        await visitor.ping()
        assert len(seen.on_site(server.site.id)) == 1
        await _preview(visitor, posted["conversation_id"])
        assert (await visitor.error())["code"] == "consent_required"
        assert len(seen.on_site(server.site.id)) == 1


async def test_site_that_does_not_ask_shows_nothing(server: Server) -> None:
    async with server.visitor() as visitor:
        posted = await visitor.say("Здравствуйте")
        await _preview(visitor, posted["conversation_id"])
        error = await visitor.error()
        assert (error["code"], error["consents"]) == ("consent_required", [])


async def test_another_visitors_conversation_and_too_long_a_text_are_refused(
    server: Server, visitor: Client, processing: Document, reading: Document
) -> None:
    both = [processing.id, reading.id]
    await visitor.say("Здравствуйте", agree_to=both)
    async with server.visitor() as stranger:
        theirs = await stranger.say("Добрый день", agree_to=both)
    await _preview(visitor, theirs["conversation_id"])
    assert (await visitor.error())["code"] == "conversation_unknown"
    await _preview(visitor, theirs["conversation_id"], "ж" * 501)
    assert (await visitor.error())["field"] == "draft"
