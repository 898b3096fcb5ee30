"""The panels under test: the real ones, in a Node process that does what it is told by lines of JSON."""

import asyncio
import itertools
import json
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from tests.web.client import JsonObject

SCRIPT = Path(__file__).parent / "panels" / "serve.mjs"
DEADLINE_S = 30.0
MAX_LINE_BYTES = 16 * 1_024 * 1_024


class PanelFailed(AssertionError):
    """A panel threw, or did not come to rest."""


class Panels:
    """Requests to the process, and the answers to them. Several may be under way."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._ids = itertools.count()
        self._waiting: dict[int, asyncio.Future[Any]] = {}

    async def open(self, name: str, urls: Sequence[str], headers: Mapping[str, str]) -> "Panel":
        """Opens a panel that takes the servers in turns, one per connection."""
        await self.ask("open", name, urls, headers)
        return Panel(self, name)

    async def ask(self, request: str, *values: object) -> Any:
        """The answer to a request.

        Raises:
            PanelFailed: with the error's stack.
        """
        assert self._process.stdin is not None
        number = next(self._ids)
        future = self._waiting[number] = asyncio.get_running_loop().create_future()
        line = json.dumps([number, request, *values], default=str)
        self._process.stdin.write(line.encode() + b"\n")
        async with asyncio.timeout(DEADLINE_S):
            return await future

    async def listen(self) -> None:
        """Takes answers until the process ends."""
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            answer = json.loads(line)
            future = self._waiting.pop(answer["id"])
            if future.done():
                continue
            if "error" in answer:
                future.set_exception(PanelFailed(answer["error"]))
            else:
                future.set_result(answer["result"])
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(PanelFailed("The process of the panels has ended."))


class Panel:
    """One panel: `do` what its operator does, `line` what happens to its network."""

    def __init__(self, panels: Panels, name: str) -> None:
        self._panels = panels
        self.name = name

    async def do(self, method: str, *values: object) -> None:
        await self._panels.ask("do", self.name, method, *values)

    async def line(self, method: str, *values: object) -> None:
        await self._panels.ask("line", self.name, method, *values)

    async def compare(self, fresh: "Panel") -> dict[str, JsonObject]:
        """What is on the screen once it rests (`held`), and on the other's once that has loaded as much (`fresh`)."""
        screens: dict[str, JsonObject] = await self._panels.ask("compare", self.name, fresh.name)
        return screens

    async def close(self) -> None:
        await self._panels.ask("close", self.name)


@asynccontextmanager
async def running_panels() -> AsyncIterator[Panels]:
    """A process of panels that ends with the block."""
    process = await asyncio.create_subprocess_exec("node", str(SCRIPT), stdin=PIPE, stdout=PIPE, limit=MAX_LINE_BYTES)
    panels = Panels(process)
    listening = asyncio.create_task(panels.listen())
    try:
        yield panels
    finally:
        assert process.stdin is not None
        process.stdin.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(5):
                await process.wait()
        if process.returncode is None:
            process.kill()
            await process.wait()
        await listening
