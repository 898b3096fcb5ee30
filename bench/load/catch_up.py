"""A visitor who comes back and fetches what they have missed, page by page, as the widget would."""

import asyncio
import time
from typing import Any

import msgspec

from bench.load.clients import Peer, Traffic, welcomed
from bench.load.plan import Outcome, Plan

PAGE = 200
PAGE_TIMEOUT_S = 10.0


class Returner(Peer):
    """A socket whose events are waited for one by one."""

    def __init__(self, hello: bytes) -> None:
        super().__init__(hello, Traffic())
        self.events: asyncio.Queue[bytes] = asyncio.Queue()

    def on_other(self, payload: bytes) -> None:
        self.events.put_nowait(payload)

    def on_error(self, payload: bytes) -> None:
        self.events.put_nowait(payload)


async def catch_up(plan: Plan) -> Outcome:
    """From the start of the connection to the last missed entry; every seq must come once, in order."""
    hello = msgspec.json.encode(
        {
            "type": "hello",
            "protocol": 1,
            "site": plan.site_key,
            "token": plan.token,
            "conversation_id": plan.conversation_id,
            "after_seq": plan.after_seq,
        }
    )
    begun = time.perf_counter()
    peer = await welcomed(lambda: Returner(hello), plan, "visitor", {"Origin": plan.origin})
    seq = plan.after_seq
    while True:
        async with asyncio.timeout(PAGE_TIMEOUT_S):
            event: dict[str, Any] = msgspec.json.decode(await peer.events.get())
        if event["type"] == "history":
            for entry in event["entries"]:
                if entry["prev_seq"] != seq:
                    raise RuntimeError(f"after seq {seq} came one whose prev_seq is {entry['prev_seq']}")
                seq = entry["seq"]
            if not event["has_after"]:
                break
        elif event.get("retry_after_s"):
            await asyncio.sleep(event["retry_after_s"])
        else:
            continue
        fetch = {"type": "fetch_history", "request_id": "1", "conversation_id": plan.conversation_id}
        peer.send(msgspec.json.encode(fetch | {"after_seq": seq, "limit": PAGE}))
    elapsed_s = time.perf_counter() - begun
    peer.close()
    return Outcome(samples=seq - plan.after_seq, elapsed_s=elapsed_s, per_s=(seq - plan.after_seq) / elapsed_s)
