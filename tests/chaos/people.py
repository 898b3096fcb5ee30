"""Visitors in one tab or several, and operators who answer, take, give back, close and open, by plan."""

import asyncio
import random
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

from msgspec import Struct

from tests.chaos.clients import Client, Surroundings
from tests.chaos.history import Joined, assignment, status
from tests.web.client import JsonObject

MARK = "chaos"
"""Begins every body, so that `commit_gate` knows a message when it passes."""


class Act(StrEnum):
    """What a step does."""

    SAY = "say"
    TAKE = "take"
    GIVE_BACK = "give back"
    CLOSE = "close"
    OPEN = "open"


class Step(Struct, frozen=True, kw_only=True):
    """One thing to do, `pause_s` after the one before. `visitor`: in whose conversation; `tab`: of the visitor's."""

    pause_s: float
    visitor: str
    act: Act
    echo_id: str
    tab: int = 0


def plan_visitor(name: str, rng: random.Random, *, seconds: float, tabs: int) -> list[Step]:
    """Messages now in one tab, now in the other."""
    pauses = _pauses(rng, seconds, shortest_s=0.1, longest_s=1.5)
    return [
        Step(pause_s=pause_s, visitor=name, act=Act.SAY, echo_id=_echo_id(rng), tab=rng.randrange(tabs))
        for pause_s in pauses
    ]


def plan_operator(visitors: Sequence[str], rng: random.Random, *, seconds: float) -> list[Step]:
    """Mostly answers, now and then something else, to one visitor after the other."""
    acts, weights = list(Act), (12, 1, 1, 2, 1)
    return [
        Step(
            pause_s=pause_s,
            visitor=rng.choice(visitors),
            act=rng.choices(acts, weights)[0],
            echo_id=_echo_id(rng),
        )
        for pause_s in _pauses(rng, seconds, shortest_s=0.05, longest_s=0.8)
    ]


def _pauses(rng: random.Random, seconds: float, *, shortest_s: float, longest_s: float) -> Iterable[float]:
    spent = 0.0
    while spent < seconds:
        pause_s = rng.uniform(shortest_s, longest_s)
        spent += pause_s
        yield pause_s


def _echo_id(rng: random.Random) -> str:
    return str(UUID(int=rng.getrandbits(128), version=4))


class Identity:
    """What a browser keeps of a visitor, for all tabs."""

    def __init__(self) -> None:
        self.token: str | None = None
        self.is_known = asyncio.Event()


class Tab(Client):
    """One tab of a visitor."""

    path = "/ws/visitor"

    def __init__(
        self, name: str, around: Surroundings, rng: random.Random, *, site: str, origin: str, identity: Identity
    ) -> None:
        super().__init__(name, around, rng)
        self._site = site
        self._origin = origin
        self._identity = identity
        self._conversation_id: str | None = None

    async def join(self) -> None:
        """Runs as soon as another tab has learnt who the visitor is."""
        await self._identity.is_known.wait()
        await self.run()

    def options(self, port: int) -> dict[str, Any]:
        return {"origin": self._origin}

    def hello(self) -> JsonObject:
        held = self.timelines[self._conversation_id].last_seq if self._conversation_id else 0
        return {
            "type": "hello",
            "protocol": 1,
            "site": self._site,
            "token": self._identity.token,
            "page": {"url": f"{self._origin}/{self.name}"},
            "conversation_id": self._conversation_id,
            "after_seq": held,
        }

    def take_welcome(self, welcome: JsonObject) -> bool:
        self._identity.token = welcome["token"]
        self._identity.is_known.set()
        if not self.author:
            self.author = welcome["visitor_id"]
            site = self._site
            self.history.note(Joined(at=self.history.clock(), client=self.name, site=site, visitor=self.author))
        conversation = welcome["conversation"]
        if conversation is None:
            return True
        self._conversation_id = conversation["id"]
        self.timelines[conversation["id"]].hear_of(conversation["last_seq"])
        return False

    def see(self, entry: JsonObject) -> None:
        self._conversation_id = entry["conversation_id"]
        super().see(entry)

    def take_other(self, frame: JsonObject) -> None:
        """Signs, which promise nothing."""

    def say(self, step: Step, body: str) -> None:
        self.write(step.echo_id, {"type": "send_message", "body": body}, content=body)


class Visitor:
    """A person at a browser."""

    def __init__(self, name: str, tabs: Sequence[Tab], plan: Sequence[Step]) -> None:
        self._name = name
        self._plan = plan
        self.tabs = tabs

    async def act(self) -> None:
        """Does what is planned, at its time, whatever the network does; all but the last word."""
        for number, step in enumerate(self._plan[:-1]):
            await asyncio.sleep(step.pause_s)
            self.tabs[step.tab].say(step, f"{MARK} {self._name} {number}")

    def say_last_word(self) -> None:
        """Says what nothing follows: who misses it, no gap will ever tell."""
        step = self._plan[-1]
        self.tabs[step.tab].say(step, f"{MARK} {self._name} farewell")


class Panel(Client):
    """An operator's panel, which also notes which conversation is whose."""

    path = "/ws/operator"

    def __init__(
        self, name: str, around: Surroundings, rng: random.Random, *, cookie: str, site: str, plan: Sequence[Step]
    ) -> None:
        super().__init__(name, around, rng)
        self._cookie = cookie
        self._site = site
        self._plan = plan
        self._conversations: dict[str, str] = {}
        self._met = asyncio.Event()

    def options(self, port: int) -> dict[str, Any]:
        return {"origin": f"http://127.0.0.1:{port}", "additional_headers": {"Cookie": self._cookie}}

    def hello(self) -> JsonObject:
        return {"type": "hello", "protocol": 1}

    def take_welcome(self, welcome: JsonObject) -> bool:
        if not self.author:
            self.author = welcome["operator"]["id"]
            self.history.note(Joined(at=self.history.clock(), client=self.name, site=self._site))
        for folder in ("all", "closed"):
            self._list(folder, None)
        return True

    def take_other(self, frame: JsonObject) -> None:
        match frame["type"]:
            case "conversation_list":
                for row in frame["conversations"]:
                    self._meet(row)
                if frame["next_cursor"]:
                    self._list(frame["folder"], frame["next_cursor"])
            case "conversation_started":
                self._meet(frame["conversation"])

    def _list(self, folder: str, cursor: str | None) -> None:
        self.ask({"type": "list_conversations", "folder": folder, "cursor": cursor, "limit": 100})

    def _meet(self, row: JsonObject) -> None:
        self.timelines[row["id"]].hear_of(row["last_seq"])
        self.catch_up(row["id"])

    def see(self, entry: JsonObject) -> None:
        super().see(entry)
        if entry["type"] == "message_posted" and entry["author"]["kind"] == "visitor":
            self._conversations[entry["body"].split()[1]] = entry["conversation_id"]
            self._met.set()

    async def act(self) -> None:
        """Does what is planned; a step about a visitor who has not written yet waits until they have."""
        for number, step in enumerate(self._plan):
            await asyncio.sleep(step.pause_s)
            while (conversation_id := self._conversations.get(step.visitor)) is None:
                self._met.clear()
                await self._met.wait()
            command, content = self._command(step, f"{MARK} {self.name} {number}")
            self.write(step.echo_id, command | {"conversation_id": conversation_id}, content=content)

    def _command(self, step: Step, body: str) -> tuple[JsonObject, str]:
        match step.act:
            case Act.SAY:
                return {"type": "send_message", "body": body}, body
            case Act.TAKE | Act.GIVE_BACK:
                operator_id = self.author if step.act is Act.TAKE else None
                return {"type": "assign_conversation", "operator_id": operator_id}, assignment(operator_id)
            case Act.CLOSE | Act.OPEN:
                word = "closed" if step.act is Act.CLOSE else "open"
                return {"type": "set_status", "status": word}, status(word)
