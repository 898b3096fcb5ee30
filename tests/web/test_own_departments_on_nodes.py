"""Whoever is limited, on another server than those whose conversations they may not see."""

import json
from datetime import UTC, datetime
from uuid import UUID

from ryadom.core.blocking import BlockReason, block_person, unblock_person
from ryadom.live.lines import installation_line
from ryadom.privacy.persons import find_person
from ryadom.store.database import Database
from tests.buses import Bus
from tests.web.client import JsonObject
from tests.web.own_departments import OLEG, SECRET, add_colleague, code_of_fetching, divide, told_until, transfer
from tests.web.test_two_nodes import Nodes, nodes  # noqa: F401 - a fixture


async def test_limited_socket_on_another_node_hears_of_what_it_may_see_alone(
    nodes: Nodes,  # noqa: F811 - the fixture
) -> None:
    near, far = nodes.near, nodes.far
    shop = await divide(near)
    await add_colleague(near)
    async with far.operator() as anna, near.operator(OLEG) as oleg, near.visitor() as free, near.visitor() as visitor:
        await free.say("Здравствуйте")
        await told_until(anna, "Здравствуйте")
        id = (await visitor.say(SECRET, department=shop.service))["conversation_id"]
        await visitor.send("set_typing", conversation_id=id, active=True)
        await oleg.send("set_typing", conversation_id=id, active=True)
        await oleg.say(f"{SECRET}: ответ", conversation_id=id)
        await free.say("Ещё вопрос")
        told = json.dumps(await told_until(anna, "Ещё вопрос"), ensure_ascii=False)
        assert SECRET not in told
        assert id not in told

        await transfer(oleg, id, department_id=shop.sales)
        assert (await anna.receive("conversation_assigned"))["conversation_id"] == id
        assert await code_of_fetching(anna, id) == ""
        await transfer(oleg, id, department_id=shop.service)
        assert await anna.receive("conversation_hidden", "message_posted") == {
            "type": "conversation_hidden",
            "conversation_id": id,
        }


async def test_blocking_hides_and_shows_only_what_is_in_sight(
    nodes: Nodes,  # noqa: F811 - the fixture
    database: Database,
    database_url: str,
    bus: Bus,
) -> None:
    near, far = nodes.near, nodes.far
    shop = await divide(near)
    async with far.operator() as anna, near.visitor() as seen, near.visitor() as unseen:
        seen_id = (await seen.say("Цена", department=shop.sales))["conversation_id"]
        unseen_id = (await unseen.say(SECRET, department=shop.service))["conversation_id"]
        await told_until(anna, "Цена")
        line = await installation_line(database, database_url=database_url, bus_url=bus.url)
        told: list[JsonObject] = []
        for id in (unseen_id, seen_id):
            person = await find_person(database, site_key=near.site.key, conversation_id=UUID(id))
            await block_person(database, line, person, now=datetime.now(UTC), reason=BlockReason.UNLAWFUL)
            await unblock_person(database, line, person)
        while not told or told[-1]["type"] != "conversation_shown":
            told.append(await anna.receive("conversation_hidden", "conversation_shown"))
        assert {one["conversation_id"] for one in told} == {seen_id}
