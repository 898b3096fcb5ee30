"""A client of `POST /exchange/visitor`, speaking plain JSON as somebody else's client would."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from tests.web.client import DEADLINE_S, NO_TLS, ORIGIN, JsonObject, Server

PATH = "/exchange/visitor"


class Exchanges:
    """One visitor's tab. What it holds (`token`, `after_seq`, `conversation_id`) goes into each hello."""

    def __init__(self, http: httpx.AsyncClient, site_key: str) -> None:
        self.http = http
        self.hello: JsonObject = {"type": "hello", "protocol": 1, "site": site_key}
        self.mark: str | None = None
        self.entries: dict[int, JsonObject] = {}
        self.frames: list[JsonObject] = []

    @property
    def bodies(self) -> list[str]:
        """Of the messages held, by seq."""
        held = (self.entries[seq] for seq in sorted(self.entries))
        return [entry["body"] for entry in held if entry["type"] == "message_posted"]

    async def greet(self) -> JsonObject:
        """Says hello; gives the welcome."""
        answer = await self.ask(mark=self.mark and "")
        self.mark = answer["mark"]
        welcome: JsonObject = next(frame for frame in answer["frames"] if frame["type"] == "welcome")
        self.hello["token"] = welcome["token"]
        if welcome["conversation"]:
            self.hello["conversation_id"] = welcome["conversation"]["id"]
        return welcome

    async def wait(self) -> list[JsonObject]:
        """The events that come next, as soon as there are any."""
        answer = await self.ask(mark=self.mark)
        self.mark = answer["mark"]
        return list(answer["frames"])

    async def tell(self, frame_type: str, /, **fields: object) -> list[JsonObject]:
        """Gives a command; its answers, and what else came meanwhile."""
        answer = await self.ask(commands=[{"type": frame_type, **fields}])
        assert answer["close"] is None, answer
        return list(answer["frames"])

    async def receive(self, *types: str) -> JsonObject:
        """The next event of these types, however long it takes; an entry may come with a greeting, as history."""
        known = set(self.entries)
        while True:
            events = await self.wait() if self.mark else []
            if not self.mark:
                await self.greet()
                events += [entry for seq, entry in self.entries.items() if seq not in known]
            for event in events:
                if event["type"] in types:
                    return event

    async def ask(self, **asked: Any) -> JsonObject:
        """One exchange, whatever is asked; entries that it brings are held."""
        response = await self.http.post(PATH, json={"hello": self.hello} | asked)
        assert response.status_code == 200, response.text
        answer: JsonObject = response.json()
        for frame in answer["frames"]:
            self._hold(frame)
        return answer

    def _hold(self, frame: JsonObject) -> None:
        self.frames.append(frame)
        for entry in frame.get("entries", [frame] if "prev_seq" in frame else []):
            self.entries[entry["seq"]] = entry
            self.hello["conversation_id"] = entry["conversation_id"]
            self.hello["after_seq"] = self._unbroken()

    def _unbroken(self) -> int:
        """Up to which seq nothing is missing."""
        last_seq = 0
        for seq in sorted(self.entries):
            if self.entries[seq]["prev_seq"] <= last_seq:
                last_seq = seq
        return last_seq


@asynccontextmanager
async def exchanging(server: Server, *, origin: str | None = ORIGIN, **hello: object) -> AsyncIterator[Exchanges]:
    """A visitor who speaks by exchanges and has not said anything."""
    headers = {} if origin is None else {"Origin": origin}
    async with httpx.AsyncClient(
        base_url=server.http_url, headers=headers, trust_env=False, verify=NO_TLS, timeout=2 * DEADLINE_S
    ) as http:
        tab = Exchanges(http, server.site.key)
        tab.hello |= hello
        yield tab
