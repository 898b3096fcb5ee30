"""What goes wrong, and when: a schedule made from a seed alone, and how each fault is done to a cluster."""

import asyncio
import random
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import StrEnum

import asyncpg
from msgspec import Struct

from tests.chaos.cluster import Cluster, Node, send
from tests.chaos.proxy import Link, Way

SHORTEST_PAUSE_S = 0.8
LONGEST_PAUSE_S = 2.5
GATE_TIMEOUT_S = 5.0
CLOCK_JUMPS_S = (-86_400, -3_600, -30, 30, 3_600, 86_400)


class Kind(StrEnum):
    """A way in which things go wrong."""

    KILL_WORKER = "kill -9 of a process that serves"
    KILL_NODE = "kill -9 of a whole server"
    KILL_AFTER_COMMIT = "kill -9 between commit and publication"
    LOSE_ANSWER = "connection to Postgres cut between commit and its answer"
    CRASH_POSTGRES = "immediate restart of Postgres"
    KILL_BUS = "connections that listen are cut"
    CUT = "clients' connections cut"
    TRUNCATE = "clients' connections end at some byte"
    DELAY = "network slow"
    HALF_OPEN = "network silent in one direction"
    SILENCE = "network silent in both directions"
    FREEZE = "a process frozen"
    MOVE_CLOCK = "a server's clock moved"


class Fault(Struct, frozen=True, kw_only=True):
    """One fault. Whatever it needs to choose is chosen here, so that a seed makes the same ones again."""

    at_s: float
    kind: Kind
    node: int
    worker: int
    for_s: float
    share: float  # of the connections
    way: Way
    after_bytes: int
    clock_jump_s: int

    def __str__(self) -> str:
        return f"{self.at_s:6.2f} s  {self.kind}, node {self.node} worker {self.worker}, {self.for_s:.1f} s"


def schedule(rng: random.Random, *, seconds: float, nodes: int) -> list[Fault]:
    """Faults until the time is up. Kinds are dealt like cards, so that none is missing for long."""
    faults: list[Fault] = []
    deck: list[Kind] = []
    at_s = rng.uniform(SHORTEST_PAUSE_S, LONGEST_PAUSE_S)
    while at_s < seconds:
        if not deck:
            deck = rng.sample(list(Kind), len(Kind))
        faults.append(
            Fault(
                at_s=at_s,
                kind=deck.pop(),
                node=rng.randrange(nodes),
                worker=rng.randrange(2),
                for_s=rng.uniform(0.3, 4.0),
                share=rng.uniform(0.2, 1.0),
                way=rng.choice(list(Way)),
                after_bytes=rng.randrange(1, 2_000),
                clock_jump_s=rng.choice(CLOCK_JUMPS_S),
            )
        )
        at_s += rng.uniform(SHORTEST_PAUSE_S, LONGEST_PAUSE_S)
    return faults


class Nemesis:
    """Does faults to a cluster; they may overlap. `tell` is told of each as it happens."""

    def __init__(self, cluster: Cluster, tell: Callable[[str], None]) -> None:
        self._cluster = cluster
        self._tell = tell
        self._one_crash = asyncio.Lock()
        self._one_at_the_gate = asyncio.Lock()

    async def run(self, faults: Sequence[Fault]) -> None:
        """Does all of them at their times, and returns when the last is over and everything works again."""
        begun = asyncio.get_running_loop().time()
        async with asyncio.TaskGroup() as tasks:
            for fault in faults:
                await asyncio.sleep(max(0.0, begun + fault.at_s - asyncio.get_running_loop().time()))
                self._tell(str(fault))
                tasks.create_task(self._do(fault))
        for node in self._cluster.nodes:
            node.clock.move(0)
            await node.until_ready()

    async def _do(self, fault: Fault) -> None:
        node = self._cluster.nodes[fault.node]
        match fault.kind:
            case Kind.KILL_WORKER:
                send(_chosen_pid(node, fault), signal.SIGKILL)
            case Kind.KILL_NODE:
                send(node.process.pid, signal.SIGKILL)
            case Kind.KILL_AFTER_COMMIT | Kind.LOSE_ANSWER:
                await self._withhold(kills=fault.kind is Kind.KILL_AFTER_COMMIT)
            case Kind.CRASH_POSTGRES:
                await self._crash_postgres(fault)
            case Kind.KILL_BUS:
                await self._kill_bus()
            case Kind.FREEZE:
                await self._freeze(_chosen_pid(node, fault), fault)
            case Kind.MOVE_CLOCK:
                if node.clock.library is None:
                    self._tell("          not done: libfaketime is not installed")
                node.clock.move(fault.clock_jump_s)
            case Kind.DELAY:
                node.proxy.delay(fault.for_s / 10)
                await asyncio.sleep(fault.for_s)
                node.proxy.delay(0)
            case Kind.CUT:
                for link in _chosen_links(node, fault):
                    link.cut()
            case Kind.TRUNCATE:
                for link in _chosen_links(node, fault):
                    link.pipes[fault.way].truncate(fault.after_bytes)
            case Kind.HALF_OPEN | Kind.SILENCE:
                await self._silence(node, fault)

    async def _withhold(self, *, kills: bool) -> None:
        async with self._one_at_the_gate:
            try:
                withheld = await self._cluster.gate.withhold(timeout_s=GATE_TIMEOUT_S)
            except TimeoutError:
                self._tell("          not done: no message was committed")
                return
            if kills:
                send(withheld.pid, signal.SIGKILL)
            withheld.cut()

    async def _crash_postgres(self, fault: Fault) -> None:
        async with self._one_crash:
            await self._cluster.postgres.crash()
            await asyncio.sleep(fault.for_s)
            await self._cluster.postgres.start()

    async def _kill_bus(self) -> None:
        # Postgres may be away: then so is the bus.
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            admin = await asyncpg.connect(self._cluster.postgres.admin_url, timeout=5)
            try:
                await admin.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ryadom listener'"
                )
            finally:
                await admin.close(timeout=5)

    async def _freeze(self, pid: int, fault: Fault) -> None:
        send(pid, signal.SIGSTOP)
        try:
            await asyncio.sleep(fault.for_s)
        finally:
            send(pid, signal.SIGCONT)

    async def _silence(self, node: Node, fault: Fault) -> None:
        links = _chosen_links(node, fault)
        for link in links:
            for way in Way if fault.kind is Kind.SILENCE else (fault.way,):
                link.pipes[way].stop()
        await asyncio.sleep(fault.for_s * 2)  # longer than a client's patience, now and then
        node.proxy.heal(links)


def _chosen_pid(node: Node, fault: Fault) -> int:
    pids = node.pids()
    return pids[fault.worker % len(pids)]


def _chosen_links(node: Node, fault: Fault) -> list[Link]:
    links = node.proxy.links
    return links[: max(1, round(len(links) * fault.share))]
