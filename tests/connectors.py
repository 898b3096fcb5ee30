"""Connectors of one shop, pushed for in the test's own loop: what happens, a simulated CRM, and what is between."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID, uuid4

from msgspec import Struct

from ryadom.core.alarms import Alarms
from ryadom.core.connectors.desk import Connectors
from ryadom.core.connectors.line import Pace
from ryadom.core.connectors.opening import PURPOSE
from ryadom.core.connectors.pusher import Pusher
from ryadom.core.customers.edits import changes_of, write_changes
from ryadom.core.mailer import Mailer
from ryadom.core.outgoing.client import Bounds, Caller
from ryadom.core.recipients import add_recipient
from ryadom.core.sealing import Seal
from ryadom.core.webhooks.fan_out import FanOut
from ryadom.privacy.egress import Egress, moscow_today
from ryadom.protocol.shared import Author
from ryadom.store.connectors import Rules, StoredConnector
from ryadom.store.consent_documents import Document
from ryadom.store.consent_events import Action as ConsentAction
from ryadom.store.consent_events import Circumstances, Method, insert_events
from ryadom.store.customer_cards import Hand, find_card
from ryadom.store.customer_links import VisitorRef
from ryadom.store.database import Database
from ryadom.store.egress import DataLevel, Recipient
from ryadom.store.entries import NewContent, append_entry
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.sites import Basis, Site, all_sites, set_basis
from tests.resolver import WrittenResolver
from tests.simulators.faults import Fault
from tests.store.scenes import Scene, make_scene
from tests.webhooks import nothing

KEY = "k" * 40
BOUNDS = Bounds(deadline_s=2.0, body_s=1.0, body_bytes=65_536)
PATIENT = Bounds(deadline_s=10.0, body_s=10.0, body_bytes=65_536)
"""Where a CRM answers in any case: on a busy machine not always within a second."""

CLOSED = Rules(closed=True, needs_contacts=False)
PHONE = "+7 912 345-67-89"


class Simulated(Protocol):
    """A simulator of a CRM. `refused`: calls that came too fast. `every`: what each call does in place of its work."""

    kind: str
    port: int
    secret: str
    refused: int
    is_revoked: bool
    every: Fault | None

    @property
    def settings(self) -> dict[str, object]:
        """How it is reached."""

    @property
    def called(self) -> Sequence[object]:
        """The calls that were let in."""

    @property
    def begins(self) -> str:
        """The call that a push begins with."""

    @property
    def looks(self) -> str:
        """The call by which it looks for what stands at a card."""

    @property
    def writes(self) -> tuple[str, ...]:
        """The calls by which it makes things, in order."""

    @property
    def made(self) -> int:
        """How many cards there are."""

    @property
    def told(self) -> str:
        """What stands at all of them."""

    @property
    def busy(self) -> Fault:
        """How it says that there were too many calls."""

    def next(self, call: str, /, *faults: Fault) -> None:
        """The next of these calls fail so."""


class Office(Struct, frozen=True, kw_only=True):
    """A site with a conversation, and all that pushes it."""

    database: Database
    site: Site
    scene: Scene
    connectors: Connectors
    fan_out: FanOut
    pusher: Pusher
    pace: Pace

    async def register(self, crm: "Simulated", most: DataLevel = DataLevel.CONTENTS_AND_CONTACTS) -> None:
        """Puts a CRM into the register."""
        recipient = Recipient(
            controller_id=self.site.controller_id,
            host="crm.test",
            port=crm.port,
            recipient="ООО «Учёт»",
            country="RU",
            purpose="Учёт заявок",
            categories="имя, телефон",
            is_local=True,
            most_data=most,
        )
        await add_recipient(self.database, crms(), recipient, today=moscow_today())

    async def add(
        self,
        crm: "Simulated",
        rules: Rules = CLOSED,
        *,
        mapping: Mapping[str, str] | None = None,
        sites: Sequence[Site] = (),
        **settings: object,
    ) -> StoredConnector:
        """A connector to a CRM in the register."""
        await self.register(crm)
        return await self.connectors.add(
            crm.kind,
            sites or [self.site],
            settings=crm.settings | settings,
            mapping=mapping or {},
            rules=rules,
            is_for_all=not sites,
            by=COMMAND_LINE,
        )

    async def say(self, *contents: NewContent, by: Author | None = None) -> None:
        """Entries of the conversation, by its visitor unless said."""
        head = self.scene.head
        async with self.database.transaction() as connection:
            for content in contents:
                await append_entry(connection, head=head, author=by or head.visitor, echo_id=uuid4(), content=content)

    async def agree(self, document: Document, action: ConsentAction = ConsentAction.GIVEN) -> None:
        """What the visitor does with a consent."""
        head = self.scene.head
        async with self.database.transaction() as connection:
            await insert_events(
                connection,
                site_id=head.site_id,
                visitor_id=head.visitor.id,
                action=action,
                document_ids=[document.id],
                circumstances=Circumstances(method=Method.PAGE),
                echo_id=uuid4(),
            )

    async def fan_all(self) -> None:
        """Queues all that the rules ask for."""
        while (await self.fan_out.step()).is_more:
            pass

    async def push(self) -> None:
        """Queues all that the rules ask for, and tries all that is due once."""
        await self.fan_all()
        await self.pusher.push_due()

    async def hurry(self) -> None:
        """As if all pauses were over, and every lease had run out."""
        await self.execute("UPDATE connector_pushes SET due_at = now() WHERE due_at IS NOT NULL")
        await self.execute("UPDATE connectors SET paused_until = NULL, leased_until = NULL")
        await self.execute("DELETE FROM crm_rests")

    async def execute(self, statement: str, *values: object) -> None:
        async with self.database.connection() as connection:
            await connection.execute(statement, *values)

    async def column(self, name: str) -> list[Any]:
        """What a column of the pushes holds, in their order."""
        async with self.database.connection() as connection:
            rows = await connection.fetch(f"SELECT {name} FROM connector_pushes ORDER BY ordinal")  # noqa: S608 - of a test
        return [next(iter(row.values())) for row in rows]

    async def stored(self) -> StoredConnector:
        """The only connector, as it stands."""
        [one] = await self.connectors.all()
        return one


def crms() -> WrittenResolver:
    """Where the CRMs of tests are."""
    return WrittenResolver(crm_test=["127.0.0.1"])


async def open_office(
    database: Database, *, mailer: Mailer | None = None, pace: Pace | None = None, basis: Basis = Basis.OTHER
) -> Office:
    """An office whose calls are closed by `close_office`. Its site has a basis, unless that is undecided."""
    async with database.transaction() as connection:
        scene = await make_scene(connection)
        await set_basis(connection, scene.head.site_id, basis, "договор" if basis is Basis.OTHER else "")
        # Not so new that it would wait for what its site tells of the visitor.
        await connection.execute(
            "UPDATE conversations SET created_at = created_at - INTERVAL '1 minute' WHERE id = $1", scene.head.id
        )
        sites = await all_sites(connection)
    pace = pace or free_pace(database)
    return Office(
        database=database,
        site=next(site for site in sites if site.id == scene.head.site_id),
        scene=scene,
        connectors=Connectors(
            database=database,
            caller=new_caller(database),
            seal=Seal((KEY,), purpose=PURPOSE),
            pace=pace,
            public_url="https://chat.test",
        ),
        fan_out=FanOut(database, on_queued=nothing),
        pusher=new_pusher(database, mailer=mailer, pace=pace),
        pace=pace,
    )


async def close_office(office: Office) -> None:
    """Ends its calls."""
    await office.connectors.caller.aclose()
    await office.pusher.aclose()


def free_pace(database: Database) -> Pace:
    """Counts, and makes nobody wait: its time passes as it does."""
    now = 0.0

    async def sleep(pause_s: float) -> None:
        nonlocal now
        now += pause_s

    return Pace(database, clock=lambda: now, sleep=sleep)


def new_caller(database: Database, bounds: Bounds = BOUNDS) -> Caller:
    return Caller(Egress(database, crms()), bounds=bounds)


def new_pusher(
    database: Database,
    *,
    mailer: Mailer | None = None,
    pace: Pace | None = None,
    keys: Sequence[str] = (KEY,),
    node: UUID | None = None,
    bounds: Bounds = BOUNDS,
) -> Pusher:
    """Another process that pushes."""
    return Pusher(
        database,
        new_caller(database, bounds),
        Seal(keys, purpose=PURPOSE),
        Alarms(database, mailer),
        node=node or uuid4(),
        now=lambda: datetime.now(UTC),
        public_url="https://chat.test",
        pace=pace or free_pace(database),
        chance=lambda: 0.5,
    )


async def write_on_card(office: Office, **facts: str) -> None:
    """What an operator writes down of the visitor."""
    head = office.scene.head
    async with office.database.transaction() as connection:
        card = await find_card(connection, site_id=head.site_id, visitor_id=head.visitor.id)
        hand = Hand(operator_id=office.scene.operator.id)
        await write_changes(connection, VisitorRef(head.site_id, head.visitor.id), card, changes_of(card, facts), hand)
