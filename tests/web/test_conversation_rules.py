"""Rules for conversations: what visitors write is sorted by itself, once, whatever is repeated, lost or killed."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID, uuid4

import msgspec
import pytest

from ryadom.core.conversation_rules.book import RuleBook
from ryadom.core.conversation_rules.heeding import NOTHING, RuleKeeper
from ryadom.core.conversation_rules.matching import Said
from ryadom.core.conversation_rules.rule import Occasion
from ryadom.core.hours import Day
from ryadom.core.operators import set_sight
from ryadom.core.widget_settings import WidgetSettings
from ryadom.errors import DatabaseUnavailable
from ryadom.live.writer import Change, Writer
from ryadom.store.conversations import Head
from ryadom.store.database import Database
from ryadom.store.sql import Connection
from ryadom.store.widget_settings import put_settings
from tests.bots import NAME, echoes, replies
from tests.web.accounts import enrolled
from tests.web.client import JsonObject, Server
from tests.web.conftest import another_server, serving
from tests.web.conversation_rules import deeds_in, furnish, make, of
from tests.web.labels import add_admin
from tests.web.own_departments import ANNA, SECRET, told_until
from tests.web.test_departments import SALES
from tests.web.test_leading import deed, history, row_of
from tests.web.test_webhook_bots import bot_of

RETURNING = of("Возвраты", "message", words=["возврат"], department="service", tags=["returns"])
BEGUN = of("Новые", "begun", department="sales", tags=["urgent"])


def deeds(entries: list[JsonObject]) -> list[tuple[str, str]]:
    return [(entry["type"], entry["rule"]) for entry in entries if "rule" in entry]


async def test_first_message_goes_to_the_department_with_tags_and_the_thread_says_which_rule(server: Server) -> None:
    shop = await furnish(server, RETURNING)
    async with server.operator() as anna, server.visitor() as guest:
        posted = await guest.say("Хочу ВОЗВРАТ чайника")
        id = posted["conversation_id"]
        row = await row_of(anna, id)
        assert (row["department"]["id"], row["tag_ids"], row["assignee"]) == (shop.service, [shop.returns], None)
        said, assigned, tagged = await history(anna, id)
        assert said["body"] == "Хочу ВОЗВРАТ чайника"
        assert (assigned["type"], assigned["rule"], assigned["operator"]) == ("conversation_assigned", "Возвраты", None)
        assert assigned["department"]["id"] == shop.service
        assert (tagged["type"], tagged["rule"], tagged["added_ids"]) == (
            "conversation_tagged",
            "Возвраты",
            [shop.returns],
        )
        assert {one["author"]["kind"] for one in (assigned, tagged)} == {"visitor"}
        assert {one["echo_id"] for one in (assigned, tagged)} == {None}
        # The visitor is told of the department as ever, and of no rule and no tag.
        told = await guest.receive("conversation_assigned")
        assert "rule" not in told
        assert [entry["type"] for entry in await history(guest, id)] == ["message_posted", "conversation_assigned"]


async def test_panel_that_is_open_hears_of_it_as_of_anybodys_doing(server: Server) -> None:
    shop = await furnish(server, RETURNING)
    async with server.operator() as anna, server.visitor() as guest:
        started_by = await guest.say("возврат")
        started = (await anna.receive("conversation_started"))["conversation"]
        assert (started["id"], started["department"]["id"]) == (started_by["conversation_id"], shop.service)
        assert (await anna.receive("conversation_assigned"))["rule"] == "Возвраты"
        assert (await anna.receive("conversation_tagged"))["rule"] == "Возвраты"


async def test_later_message_is_heeded_too_and_what_is_done_already_is_not_done_again(server: Server) -> None:
    shop = await furnish(server, RETURNING)
    async with server.operator() as anna, server.visitor() as guest:
        id = (await guest.say("Здравствуйте"))["conversation_id"]
        assert deeds(await history(anna, id)) == []
        await guest.say("Оформите возврат")
        assert await deeds_in(server, id) == [("assignment", "Возвраты"), ("tags", "Возвраты")]
        await guest.say("Возврат, пожалуйста")
        assert len(await deeds_in(server, id)) == 2
        # Whoever takes the tag off has the rule put it on again; what they lead stays where it is.
        await deed(
            anna, "assign_conversation", conversation_id=id, operator_id=anna.welcome["operator"]["id"],
            department_id=shop.sales, over_seq=(await history(anna, id))[-1]["seq"],
        )  # fmt: skip
        await deed(anna, "tag_conversation", conversation_id=id, add_ids=[], remove_ids=[shop.returns])
        await guest.say("Где же возврат?")
        row = await row_of(anna, id)
        assert (row["department"]["id"], row["tag_ids"]) == (shop.sales, [shop.returns])
        assert row["assignee"]["name"] == "Анна"


async def test_all_rules_act_in_order_and_the_first_with_a_department_chooses_it(server: Server) -> None:
    first = of("Срочные", "begun", tags=["urgent"])
    shop = await furnish(server, first, RETURNING, of("Все", "message", department="sales", tags=["urgent"]))
    async with server.operator() as anna, server.visitor() as guest:
        id = (await guest.say("Возврат!"))["conversation_id"]
        row = await row_of(anna, id)
        assert (row["department"]["id"], row["tag_ids"]) == (shop.service, [shop.urgent, shop.returns])
        assert await deeds_in(server, id) == [("assignment", "Возвраты"), ("tags", "Срочные"), ("tags", "Возвраты")]


async def test_department_that_the_visitor_chose_stays_and_the_tags_come_all_the_same(server: Server) -> None:
    shop = await furnish(server, RETURNING)
    async with server.operator() as anna, server.visitor() as guest:
        id = (await guest.say("Возврат", department=SALES))["conversation_id"]
        await guest.say("Возврат, говорю")
        row = await row_of(anna, id)
        assert (row["department"]["id"], row["tag_ids"]) == (shop.sales, [shop.returns])
        assert await deeds_in(server, id) == [("tags", "Возвраты")]
        # Who comes back may choose anew; who does not has chosen nothing.
        await deed(anna, "set_status", conversation_id=id, status="closed")
        await guest.say("Снова возврат", department=SALES)
        await guest.say("И ещё возврат")
        assert (await row_of(anna, id))["department"]["id"] == shop.sales
        await deed(anna, "set_status", conversation_id=id, status="closed")
        await guest.say("Опять возврат")
        assert (await row_of(anna, id))["department"]["id"] == shop.service
        assert await deeds_in(server, id) == [("tags", "Возвраты"), ("assignment", "Возвраты")]


async def test_department_that_an_operator_handed_it_to_stays(server: Server) -> None:
    shop = await furnish(server, RETURNING, of("Новые", "begun", department="service"))
    async with server.operator() as anna, server.visitor() as guest:
        id = (await guest.say("Вопрос"))["conversation_id"]
        await deed(
            anna, "assign_conversation", conversation_id=id, operator_id=None, department_id=shop.sales,
            over_seq=(await history(anna, id))[-1]["seq"],
        )  # fmt: skip
        await guest.say("Возврат")
        assert (await row_of(anna, id))["department"]["id"] == shop.sales
        assert await deeds_in(server, id) == [("assignment", "Новые"), ("tags", "Возвраты")]


async def test_rule_takes_it_further_from_where_another_rule_put_it(server: Server) -> None:
    shop = await furnish(server, BEGUN, RETURNING)
    async with server.operator() as anna, server.visitor() as guest:
        id = (await guest.say("Вопрос"))["conversation_id"]
        assert (await row_of(anna, id))["department"]["id"] == shop.sales
        await guest.say("Возврат")
        assert (await row_of(anna, id))["department"]["id"] == shop.service


async def test_conversation_that_is_opened_again_has_an_occasion_of_its_own(server: Server) -> None:
    again = of("Вернулись", "reopened", department="service", tags=["returns"])
    shop = await furnish(server, BEGUN, again)
    async with server.operator() as anna, server.visitor() as guest:
        id = (await guest.say("Вопрос"))["conversation_id"]
        assert await deeds_in(server, id) == [("assignment", "Новые"), ("tags", "Новые")]
        await anna.say("Ответ", conversation_id=id)
        await deed(anna, "set_status", conversation_id=id, status="closed")
        await guest.say("Ещё вопрос")
        row = await row_of(anna, id)
        assert (row["status"], row["assignee"], row["department"]["id"]) == ("open", None, shop.service)
        assert (await deeds_in(server, id))[2:] == [("assignment", "Вернулись"), ("tags", "Вернулись")]
        # What an operator opens again is no visitor's doing.
        await deed(anna, "set_status", conversation_id=id, status="closed")
        await deed(anna, "set_status", conversation_id=id, status="open")
        assert len(await deeds_in(server, id)) == 4


async def test_what_is_archived_is_passed_over_and_the_rest_of_the_rule_goes_on(server: Server) -> None:
    both = of("Возвраты", "message", department="service", tags=["returns", "urgent"])
    shop = await furnish(server, both, of("Прочее", "message", department="sales"))
    async with server.database.connection() as connection:
        await connection.execute("UPDATE departments SET archived_at = now() WHERE id = $1", UUID(shop.service))
        await connection.execute("UPDATE labels SET archived_at = now() WHERE id = $1", UUID(shop.returns))
    async with server.operator() as anna, server.visitor() as guest:
        id = (await guest.say("Вопрос"))["conversation_id"]
        row = await row_of(anna, id)
        assert (row["department"]["id"], row["tag_ids"]) == (shop.sales, [shop.urgent])
        assert await deeds_in(server, id) == [("assignment", "Прочее"), ("tags", "Возвраты")]


async def test_bot_leads_on_in_the_department_that_a_rule_chooses(server: Server) -> None:
    shop = await furnish(server, RETURNING)
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, replies(echoes)):
        id = (await guest.say("Возврат"))["conversation_id"]
        assert (await guest.receive("message_posted"))["body"] == "Вы пишете: Возврат"
        row = await row_of(anna, id)
        assert (row["department"]["id"], row["assignee"]["name"], row["queued_at"]) == (shop.service, NAME, None)
        assert deeds(await history(anna, id)) == [
            ("conversation_assigned", "Возвраты"),
            ("conversation_tagged", "Возвраты"),
        ]
        # The visitor is told once who answers.
        joined = [entry for entry in await history(guest, id) if entry["type"] == "conversation_assigned"]
        assert [entry["operator"]["name"] for entry in joined] == [NAME]


async def test_whoever_sees_their_own_departments_only_hears_nothing_of_what_a_rule_hands_elsewhere(
    server: Server,
) -> None:
    await furnish(server, RETURNING, members=("Анна",))
    await set_sight(server.database, email=ANNA, sees_own_departments_only=True)
    async with server.operator() as anna, server.visitor() as guest, server.visitor() as other:
        await guest.say(f"Возврат, {SECRET}")
        await other.say("Просто вопрос")
        told = await told_until(anna, "Просто вопрос")
        assert SECRET not in str(told)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"pages": "/cart*"}, True),
        ({"pages": "/about"}, False),
        ({"utm_source": "VK", "utm_campaign": "лето"}, True),
        ({"utm_source": "yandex"}, False),
        ({"language": "ru"}, True),
        ({"language": "en"}, False),
        ({"visitors": "new"}, True),
        ({"visitors": "known"}, False),
        ({"hours": "away"}, False),
        ({"hours": "working"}, False),
        ({"is_on": False}, False),
    ],
)
async def test_rule_asks_where_when_and_who(server: Server, asked: dict[str, Any], expected: bool) -> None:
    await furnish(server, of("Правило", "begun", tags=["urgent"], **asked))
    page = {"url": "http://shop.test/cart?utm_source=vk&utm_campaign=%D0%9B%D0%B5%D1%82%D0%BE", "title": "Корзина"}
    async with server.visitor(page=page, locale="ru-RU") as guest:
        id = (await guest.say("Вопрос"))["conversation_id"]
    assert bool(await deeds_in(server, id)) is expected


async def test_campaign_is_of_the_first_page_and_the_address_of_the_page_by_then(server: Server) -> None:
    asked = {"utm_source": "vk", "pages": "/cart*"}
    await furnish(server, of("Корзина", "message", tags=["urgent"], **asked))
    async with server.visitor(page={"url": "http://shop.test/?utm_source=vk", "title": ""}) as guest:
        id = (await guest.say("Вопрос"))["conversation_id"]
        assert await deeds_in(server, id) == []
        await guest.send("visit_page", page={"url": "http://shop.test/cart", "title": "Корзина"})
        await guest.say("Как оплатить?")
        assert await deeds_in(server, id) == [("tags", "Корзина")]


async def test_customer_of_whom_there_is_a_card_is_known(server: Server) -> None:
    await furnish(server, of("Знакомые", "message", visitors="known", tags=["urgent"]))
    async with server.visitor() as guest:
        id = (await guest.say("Вопрос"))["conversation_id"]
        assert await deeds_in(server, id) == []
        async with server.database.connection() as connection:
            await connection.execute(
                "INSERT INTO customer_cards (site_id, visitor_id, revision, name)"
                " SELECT site_id, visitor_id, 1, 'Иван' FROM conversations WHERE id = $1",
                UUID(id),
            )
        await guest.say("Это Иван")
        assert await deeds_in(server, id) == [("tags", "Знакомые")]


@pytest.mark.parametrize(("hours", "is_day"), [("working", True), ("away", False)])
async def test_hours_are_those_of_the_site(server: Server, hours: str, is_day: bool) -> None:
    await furnish(server, of("Часы", "begun", hours=hours, tags=["urgent"]))
    today = datetime.now(UTC).weekday()
    # The whole of the days around now, or all of the others: no clock is on the edge of either.
    near = {(today + days) % 7 for days in (-1, 0, 1)}
    week = [Day(opens=0, closes=1_440) if (day in near) is is_day else None for day in range(7)]
    json = msgspec.json.encode(WidgetSettings(hours=week, time_zone="UTC")).decode()
    async with server.database.connection() as connection:
        assert await put_settings(connection, server.site.id, json, over_version=0)
    async with server.visitor() as guest:
        id = (await guest.say("Вопрос"))["conversation_id"]
    assert await deeds_in(server, id) == [("tags", "Часы")]


async def test_form_that_a_bot_filled_in_is_heeded_by_nobody(server: Server) -> None:
    await furnish(server, BEGUN)
    async with server.visitor() as guest:
        id = (await guest.say("Купите ссылки", about={"website": "http://spam.test"}))["conversation_id"]
    assert await deeds_in(server, id) == []


# --- once -------------------------------------------------------------------------------------------------------------


async def test_message_that_is_sent_to_two_servers_at_once_is_heeded_once(
    database_url: str, database: Database
) -> None:
    async with (
        serving(database_url, database) as near,
        another_server(database_url, database, near.site) as far,
    ):
        await furnish(near, RETURNING, BEGUN)
        await far.app.state.context.rules.book.refresh()
        async with near.visitor() as here:
            token = here.welcome["token"]
            async with far.visitor(token=token) as there:
                for body in ("Первый возврат", "Второй возврат"):
                    echo_id = uuid4()
                    said = await asyncio.gather(*(one.say(body, echo_id=echo_id) for one in (here, there)))
                    said.append(await there.say(body, echo_id=echo_id))
                    assert len({(entry["conversation_id"], entry["seq"]) for entry in said}) == 1
        id = said[0]["conversation_id"]
        assert await deeds_in(near, id) == [("assignment", "Возвраты"), ("tags", "Возвраты"), ("tags", "Новые")]


async def test_message_that_was_stored_before_there_was_a_rule_is_not_heeded_when_it_is_sent_again(
    server: Server,
) -> None:
    shop = await furnish(server)
    async with server.visitor() as guest:
        echo_id = uuid4()
        id = (await guest.say("Возврат", echo_id=echo_id))["conversation_id"]
        async with enrolled(server, await add_admin(server, name="Олег")) as oleg:
            await make(oleg, shop, [RETURNING])
        await guest.say("Возврат", echo_id=echo_id)
        assert await deeds_in(server, id) == []
        await guest.say("Возврат же")
        assert await deeds_in(server, id) == [("assignment", "Возвраты"), ("tags", "Возвраты")]


@pytest.mark.parametrize("is_committed", [True, False])
async def test_commit_that_is_lost_or_whose_answer_is_has_the_rules_heeded_once(
    server: Server, monkeypatch: pytest.MonkeyPatch, is_committed: bool
) -> None:
    shop = await furnish(server, RETURNING)
    commit = Writer._commit
    lost: list[int] = []

    async def once_lost(writer: Writer, change: Callable[[Connection], Awaitable[Change[object]]]) -> Change[object]:
        async def killed(connection: Connection) -> Change[object]:
            done = await change(connection)
            if len(done.entries) == 3 and not lost and not is_committed:
                lost.append(len(done.entries))
                raise DatabaseUnavailable("Killed before the commit.", retry_after_s=0.1)
            return done

        done = await commit(writer, killed)
        if len(done.entries) == 3 and not lost:
            lost.append(len(done.entries))
            raise DatabaseUnavailable("The answer did not come.", retry_after_s=0.1)
        return done

    monkeypatch.setattr(Writer, "_commit", once_lost)
    async with server.operator() as anna, server.visitor() as guest:
        id = (await guest.say("Возврат"))["conversation_id"]
        assert lost == [3]
        assert await deeds_in(server, id) == [("assignment", "Возвраты"), ("tags", "Возвраты")]
        assert [entry["seq"] for entry in await history(anna, id)] == [1, 2, 3]
        assert (await row_of(anna, id))["department"]["id"] == shop.service


async def test_rule_that_was_turned_off_elsewhere_does_nothing_though_this_server_has_not_heard(
    server: Server,
) -> None:
    await furnish(server, RETURNING)
    async with server.database.connection() as connection:
        await connection.execute("UPDATE conversation_rules SET rules = '[]', version = version + 1")
    async with server.visitor() as guest:
        id = (await guest.say("Возврат"))["conversation_id"]
    assert await deeds_in(server, id) == []


async def test_message_that_no_rule_concerns_asks_no_database(server: Server) -> None:
    shop = await furnish(server, RETURNING)
    book: RuleBook = server.app.state.context.rules.book
    keeper = RuleKeeper(book=book, now=lambda: datetime.now(UTC))
    # Whatever is asked of these fails.
    nowhere, head = cast(Connection, None), cast(Head, server.site)
    for site_id, body in ((server.site.id, "Здравствуйте"), (UUID(shop.sales), "Возврат")):
        said = Said(body=body, page_url=None, locale="ru")
        assert not keeper.may_concern(site_id, said)
        assert not book.may_concern(site_id, said, tuple(Occasion))
    head = cast(Head, _Elsewhere(site_id=UUID(shop.sales)))
    said = Said(body="Возврат", page_url=None, locale="ru")
    assert await keeper.ask(nowhere, head, said, *Occasion) is NOTHING


class _Elsewhere(msgspec.Struct, frozen=True):
    site_id: UUID


async def test_plain_message_of_a_site_with_rules_goes_with_the_group_where_none_concerns_it(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    await furnish(server, RETURNING)
    async with server.visitor() as guest:
        await guest.say("Здравствуйте")
        alone = _count_writes(monkeypatch)
        await guest.say("Сколько стоит?")
        assert alone == []
        await guest.say("А возврат?")
        assert alone == [1]


def _count_writes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A one for each message that has a transaction of its own."""
    counted: list[int] = []
    write = Writer.write

    async def counting(writer: Writer, *arguments: Any, **options: Any) -> object:
        counted.append(1)
        return await write(writer, *arguments, **options)

    monkeypatch.setattr(Writer, "write", counting)
    return counted


async def test_rules_of_one_site_are_nothing_to_another(server: Server) -> None:
    await furnish(server, RETURNING)
    async with (
        server.operator("boris@other.test") as boris,
        server.visitor(site="other-key-1", origin="http://other.test") as guest,
    ):
        id = (await guest.say("Возврат"))["conversation_id"]
        assert deeds(await history(boris, id)) == []
