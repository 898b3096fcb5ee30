"""Webhooks of one shop, told in the test's own loop: what happens, receivers, and what is between them."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct
from standardwebhooks import Webhook

from ryadom.core.alarms import Alarms
from ryadom.core.mailer import Mailer
from ryadom.core.outgoing.client import Bounds, Caller
from ryadom.core.recipients import add_recipient
from ryadom.core.sealing import Seal
from ryadom.core.webhooks.deliverer import Deliverer
from ryadom.core.webhooks.endpoints import MadeEndpoint, Webhooks
from ryadom.core.webhooks.events import Event
from ryadom.core.webhooks.fan_out import FanOut
from ryadom.core.webhooks.sending import PURPOSE
from ryadom.live.metrics import Metrics
from ryadom.privacy.egress import Egress, moscow_today
from ryadom.privacy.resolver import Resolver
from ryadom.protocol.shared import Author
from ryadom.store.database import Database
from ryadom.store.egress import DataLevel, Recipient
from ryadom.store.entries import NewContent, append_entry
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.sites import Site, all_sites
from tests.receiver import Heard, Receiver
from tests.resolver import WrittenResolver
from tests.store.scenes import Scene, make_scene

KEY = "k" * 40
BOUNDS = Bounds(deadline_s=20.0, body_s=0.3, body_bytes=4_096)


def nothing() -> None:
    """For who needs no waking."""


class Shop(Struct, frozen=True, kw_only=True):
    """A site with a conversation, and all that tells of it."""

    database: Database
    site: Site
    scene: Scene
    webhooks: Webhooks
    fan_out: FanOut
    deliverer: Deliverer

    async def register(
        self, server: Receiver, most: DataLevel = DataLevel.CONTENTS_AND_CONTACTS, *, site: Site | None = None
    ) -> str:
        """Puts a receiver into the register; gives its URL."""
        recipient = Recipient(
            controller_id=(site or self.site).controller_id,
            host="hook.test",
            port=server.port,
            recipient="ООО «Учёт»",
            country="RU",
            purpose="Учёт заявок",
            categories="имя, телефон",
            is_local=True,
            most_data=most,
        )
        await add_recipient(self.database, hooks(), recipient, today=moscow_today())
        return f"http://hook.test:{server.port}/s3cret"

    async def add(
        self,
        server: Receiver,
        *events: Event,
        data: DataLevel = DataLevel.IDS,
        sites: Sequence[Site] = (),
        most: DataLevel = DataLevel.CONTENTS_AND_CONTACTS,
    ) -> MadeEndpoint:
        """An endpoint of these events, or of all."""
        return await self.webhooks.add(
            await self.register(server, most, site=sites[0] if sites else None),
            sites or [self.site],
            events=events or list(Event),
            data=data,
            is_for_all=not sites,
            by=COMMAND_LINE,
        )

    async def say(self, *contents: NewContent, by: Author | None = None) -> None:
        """Entries of the conversation, by its visitor unless said."""
        head = self.scene.head
        async with self.database.transaction() as connection:
            for content in contents:
                await append_entry(connection, head=head, author=by or head.visitor, echo_id=uuid4(), content=content)

    async def fan_all(self) -> None:
        """Queues all that has happened."""
        while (await self.fan_out.step()).is_more:
            pass

    async def tell(self) -> None:
        """Queues all that has happened, and tries all that is due once."""
        await self.fan_all()
        await self.deliverer.deliver_due()

    async def hurry(self) -> None:
        """As if all pauses were over."""
        async with self.database.connection() as connection:
            await connection.execute("UPDATE webhook_deliveries SET due_at = now() WHERE due_at > now()")
            await connection.execute("UPDATE webhook_endpoints SET paused_until = NULL")

    async def age(self, hours: int) -> None:
        """As if what waits and fails did so for so long."""
        async with self.database.connection() as connection:
            ago = f"INTERVAL '{hours} hours'"
            await connection.execute(f"UPDATE webhook_deliveries SET queued_at = queued_at - {ago}")  # noqa: S608
            await connection.execute(f"UPDATE webhook_endpoints SET failing_since = failing_since - {ago}")  # noqa: S608

    async def column(self, name: str) -> list[Any]:
        """What a column of the deliveries holds, in their order."""
        async with self.database.connection() as connection:
            rows = await connection.fetch(f"SELECT {name} FROM webhook_deliveries ORDER BY ordinal")  # noqa: S608
        return [row[name] for row in rows]


def hooks() -> WrittenResolver:
    """Where the receivers of tests are."""
    return WrittenResolver(hook_test=["127.0.0.1"])


async def open_shop(database: Database, *, mailer: Mailer | None = None, keys: Sequence[str] = (KEY,)) -> Shop:
    """A shop whose calls are closed by `close_shop`."""
    async with database.transaction() as connection:
        scene = await make_scene(connection)
        sites = await all_sites(connection)
    return Shop(
        database=database,
        site=next(site for site in sites if site.id == scene.head.site_id),
        scene=scene,
        webhooks=Webhooks(database=database, caller=new_caller(database), seal=Seal(keys, purpose=PURPOSE)),
        fan_out=FanOut(database, on_queued=nothing),
        deliverer=new_deliverer(database, mailer=mailer, keys=keys),
    )


async def close_shop(shop: Shop) -> None:
    """Ends its calls."""
    await shop.webhooks.caller.aclose()
    await shop.deliverer.aclose()


def new_caller(database: Database, resolver: Resolver | None = None) -> Caller:
    return Caller(Egress(database, resolver or hooks()), bounds=BOUNDS)


def new_deliverer(
    database: Database,
    *,
    mailer: Mailer | None = None,
    keys: Sequence[str] = (KEY,),
    node: UUID | None = None,
    resolver: Resolver | None = None,
    metrics: Metrics | None = None,
) -> Deliverer:
    """Another process that delivers."""
    return Deliverer(
        database,
        new_caller(database, resolver),
        Seal(keys, purpose=PURPOSE),
        Alarms(database, mailer),
        metrics or Metrics(),
        node=node or uuid4(),
        now=lambda: datetime.now(UTC),
        chance=lambda: 0.5,
    )


def verified(heard: Heard, secret: str) -> dict[str, Any]:
    """The body of a delivery, by the library that receivers use.

    Raises:
        WebhookVerificationError: it is not signed by this secret, or its time is off.
    """
    told: dict[str, Any] = json.loads(heard.body)
    assert Webhook(secret).verify(heard.body, heard.headers) == told
    return told


def told_types(server: Receiver) -> list[str]:
    """What a receiver was told of, in order."""
    return [json.loads(heard.body)["type"] for heard in server.heard]
