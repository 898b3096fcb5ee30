"""Who follows the marks of exchanges comes to hold what a fresh welcome tells, whatever falls between two requests."""

import asyncio
import random
from uuid import uuid4

import pytest

from ryadom.web.exchange import PATIENCE_S
from tests.waiting import until
from tests.web.client import Client, JsonObject, Server
from tests.web.exchanges import Exchanges, exchanging

STEPS = 12


class _Follower:
    """What a page shows of the state that `welcome` tells, by the widget's rules."""

    def __init__(self, exchanges: Exchanges) -> None:
        self.exchanges = exchanges
        self.state: JsonObject = {}

    async def follow(self) -> None:
        """Greets and waits until cancelled."""
        while True:
            if self.exchanges.mark:
                for event in await self.exchanges.wait():
                    self._apply(event)
            else:
                self.state = _state_of(await self.exchanges.greet())

    def _apply(self, event: JsonObject) -> None:
        match event["type"]:
            case "availability_changed":
                self.state["operators_online"] = event["operators_online"]
            case "read_marked":
                mark = f"{event['reader']}_read_seq"
                self.state[mark] = max(self.state[mark], event["seq"])
            case "status_changed":
                self.state["status"] = event["status"]
            case "conversation_assigned":
                self.state["operator"] = event["operator"]


def _state_of(welcome: JsonObject) -> JsonObject:
    conversation = welcome["conversation"]
    told = ("status", "visitor_read_seq", "operator_read_seq", "operator")
    return {name: conversation[name] for name in told} | {"operators_online": welcome["site"]["operators_online"]}


async def _act(operator: Client, tab: Client, conversation_id: str, dice: random.Random) -> None:
    """One of the things that operators, and visitors in another tab, do."""
    where = {"conversation_id": conversation_id}
    match dice.randrange(6):
        case 0:
            await operator.say("Ответ", conversation_id=conversation_id)
        case 1:
            await tab.say("Вопрос")
        case 2:
            await operator.send("mark_read", seq=1, **where)
        case 3:
            status = dice.choice(("open", "closed"))
            await operator.send("set_status", echo_id=uuid4(), status=status, **where)
        case 4:
            await operator.send("set_typing", active=dice.random() < 0.5, **where)
        case _:
            await operator.send("assign_conversation", echo_id=uuid4(), operator_id=None, **where)
    await operator.ping()


@pytest.mark.usefixtures("short_leases")
@pytest.mark.parametrize("seed", range(1, 6))
async def test_follower_ends_with_what_a_fresh_welcome_tells(server: Server, seed: int) -> None:
    dice = random.Random(seed)
    async with exchanging(server) as exchanges, server.visitor() as tab:
        conversation_id = (await tab.say("Здравствуйте"))["conversation_id"]
        exchanges.hello["token"] = tab.welcome["token"]
        follower = _Follower(exchanges)
        following = asyncio.create_task(follower.follow())
        try:
            for _ in range(3):
                async with server.operator() as operator:
                    for _ in range(STEPS // 3):
                        await _act(operator, tab, conversation_id, dice)
            await tab.say("Конец")
            async with server.visitor(token=tab.welcome["token"]) as fresh:
                while fresh.welcome["site"]["operators_online"]:
                    fresh.welcome["site"] |= await fresh.receive("availability_changed")
                told = _state_of(fresh.welcome)
                # Before silence would have it ask anew.
                await until(lambda: follower.state == told, deadline_s=PATIENCE_S / 2)
                assert fresh.history is not None
                held = [exchanges.entries[seq] for seq in sorted(exchanges.entries)]
                assert held == fresh.history["entries"]
        finally:
            following.cancel()
