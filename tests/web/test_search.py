"""What operators find: words in all their forms, with slips of the keys, in names too; and what they are shown."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest

from ryadom.core.search import desk
from ryadom.core.search.desk import PAGE_RESULTS
from ryadom.protocol.filters import NONE
from ryadom.store.journal_chain import Action
from ryadom.store.visitors import name_visitor
from tests.search import DEADLINE_S, ask, feed_all, found_by, marked_in, say_each, texts_found, texts_of
from tests.waiting import until_true
from tests.web.accounts import account
from tests.web.client import Server
from tests.web.conftest import lift_limits
from tests.web.labels import make_labels
from tests.web.test_display_masking import records

CHATS = (
    "Хочу стол со стульями",
    "Ёлки уже привезли?",
    "Is the delivery free of charge?",
    "Заказ №48-2213 не пришёл",
    "Артикул AB-77/5 есть в наличии?",
    "Возврат синего чайника без чека",
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("столами", ["Хочу стол со стульями"]),
        ("СТУЛ", ["Хочу стол со стульями"]),
        ("елка", ["Ёлки уже привезли?"]),
        ("ёлками", ["Ёлки уже привезли?"]),
        ("deliveries", ["Is the delivery free of charge?"]),
        ("48-2213", ["Заказ №48-2213 не пришёл"]),
        ("2213", ["Заказ №48-2213 не пришёл"]),
        ("заказ 2213", ["Заказ №48-2213 не пришёл"]),
        ("ab77", []),
        ("ab-77/5", ["Артикул AB-77/5 есть в наличии?"]),
        ("чайник возврат", ["Возврат синего чайника без чека"]),
        ('"синий чайник"', ["Возврат синего чайника без чека"]),
        ("«чайник синий»", []),
        ("чайник -чек", []),
        ("чайник -гарантия", ["Возврат синего чайника без чека"]),
        ("чайник или стол", ["Возврат синего чайника без чека", "Хочу стол со стульями"]),
        ("delivery or елка", ["Is the delivery free of charge?", "Ёлки уже привезли?"]),
    ],
)
async def test_words_are_found_in_all_their_forms_with_quotes_minus_and_or(
    server: Server, query: str, found: list[str]
) -> None:
    await say_each(server, CHATS)
    async with account(server, "anna@shop.test") as anna:
        assert await texts_found(anna, query) == found


@pytest.mark.parametrize(
    "query",
    [
        "'; DROP TABLE entries; --",
        "стол' | 'чайник",
        "стол:* & !чайник <-> (",
        "\\'",
        "%_%",
        "((((((((",
        "-",
        '"',
        "«»",
        "или или or",
        "\u0000\u200b\ufeff",
        "🙂🙃",
        "\ud83d",
        "а" * 1_000,
        "слово " * 160,
        "стол -стол",
        "-стол",
    ],
)
async def test_whatever_is_typed_is_an_answer(server: Server, query: str) -> None:
    await say_each(server, CHATS[:1])
    async with account(server, "anna@shop.test") as anna:
        page = await found_by(anna, query.encode("utf-8", "replace").decode())
        assert page["results"] == [] or "стол" in query
        assert await texts_found(anna, "стол") == [CHATS[0]]


async def test_words_that_say_nothing_alone_are_too_little_and_too_many_characters_are_refused(server: Server) -> None:
    await say_each(server, CHATS[:1])
    async with account(server, "anna@shop.test") as anna:
        assert (await found_by(anna, "и не the"))["is_too_little"]
        assert (await found_by(anna, "  "))["is_too_little"]
        assert await texts_found(anna, "и не стол") == [CHATS[0]]
        refused = await ask(anna, "а" * 1_001)
        assert (refused.status_code, refused.json()["error"]["field"]) == (400, "query")
        refused = await ask(anna, "стол", cursor="наш")
        assert refused.json()["error"]["field"] == "cursor"


async def test_slip_of_the_keys_is_forgiven_in_words_that_several_customers_use(server: Server) -> None:
    await say_each(server, ["Когда доставка?", "Доставка в Тверь", "А доставка платная?", "Позовите Вахтангова"])
    async with account(server, "anna@shop.test") as anna:
        for mistyped in ("доствака", "дотавка", "доставкка", "достарка"):
            page = await found_by(anna, f"{mistyped} тверь")
            assert [marked_in(result) for result in page["results"]] == [["Доставка", "Тверь"]], mistyped
            assert page["corrected"] == [mistyped]
        assert (await found_by(anna, "доставка"))["corrected"] == []
        # What only one of them has written is nobody's business to guess at.
        assert await texts_found(anna, "Вахтангава") == []
        assert len(await texts_found(anna, "доста")) == 3
    async with server.database.connection() as connection:
        words = await connection.fetch("SELECT word FROM search_words ORDER BY word")
    assert [row["word"] for row in words] == ["доставк"]


async def test_names_of_customers_are_found_by_any_part_of_them_and_forgotten_when_they_change(server: Server) -> None:
    async with server.visitor() as visitor, account(server, "anna@shop.test") as anna:
        await visitor.say("Здравствуйте")

        async def call(name: str) -> None:
            async with server.database.transaction() as connection:
                await name_visitor(
                    connection, site_id=server.site.id, visitor_id=UUID(visitor.welcome["visitor_id"]), name=name
                )

        await call("Семён Подгорный-Вельский")
        await feed_all(server.database)
        for part in ("подгорн", "ельск", "Семен", "вельский семён", "се"):
            assert await texts_found(anna, part) == ["Семён Подгорный-Вельский"], part
        assert await texts_found(anna, "горнов") == []
        assert await texts_found(anna, "ем") == []
        await call("Аркадий")
        assert await texts_found(anna, "подгорный") == []
        await feed_all(server.database)
        assert await texts_found(anna, "аркад") == ["Аркадий"]


async def test_edited_and_deleted_messages_are_found_as_they_are(server: Server) -> None:
    async with server.visitor() as visitor, server.operator() as panel:
        first = await visitor.say("Здравствуйте")
        at = {"conversation_id": first["conversation_id"]}
        kept = await panel.say("Привезём самовар", **at)
        gone = await panel.say("Привезём граммофон", **at)
        await feed_all(server.database)
        async with account(server, "anna@shop.test") as anna:
            assert await texts_found(anna, "граммофон") == ["Привезём граммофон"]
            await panel.send("edit_message", echo_id=uuid4(), message_seq=kept["seq"], body="Привезём патефон", **at)
            await panel.receive("message_edited")
            await panel.send("delete_message", echo_id=uuid4(), message_seq=gone["seq"], **at)
            await panel.receive("message_deleted")
            # Before the index has heard of it, too.
            assert await texts_found(anna, "граммофон") == []
            assert await texts_found(anna, "самовар") == []
            await feed_all(server.database)
            assert await texts_found(anna, "патефоны") == ["Привезём патефон"]
    async with server.database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM search_texts WHERE seq = $1", gone["seq"]) == 0


async def test_results_are_conversations_with_their_newest_hits_and_pages_follow_without_gap_or_repetition(
    server: Server,
) -> None:
    count = PAGE_RESULTS + 5
    posted = await say_each(server, [f"Вопрос о самоваре {number}" for number in range(count)])
    async with server.operator() as panel:
        for number in range(5):
            await panel.say(f"Самовар ответ {number}", conversation_id=posted[0]["conversation_id"])
    await feed_all(server.database)
    async with account(server, "anna@shop.test") as anna:
        first = await found_by(anna, "самовар")
        second = await found_by(anna, "самовар", cursor=first["next_cursor"])
    ids = [result["conversation"]["id"] for page in (first, second) for result in page["results"]]
    assert ids == [posted[0]["conversation_id"], *(one["conversation_id"] for one in reversed(posted[1:]))]
    assert second["next_cursor"] is None
    newest = first["results"][0]
    assert [message["seq"] for message in newest["messages"]] == [7, 6, 5]
    assert newest["has_more_messages"]
    assert newest["messages"][0]["author_name"] == "Анна"


async def test_filters_choose_site_status_operator_period_and_files(server: Server) -> None:
    first, second = await say_each(server, ["Самовар первый", "Самовар второй"])
    async with server.operator() as panel:
        anna_id = panel.welcome["operator"]["id"]
        site_id = panel.welcome["sites"][0]["id"]
        at = {"conversation_id": first["conversation_id"], "echo_id": uuid4()}
        await panel.send("assign_conversation", operator_id=anna_id, **at)
        await panel.receive("conversation_assigned")
        await panel.send("set_status", status="closed", **{**at, "echo_id": uuid4()})
        await panel.receive("status_changed")
    now = datetime.now(UTC)
    async with account(server, "anna@shop.test") as anna:

        async def found(**fields: object) -> list[str]:
            return await texts_found(anna, "самовар", **fields)

        assert await found(status="closed") == ["Самовар первый"]
        assert await found(status="open", site_id=site_id) == ["Самовар второй"]
        assert await found(operator_id=anna_id) == ["Самовар первый"]
        assert await found(operator_id=str(NONE)) == ["Самовар второй"]
        assert await found(department_id=str(uuid4())) == []
        assert await found(department_id=str(NONE)) == ["Самовар второй", "Самовар первый"]
        assert await found(has_files=True) == []
        assert await found(since=(now - timedelta(minutes=5)).isoformat()) == ["Самовар второй", "Самовар первый"]
        assert await found(until=(now - timedelta(minutes=5)).isoformat()) == []
        assert await found(until=second["created_at"]) == ["Самовар первый"]
        refused = await ask(anna, "самовар", site_id=str(uuid4()))
        assert refused.json()["error"]["code"] == "site_unknown"


async def test_tag_is_looked_for_as_far_back_as_it_goes_a_bounded_part_at_a_time(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag_id = (await make_labels(server, tags=("VIP",)))["VIP"]
    first, *_ = await say_each(server, [f"Самовар {number}" for number in range(12)])
    async with server.operator() as panel:
        await panel.send(
            "tag_conversation", conversation_id=first["conversation_id"], add_ids=[tag_id], echo_id=uuid4()
        )
        await panel.receive("conversation_tagged")
    monkeypatch.setattr(desk, "STRETCH_HITS", 2)
    monkeypatch.setattr(desk, "MOST_LOOKS", 5)
    async with account(server, "anna@shop.test") as anna:
        page = await found_by(anna, "самовар", tag_id=tag_id)
        assert page["results"] == []
        pages = [page]
        while pages[-1]["next_cursor"]:
            pages.append(await found_by(anna, "самовар", tag_id=tag_id, cursor=pages[-1]["next_cursor"]))
        assert [text for page in pages for result in page["results"] for text in texts_of(result)] == ["Самовар 0"]
        monkeypatch.undo()
        assert await texts_found(anna, "самовар", tag_id=str(uuid4())) == []
        refused = await ask(anna, "самовар", tag_id="VIP")
        assert (refused.status_code, refused.json()["error"]["field"]) == (400, "tag_id")


async def test_excerpts_are_plain_pieces_around_what_was_found(server: Server) -> None:
    long = "вода " * 200 + "<b>Самовар</b> &amp; " + "чай " * 200
    await say_each(server, [long])
    async with account(server, "anna@shop.test") as anna:
        [result] = (await found_by(anna, "самовары"))["results"]
    pieces = result["messages"][0]["pieces"]
    assert [piece["text"] for piece in pieces if piece.get("is_found")] == ["Самовар"]
    text = "".join(piece["text"] for piece in pieces)
    assert "<b>Самовар</b> &amp;" in text
    assert text.startswith("…вода")
    assert text.endswith("…")
    assert len(text) < 200


async def test_each_search_is_journalled_by_person_with_its_words_sealed(server: Server) -> None:
    posted = await say_each(server, ["Самовар для Петровых", "Самовар Ивановым"])
    async with account(server, "anna@shop.test") as anna:
        await found_by(anna, "самовар")
        await found_by(anna, "ничего такого")
    told = await records(server, Action.CONVERSATIONS_SEARCHED)
    shown = {record.conversation_ids for record in told}
    assert shown == {(), *((UUID(one["conversation_id"]),) for one in posted)}
    assert all(len(record.visitor_ids) == 1 and record.sealed for record in told if record.conversation_ids)
    assert all("самовар" not in str(record.details) for record in told)
    [nobody] = [record for record in told if not record.conversation_ids]
    assert nobody.sealed is None


async def test_message_is_found_within_five_seconds_while_others_are_sent(server: Server) -> None:
    """The server's own feeder, at its own pace, by the server's own clock."""
    lift_limits(server)
    ended = asyncio.Event()

    async def chatter(number: int) -> int:
        async with server.visitor() as visitor:
            count = 0
            while not ended.is_set():
                await visitor.say(f"Вопрос {number} о доставке номер {count}")
                count += 1
            return count

    async with account(server, "anna@shop.test") as anna, asyncio.TaskGroup() as others:
        tasks = [others.create_task(chatter(number)) for number in range(3)]
        try:
            for word in ("бергамот", "лапсанг", "матча"):
                async with server.visitor() as visitor:
                    posted = await visitor.say(f"Есть {word}?")
                await until_true(partial(_is_fed, server, posted["conversation_id"]), deadline_s=DEADLINE_S)
                assert await texts_found(anna, word) == [f"Есть {word}?"]
                async with server.database.connection() as connection:
                    now: datetime = await connection.fetchval("SELECT clock_timestamp()")
                assert now - datetime.fromisoformat(posted["created_at"]) < timedelta(seconds=5)
        finally:
            ended.set()
    assert min(task.result() for task in tasks) > 10


async def _is_fed(server: Server, conversation_id: str) -> bool:
    """Asked of the database: whoever searches as often is slowed down."""
    async with server.database.connection() as connection:
        found = "SELECT EXISTS (SELECT FROM search_texts WHERE conversation_id = $1 AND seq > 0)"
        return bool(await connection.fetchval(found, UUID(conversation_id)))
