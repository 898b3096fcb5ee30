"""A panel that opens: its hello, and the first page of each folder."""

import asyncio
import statistics
import time
from collections import defaultdict

import msgspec

from bench.load.clients import CONNECT_TIMEOUT_S, Peer, Traffic, operator_headers, welcomed
from bench.load.meter import Meter
from bench.load.plan import Outcome, Plan
from ryadom.protocol.operator import Folder

OPENINGS = 50
FOLDERS = (Folder.WAITING, Folder.MINE, Folder.ALL, Folder.CLOSED)
"""Those that synthetic chats fill."""
PAGE_ROWS = 50  # what backend/panel asks for


class Panel(Peer):
    """An operator's socket that asks one question after the other."""

    def __init__(self, hello: bytes) -> None:
        super().__init__(hello, Traffic())
        self._answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def on_other(self, payload: bytes) -> None:
        # Signs of other people come between, and answer nothing.
        if b'"request_id"' in payload and not self._answer.done():
            self._answer.set_result(payload)

    async def ask(self, command: dict[str, object]) -> bytes:
        """The answer to a command."""
        self._answer = asyncio.get_running_loop().create_future()
        self.send(msgspec.json.encode(command | {"request_id": "1"}))
        async with asyncio.timeout(CONNECT_TIMEOUT_S):
            return await self._answer


async def open_panel(plan: Plan) -> Outcome:
    """Fifty times; gives the medians of what it asks for, by folder. Every page must be full."""
    meter = Meter(plan.server_pids)
    times_s: defaultdict[str, list[float]] = defaultdict(list)
    for _ in range(OPENINGS):
        begun = 0.0

        def make() -> Panel:
            nonlocal begun
            begun = time.perf_counter()
            return Panel(b'{"type":"hello","protocol":1}')

        panel = await welcomed(make, plan, "operator", operator_headers(plan))
        times_s["hello"].append(time.perf_counter() - begun)
        for folder in FOLDERS:
            begun = time.perf_counter()
            answer = await panel.ask({"type": "list_conversations", "folder": folder, "limit": PAGE_ROWS})
            times_s[folder].append(time.perf_counter() - begun)
            if (rows := len(msgspec.json.decode(answer)["conversations"])) < PAGE_ROWS:
                raise RuntimeError(f"the folder {folder} has only {rows} conversations: no page to compare")
        panel.close()
    medians_ms = {name: statistics.median(times) * 1_000 for name, times in times_s.items()}
    return msgspec.structs.replace(meter.outcome(OPENINGS), medians_ms=medians_ms)
