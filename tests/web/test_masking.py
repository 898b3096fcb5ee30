"""Personal data in messages: what a site does not want stored is nowhere, and the sender sees what is."""

import asyncio
import io
import threading
from uuid import uuid4

import asyncpg
import pytest

from ryadom.core.masking import site_policies
from ryadom.privacy.detect import Kind
from ryadom.privacy.masking import replace_personal
from ryadom.privacy.policies import Policy
from ryadom.store.database import Database
from tests.web.client import Server, furnish
from tests.web.conftest import another_server, serving

CARD = "4111 1111 1111 1111"


async def test_card_of_a_visitor_reaches_neither_operator_nor_database_nor_log(
    server: Server, database_url: str, log: io.StringIO
) -> None:
    async with server.operator() as operator, server.visitor() as visitor:
        posted = await visitor.say(f"Вот карта {CARD}, спасибо")
        again = await visitor.say("ещё 4111111111111111", conversation_id=posted["conversation_id"])
        told = [await operator.receive("message_posted") for _ in range(2)]

    stored = await everything_stored(database_url)
    assert [posted["body"], again["body"]] == ["Вот карта •••• 1111, спасибо", "ещё карта •••• 1111"]
    assert [event["body"] for event in told] == [posted["body"], again["body"]]
    assert "карта •••• 1111" in stored
    assert "1111 1111" not in stored
    assert "11111111" not in stored
    assert "1111" not in log.getvalue()


async def test_card_and_passport_in_an_answer_reach_no_visitor(server: Server) -> None:
    async with server.operator() as operator, server.visitor() as visitor:
        conversation_id = (await visitor.say("Здравствуйте"))["conversation_id"]
        for body in (f"Переведите на {CARD}", "Ваш паспорт 45 09 123456?"):
            await operator.say(body, conversation_id=conversation_id)
        received = [await visitor.receive("message_posted") for _ in range(2)]

    assert [event["body"] for event in received] == ["Переведите на карта •••• 1111", "Ваш паспорт ••••?"]


async def test_message_sent_again_with_its_card_is_known_and_told_as_stored(server: Server) -> None:
    echo_id = uuid4()
    async with server.visitor() as visitor:
        first = await visitor.say(CARD, echo_id=echo_id)
        second = await visitor.say(CARD, echo_id=echo_id)

    assert first == second
    assert first["body"] == "карта •••• 1111"


async def test_body_full_of_digits_is_searched_beside_the_loop_and_stays_before_the_next_one(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: dict[int, int] = {}

    def noted(text: str, kinds: frozenset[Kind]) -> str:
        threads[len(text)] = threading.get_ident()
        return replace_personal(text, kinds)

    monkeypatch.setattr("ryadom.privacy.policies.replace_personal", noted)
    full = ("91-61-23-" * 500)[:3_900] + f" карта {CARD}"
    async with server.visitor() as visitor:
        conversation_id = (await visitor.say("Здравствуйте"))["conversation_id"]
        for body in (full, "ещё"):
            await visitor.send("send_message", echo_id=uuid4(), body=body, conversation_id=conversation_id)
        received = [await visitor.receive("message_posted") for _ in range(2)]

    assert received[0]["body"].endswith("карта •••• 1111")
    assert received[1]["body"] == "ещё"
    assert threads[len("ещё")] == threading.get_ident() != threads[len(full)]


async def test_site_may_keep_cards_and_replace_phones(database_url: str, database: Database) -> None:
    site = await furnish(database)
    await site_policies(database, site.key, {Kind.PHONE: Policy.REPLACE, Kind.CARD: Policy.KEEP})
    async with another_server(database_url, database, site) as server, server.visitor() as visitor:
        assert (await visitor.say("Мой номер +7 999 000-12-34"))["body"] == "Мой номер телефон ••••"
        assert (await visitor.say(CARD))["body"] == CARD


async def test_word_of_one_site_says_nothing_for_another(database_url: str, database: Database) -> None:
    site = await furnish(database)
    await site_policies(database, "other-key-1", {Kind.PHONE: Policy.REPLACE, Kind.CARD: Policy.KEEP})
    async with another_server(database_url, database, site) as server, server.visitor() as visitor:
        assert (await visitor.say(f"{CARD}, +7 999 000-12-34"))["body"] == "карта •••• 1111, +7 999 000-12-34"


async def test_running_server_takes_over_a_changed_policy_by_itself(
    database_url: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ryadom.app.chores.REFRESH_INTERVAL_S", 0.05)
    async with serving(database_url, database) as server, server.visitor() as visitor:
        await site_policies(database, server.site.key, {Kind.EMAIL: Policy.REPLACE})
        async with asyncio.timeout(10):
            while (await visitor.say("anna@example.ru"))["body"] != "почта ••••":  # noqa: ASYNC110
                # At the pace that the limit on a visitor's commands allows.
                await asyncio.sleep(0.15)


async def test_body_that_grows_too_long_by_its_marks_is_refused(database_url: str, database: Database) -> None:
    site = await furnish(database)
    await site_policies(database, site.key, {Kind.EMAIL: Policy.REPLACE})
    async with another_server(database_url, database, site) as server, server.visitor() as visitor:
        await visitor.send("send_message", echo_id=uuid4(), body="a@b.ru " * 571)
        assert (await visitor.error())["code"] == "bad_body"
        assert (await visitor.say("a@b.ru"))["body"] == "почта ••••"


async def everything_stored(database_url: str) -> str:
    """Every row of every table, as text."""
    rows = io.BytesIO()
    connection = await asyncpg.connect(database_url, timeout=10)
    try:
        for table in await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
            await connection.copy_from_table(table["tablename"], output=rows)
    finally:
        await connection.close()
    return rows.getvalue().decode()
