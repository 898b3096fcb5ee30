"""Two servers on one database whose clock can be put forward, three operators, and the process of panels."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from msgspec import Struct

from ryadom.core.blocking import BlockReason, block_person, unblock_person
from ryadom.core.conversations import Visit, no_gate
from ryadom.core.masking import site_policies
from ryadom.core.operators import add_operator
from ryadom.core.sites import add_site
from ryadom.live.line import Line
from ryadom.live.lines import installation_line
from ryadom.live.owner import Owner
from ryadom.privacy.detect import Kind
from ryadom.privacy.persons import find_person
from ryadom.privacy.policies import Policy
from ryadom.protocol.labels import Colour, Label, LabelKind
from ryadom.store.conversations import lock_current_head
from ryadom.store.database import Database, open_database
from ryadom.store.entries import NewMessage, append_entry
from ryadom.store.ids import new_id
from ryadom.store.labels import put_label
from ryadom.store.sites import Site
from ryadom.web.context import Context
from tests.converge.panels import Panels, running_panels
from tests.web.client import ORIGIN, PASSWORD, Client, Server
from tests.web.conftest import another_server, lift_limits

ODDITIES = tuple(Path(__file__).with_name(name) for name in ("clock.sql", "slow_reads.sql"))

IDLE_HOURS = 720
"""Another tab would keep a session for as long as somebody is away here."""

STRIDE_S = 3_000
"""Below the hour after which an entry is no news to the feed."""

ENTRIES_OF_HEARING = 4
"""What `Tabs.hear_each_other` stores."""


class SignedIn(Struct, frozen=True):
    """An operator and the cookie of their session."""

    id: UUID
    cookie: str


class Tabs:
    """A visitor with a tab on either server, to know by what each has read of its feed."""

    def __init__(self, database: Database, servers: Sequence[Server], tabs: Sequence[Client], site: Site) -> None:
        self._database = database
        self._servers = servers
        self._tabs = tabs
        owner = Owner(site.id, UUID(tabs[0].welcome["visitor_id"]))
        self._visit = Visit(owner=owner, locale="ru", page=None)
        self._lock = asyncio.Lock()

    async def hear_each_other(self) -> None:
        """Returns when each server has read all that had been committed on the other.

        The bus goes ahead of the feed, but not where it would leave an entry out: of each two the first is stored
        behind the servers' backs, so that the second comes by the feed as well.
        """
        async with self._lock:
            for server, listener in zip(self._servers, reversed(self._tabs), strict=True):
                await self._store_unheard()
                context: Context = server.app.state.context
                posted = await context.visitor_desk.conversations.post_from_visitor(
                    self._visit, echo_id=uuid4(), body="слышно?", conversation_id=None, gate=no_gate
                )
                while (await listener.receive("message_posted"))["seq"] < posted.seq:
                    pass

    async def _store_unheard(self) -> None:
        owner = self._visit.owner
        async with self._database.transaction() as connection:
            head = await lock_current_head(connection, site_id=owner.site_id, visitor_id=owner.visitor_id)
            assert head is not None
            await append_entry(
                connection, head=head, author=head.visitor, echo_id=uuid4(), content=NewMessage(body="слышно?")
            )


class Town(Struct, frozen=True):
    """What all sequences share. `panelists` are the operators whose panels are compared, `vera` is their colleague."""

    database: Database
    servers: tuple[Server, ...]
    panels: Panels
    panelists: tuple[SignedIn, ...]
    vera: SignedIn
    tabs: Tabs
    line: Line
    tag_ids: tuple[UUID, ...]
    clock_key: asyncio.Lock

    @property
    def operators(self) -> tuple[SignedIn, ...]:
        return (*self.panelists, self.vera)

    async def pass_time(self, seconds: float) -> None:
        """Puts the database's clock forward, in strides that let each server read what the other has stored.

        While it moves nobody is about to commit an entry: it would be old at once, as no entry is where clocks go on.
        """
        async with self.clock_key:  # two who turn it would wait for what the other's strides store, for good
            read_count = -1
            while seconds > 0:
                count = await self._turn_clock(min(seconds, STRIDE_S), if_count=read_count)
                if count == read_count:
                    seconds -= STRIDE_S
                elif count is not None:
                    await self.tabs.hear_each_other()
                    read_count = count + ENTRIES_OF_HEARING

    async def _turn_clock(self, by_s: float, *, if_count: int) -> int | None:
        """How many entries there are; the clock has been turned if that is so many. None: some are being stored.

        It is tried, not waited for: who stores and who turns would wait for each other in circles.
        """
        async with self.database.transaction() as connection:
            if not await connection.fetchval("SELECT turned_clock.may_turn()"):
                return None
            count = int(await connection.fetchval("SELECT count(*) FROM entries"))
            if count == if_count:
                await connection.execute("UPDATE turned_clock.ahead SET by = by + $1", timedelta(seconds=by_s))
            return count

    async def instant_after(self, seconds: float) -> str:
        """A time to come, by the database's clock."""
        async with self.database.connection() as connection:
            at = await connection.fetchval("SELECT clock_timestamp() + $1", timedelta(seconds=seconds))
        return str(at.isoformat())

    async def cut_bus(self) -> None:
        """Breaks the lines by which the servers hear of each other's signs; they make them anew in a moment."""
        async with self.database.connection() as connection:
            await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = 'ryadom listener'"
            )

    async def block(self, site: Site, conversation_id: UUID, *, is_blocked: bool) -> None:
        """Blocks whose conversation it is, or ends that, as the command line does."""
        person = await find_person(self.database, site_key=site.key, conversation_id=conversation_id)
        if is_blocked:
            now, reason = datetime.now(UTC), BlockReason.UNLAWFUL
            await block_person(self.database, self.line, person, now=now, reason=reason)
        else:
            await unblock_person(self.database, self.line, person)

    async def new_site(self, operators: Collection[SignedIn]) -> Site:
        """A site of these operators, empty."""
        site = await add_site(self.database, name="Лавка", origins=[ORIGIN], key=f"key-{uuid4().hex}")
        await site_policies(self.database, site.key, {Kind.PHONE: Policy.MASK})
        for server in self.servers:
            await server.app.state.context.masking.refresh()
        async with self.database.connection() as connection:
            await connection.execute(
                "INSERT INTO operator_sites (site_id, operator_id) SELECT $1, unnest($2::uuid[])",
                site.id,
                [operator.id for operator in operators],
            )
            # One department, whose id is its site's: so that whoever knows the one knows the other.
            await connection.execute(
                "INSERT INTO departments (site_id, id, name, place) VALUES ($1, $1, 'Продажи', 0)", site.id
            )
            await connection.execute(
                "INSERT INTO department_members (site_id, department_id, operator_id) VALUES ($1, $1, $2)",
                site.id,
                next(iter(operators)).id,
            )
        return site

    async def forget_sites(self) -> None:
        """From now on nobody works anywhere: whoever comes sees nothing of what was."""
        async with self.database.connection() as connection:
            await connection.execute("DELETE FROM operator_sites")


@asynccontextmanager
async def running_town(database_url: str) -> AsyncIterator[Town]:
    """A town on a fresh, migrated database."""
    async with open_database(database_url) as unturned, unturned.connection() as connection:
        for oddity in ODDITIES:
            await connection.execute(oddity.read_text())
    async with open_database(database_url) as database, running_panels() as panels:
        site = await add_site(database, name="Лавка", origins=[ORIGIN])
        async with (
            another_server(database_url, database, site, session_idle_hours=IDLE_HOURS) as near,
            another_server(database_url, database, site, session_idle_hours=IDLE_HOURS) as far,
        ):
            for server in (near, far):
                lift_limits(server)  # panels here ask whether they are at rest by pings, more than people would
            anna, boris, vera = [await _sign_in(database, near, name) for name in ("Анна", "Борис", "Вера")]
            async with near.visitor() as tab:
                await tab.say("слышно?")
                async with far.visitor(token=tab.welcome["token"]) as another_tab:
                    tabs = Tabs(database, (near, far), (tab, another_tab), site)
                    line = await installation_line(database, database_url=database_url, bus_url=None)
                    tag_ids = await _make_tags(database, site)
                    yield Town(database, (near, far), panels, (anna, boris), vera, tabs, line, tag_ids, asyncio.Lock())


async def _make_tags(database: Database, site: Site) -> tuple[UUID, ...]:
    labels = [
        Label(id=new_id(), kind=LabelKind.TAG, name=name, colour=Colour.GREY, is_archived=False)
        for name in ("VIP", "Возврат", "Опт")
    ]
    async with database.connection() as connection:
        for place, label in enumerate(labels):
            await put_label(connection, site.controller_id, label, place=place)
    return tuple(label.id for label in labels)


async def _sign_in(database: Database, server: Server, name: str) -> SignedIn:
    email = f"{uuid4().hex}@shop.test"
    operator = await add_operator(database, email=email, name=name, password=PASSWORD, site_keys=[])
    cookies = (await server.sign_in(email)).cookies
    return SignedIn(operator.id, "; ".join(f"{key}={value}" for key, value in cookies.items()))
