"""The load generator: one process on a core of its own. A `Plan` comes on stdin, an `Outcome` goes to stdout.

Where the plan has something to wait for, it says `ready` and begins, or ends, with the next line on stdin. It holds its
sockets until stdin ends, so that the server may be looked at meanwhile.
"""

import asyncio
import os
import sys
from collections.abc import Sequence

import msgspec
import uvloop

from bench.load.catch_up import Storm, catch_up, resume
from bench.load.clients import Chat, FannedOut, Peer, Traffic, open_chat, open_operator
from bench.load.meter import Meter
from bench.load.panel import open_panel
from bench.load.plan import Kind, Outcome, Plan, Sample

OPENING_AT_ONCE = 50
DEADLINE_S = 20.0
POLL_S = 0.005
FANNED_OUT_AT_ONCE = 4


async def run(plan: Plan) -> None:
    """Loads the server as planned, tells the outcome, and hangs up when stdin has ended."""
    traffic = Traffic()
    peers: list[Peer] = []
    match plan.kind:
        case Kind.CONNECT:
            meter = Meter(plan.server_pids)
            peers += await _open_chats(plan, traffic)
            outcome = meter.outcome(plan.chats)
        case Kind.CHAT:
            meter = Meter(plan.server_pids)
            peers.append(await open_operator(plan, traffic))
            chats = await _open_chats(plan, traffic)
            peers += chats
            await _say_first(traffic, chats)
            outcome = meter.outcome(plan.chats)
        case Kind.CATCH_UP:
            outcome = await catch_up(plan)
        case Kind.RESUME:
            outcome = await resume(plan)
        case Kind.STORM:
            storm = Storm(plan)
            await storm.gather()
            await _told()
            outcome = await storm.break_out()
            peers += storm.peers
        case Kind.INBOX:
            outcome = await open_panel(plan)
        case Kind.CLOSED | Kind.PACED:
            operator = await open_operator(plan, traffic)
            chats = await _open_chats(plan, traffic)
            peers += [operator, *chats]
            outcome = await _converse(plan, traffic, chats)
        case Kind.FAN_OUT:
            traffic = fanned_out = FannedOut(plan.operators)
            peers += [await open_operator(plan, fanned_out) for _ in range(plan.operators)]
            [chat] = chats = await _open_chats(plan, fanned_out)
            peers += chats
            outcome = await _fan_out(plan, fanned_out, chat)
    if traffic.trouble:
        raise RuntimeError(f"the server objects: {traffic.trouble}")
    print(msgspec.json.encode(outcome).decode(), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    for peer in peers:
        peer.close()


async def _open_chats(plan: Plan, traffic: Traffic) -> list[Chat]:
    chats: list[Chat] = []
    left = iter(range(plan.chats))

    async def open_next() -> None:
        for number in left:
            chats.append(await open_chat(plan, traffic, number))  # noqa: PERF401 - the others open theirs meanwhile

    async with asyncio.TaskGroup() as tasks:
        for _ in range(OPENING_AT_ONCE):
            tasks.create_task(open_next())
    return chats


async def _converse(plan: Plan, traffic: Traffic, chats: Sequence[Chat]) -> Outcome:
    if plan.agree_to is not None:
        for chat in chats:
            chat.agree(plan.agree_to)
    await _say_first(traffic, chats)
    pace: asyncio.Task[None] | None = None
    if plan.kind is Kind.PACED:
        pace = asyncio.create_task(_pace(chats))
    else:
        for chat in chats:
            chat.on_acknowledged = chat.say
            chat.say()
    outcome = await _measure(plan, traffic)
    for chat in chats:
        chat.on_acknowledged = _nothing
    if pace is not None:
        pace.cancel()
    await _all_arrived(traffic)
    return outcome


async def _fan_out(plan: Plan, traffic: FannedOut, chat: Chat) -> Outcome:
    await _say_first(traffic, [chat])
    traffic.on_arrived = chat.say
    for _ in range(FANNED_OUT_AT_ONCE):
        chat.say()
    outcome = await _measure(plan, traffic)
    traffic.on_arrived = _nothing
    await _all_arrived(traffic)
    return outcome


async def _measure(plan: Plan, traffic: Traffic) -> Outcome:
    await asyncio.sleep(plan.warm_up_s)
    traffic.begin()
    meter = Meter(plan.server_pids)
    if not plan.until_told:
        await asyncio.sleep(plan.measured_s)
        return meter.outcome(len(traffic.latencies_s), traffic.latencies_s)
    await _told()
    samples = zip(traffic.arrived_at, traffic.latencies_s, strict=True)
    each = tuple(Sample(arrived_at - latency_s, latency_s) for arrived_at, latency_s in samples)
    return msgspec.structs.replace(meter.outcome(len(each), traffic.latencies_s), each=each)


async def _say_first(traffic: Traffic, chats: Sequence[Chat]) -> None:
    """The message that begins the conversation: it is no part of what is measured."""
    for chat in chats:
        chat.say()
    await _all_arrived(traffic)


async def _all_arrived(traffic: Traffic) -> None:
    """Nothing may be lost: neither on the way to the operator nor on the way back."""
    async with asyncio.timeout(DEADLINE_S):
        while traffic.sent_at or traffic.unacknowledged:
            if traffic.trouble:
                raise RuntimeError(f"the server objects: {traffic.trouble}")
            await asyncio.sleep(POLL_S)


async def _pace(chats: Sequence[Chat]) -> None:
    """Each chat once a second, one after the other."""
    loop = asyncio.get_running_loop()
    due = loop.time()
    while True:
        for chat in chats:
            chat.say()
            due += 1 / len(chats)
            await asyncio.sleep(due - loop.time())


async def _told() -> None:
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)


def _nothing() -> None:
    pass


def main() -> None:
    """Reads the plan, and carries it out on its core."""
    plan = msgspec.json.decode(sys.stdin.readline(), type=Plan)
    os.sched_setaffinity(0, {plan.core})
    uvloop.run(run(plan))


if __name__ == "__main__":
    main()
