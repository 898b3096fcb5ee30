"""One trial: a cluster, people who talk, a nemesis, and at the end the checker.

A seed gives the same faults at the same times, and the same people sending the same messages; how they meet (which
frame is on the wire when a connection is cut) is up to the machine, so a violation may take a few runs of its seed.
"""

import asyncio
import random
from collections.abc import Callable
from pathlib import Path

import msgspec
from msgspec import Struct

from ryadom.core.operators import add_operator
from ryadom.errors import DatabaseUnavailable
from ryadom.store.database import Database, open_database
from tests.chaos.checker import Violation, check
from tests.chaos.clients import Surroundings
from tests.chaos.cluster import Cluster, running_cluster
from tests.chaos.final import read_final
from tests.chaos.history import Acknowledged, AnyRecord, Fault, Final, Held, History, Seen, Sent, write_lines
from tests.chaos.nemesis import Nemesis, schedule
from tests.chaos.people import Identity, Panel, Tab, Visitor, plan_operator, plan_visitor
from tests.web.client import ORIGIN, PASSWORD, Server, furnish

SETTLE_TIMEOUT_S = 60.0
CONVERGE_TIMEOUT_S = 20.0
POLL_S = 0.1
EXPECTED_ERRORS = ("worker_died", "Application startup failed. Exiting.")
START = ", in lifespan\n"
WITHOUT_POSTGRES = f"{DatabaseUnavailable.__module__}.{DatabaseUnavailable.__qualname__}: "
"""How the traceback ends of whatever Postgres' absence has stopped, at whichever of its statements."""
SHOP, OTHER = "shop-key-1", "other-key-1"
ORIGINS = {SHOP: ORIGIN, OTHER: "http://other.test"}

Tell = Callable[[str], None]


class Options(Struct, frozen=True, kw_only=True):
    """The size of a trial. `seconds` is how long faults go on; settling comes after."""

    seed: int
    seconds: float = 45.0
    nodes: int = 2
    visitors: int = 12
    panels: int = 3


class Outcome(Struct, frozen=True, kw_only=True):
    """What came of it. `complaints` are lines of the servers' logs that tell of a bug."""

    sent: int
    acknowledged: int
    seen: int
    faults: int
    violations: list[Violation]
    complaints: list[str]

    @property
    def holds(self) -> bool:
        return not self.violations and not self.complaints

    def __str__(self) -> str:
        figures = f"{self.sent} sent, {self.acknowledged} acknowledged, {self.seen} seen, {self.faults} faults"
        head = f"{figures}, {len(self.violations)} violations, {len(self.complaints)} complaints"
        return "\n".join((head, *map(str, self.violations), *self.complaints))


class People(Struct, frozen=True):
    """Everybody: the shop's visitors and panels, and of another site one of each, who must see nothing of it."""

    visitors: list[Visitor]
    panels: list[Panel]

    @property
    def clients(self) -> list[Tab | Panel]:
        return [tab for visitor in self.visitors for tab in visitor.tabs] + list(self.panels)


async def run_trial(options: Options, folder: Path, tell: Tell) -> Outcome:
    """Runs a trial in `folder` (empty, with a short path) and judges it; a history that does not hold is kept there."""
    async with running_cluster(folder, nodes=options.nodes) as cluster:
        begun = asyncio.get_running_loop().time()
        history = History(lambda: asyncio.get_running_loop().time() - begun)
        people = await _invite(options, cluster, history)
        await _live(options, cluster, people, history, tell)
        final = await read_final(cluster.postgres.url)
        complaints = [
            line for node in cluster.nodes for line in node.log.read_text().splitlines() if is_complaint(line)
        ]
    outcome = _judge(history.records, final, complaints)
    if not outcome.holds:
        write_lines(folder / "history.jsonl", history.records)
        write_lines(folder / "final.jsonl", [*final.heads, *final.rows])
    return outcome


async def _invite(options: Options, cluster: Cluster, history: History) -> People:
    around = Surroundings(ports=[node.proxy.port for node in cluster.nodes], history=history)
    names = {SHOP: [f"v{number}" for number in range(options.visitors)], OTHER: ["o0"]}
    visitors = [_visitor(options, name, site, around) for site, group in names.items() for name in group]
    # Two of the panels are one operator's, as with two tabs.
    works_at = {"boris@other.test": OTHER} | {"anna@shop.test": SHOP, "vera@shop.test": SHOP}
    emails = [("anna@shop.test", "vera@shop.test")[number % 2] for number in range(options.panels)]
    panels = []
    async with open_database(cluster.postgres.url, pool_size=2) as database:
        server = await _furnish(database, cluster.nodes[0].process.port)
        for number, email in enumerate((*emails, "boris@other.test")):
            name, site = f"p{number}", works_at[email]
            cookies = (await server.sign_in(email)).cookies
            panel = Panel(
                name,
                around,
                _rng(options, name, "network"),
                cookie="; ".join(f"{key}={value}" for key, value in cookies.items()),
                site=site,
                plan=plan_operator(names[site], _rng(options, name, "plan"), seconds=options.seconds),
            )
            panels.append(panel)
    return People(visitors, panels)


def _visitor(options: Options, name: str, site: str, around: Surroundings) -> Visitor:
    plan_rng = _rng(options, name, "plan")
    identity = Identity()
    tabs = [
        Tab(
            f"{name}/{tab}",
            around,
            _rng(options, f"{name}/{tab}", "network"),
            site=site,
            origin=ORIGINS[site],
            identity=identity,
        )
        for tab in range(plan_rng.choice((1, 1, 2)))
    ]
    return Visitor(name, tabs, plan_visitor(name, plan_rng, seconds=options.seconds, tabs=len(tabs)))


async def _furnish(database: Database, port: int) -> Server:
    site = await furnish(database)
    await add_operator(database, email="vera@shop.test", name="Вера", password=PASSWORD, site_keys=[site.key])
    return Server(port=port, database=database, site=site)


async def _live(options: Options, cluster: Cluster, people: People, history: History, tell: Tell) -> None:
    """Lets everybody talk while things go wrong, then waits until all is said and everybody has seen all of it."""

    def note(what: str) -> None:
        history.note(Fault(at=history.clock(), client="nemesis", what=what))
        tell(what)

    faults = schedule(_rng(options, "nemesis", "plan"), seconds=options.seconds, nodes=options.nodes)
    connections = [asyncio.create_task(panel.run()) for panel in people.panels]
    for visitor in people.visitors:
        first, *others = visitor.tabs
        connections += [asyncio.create_task(first.run()), *(asyncio.create_task(tab.join()) for tab in others)]
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(Nemesis(cluster, note).run(faults))
            for visitor in people.visitors:
                tasks.create_task(visitor.act())
            for panel in people.panels:
                tasks.create_task(panel.act())
        tell("all faults have ended")
        await _all_is_said(people)
        for visitor in people.visitors:
            visitor.say_last_word()
            await _all_is_said(people)
        lasts = {head.conversation_id: head.last_seq for head in (await read_final(cluster.postgres.url)).heads}
        await _until(lambda: all(_has_all(client, lasts) for client in people.clients), timeout_s=CONVERGE_TIMEOUT_S)
        tell("all is said and seen")
        _hold(people, history)
    finally:
        for connection in connections:
            connection.cancel()
        ended = await asyncio.gather(*connections, return_exceptions=True)
    for outcome in ended:
        if isinstance(outcome, Exception):
            raise outcome


async def _all_is_said(people: People) -> None:
    await _until(lambda: all(client.owes_nothing for client in people.clients), timeout_s=SETTLE_TIMEOUT_S)


def _has_all(client: Tab | Panel, lasts: dict[str, int]) -> bool:
    # Nobody asks again here: what is missing must come by itself.
    timelines = client.timelines
    held = {conversation_id: timeline.last_seq for conversation_id, timeline in timelines.items()}
    return client.is_online and held == {key: last for key, last in lasts.items() if key in held} and bool(held)


def _hold(people: People, history: History) -> None:
    for client in people.clients:
        for conversation_id, timeline in client.timelines.items():
            entries = [(entry["seq"], entry["echo_id"]) for entry in timeline.entries]
            history.note(Held(at=history.clock(), client=client.name, conversation_id=conversation_id, entries=entries))


async def _until(condition: Callable[[], bool], *, timeout_s: float) -> None:
    """Waits for the condition, so long at most; what is still missing then is for the checker to find."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + timeout_s
    while not condition() and loop.time() < deadline:  # noqa: ASYNC110 - many clients, any of which may be the last
        await asyncio.sleep(POLL_S)


def is_complaint(line: str) -> bool:
    """Whether a line of a log is of level error and no fault explains it: an exception nobody expected."""
    try:
        said = msgspec.json.decode(line, type=dict)
    except msgspec.DecodeError:
        # A start that Postgres' absence, or an earlier process on the port, has stopped: told in one line.
        return not line.startswith("ryadom: ")
    event = str(said.get("event"))
    return said.get("level") in ("error", "critical") and event not in EXPECTED_ERRORS and not _lacked_postgres(event)


def _lacked_postgres(event: str) -> bool:
    return START in event and event.rstrip().rpartition("\n")[2].startswith(WITHOUT_POSTGRES)


def _judge(records: list[AnyRecord], final: Final, complaints: list[str]) -> Outcome:
    return Outcome(
        sent=len({record.echo_id for record in records if isinstance(record, Sent)}),
        acknowledged=len({record.echo_id for record in records if isinstance(record, Acknowledged)}),
        seen=sum(isinstance(record, Seen) for record in records),
        faults=sum(isinstance(record, Fault) for record in records),
        violations=check(records, final),
        complaints=complaints,
    )


def _rng(options: Options, name: str, purpose: str) -> random.Random:
    return random.Random(f"{options.seed}/{name}/{purpose}")
