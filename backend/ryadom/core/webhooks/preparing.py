"""What a delivery needs just before it is sent: its endpoint as it stands, leave to call it, the body as things are.

Nothing is made ahead: who was blocked or erased a moment ago, an endpoint that was disabled, got a new secret or is to
be told of less, a register that allows less, all count for the next call. Those who ask at once are served at once, by
the same queries.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.core.outgoing.client import Caller
from ryadom.core.sealing import Seal
from ryadom.core.webhooks.events import is_told
from ryadom.core.webhooks.payloads import bodies_of, load_objects
from ryadom.core.webhooks.sending import OpenEndpoint, open_endpoint
from ryadom.errors import DatabaseUnavailable, RyadomError
from ryadom.store.database import Database
from ryadom.store.egress import DataLevel
from ryadom.store.webhook_lanes import find_leased
from ryadom.store.webhook_queue import Delivery


class Ready(Struct, frozen=True):
    """What is sent, how much it tells, and by which URL and secrets.

    Without a body it is not: the endpoint is told of such an event or of this site no more, or nothing of its person
    may be given; with a `refusal` it may not be called now at all.
    """

    endpoint: OpenEndpoint
    body: bytes | None
    level: DataLevel = DataLevel.IDS
    refusal: RyadomError | None = None


class Preparer:
    """Makes deliveries to one endpoint ready, as long as this process (`node`) may deliver to it."""

    def __init__(
        self, database: Database, caller: Caller, seal: Seal, *, node: UUID, id: UUID, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._caller = caller
        self._seal = seal
        self._node = node
        self._id = id
        self._now = now
        self._wanted: dict[UUID, Delivery] = {}
        self._made: dict[UUID, Ready | None] = {}
        self._making = asyncio.Lock()

    async def ready(self, one: Delivery) -> Ready | None:
        """A delivery to be sent at once; None where the endpoint may be told nothing by this process now.

        Raises:
            DatabaseUnavailable: Postgres is away.
            WebhookSealed: see `open_endpoint`.
        """
        self._wanted[one.event_id] = one
        # Those who have got their turns in this round of the loop ask before the first of them is served.
        await asyncio.sleep(0)
        try:
            async with self._making:
                if one.event_id not in self._made:
                    # Itself too: whoever was to make it with theirs may have failed
                    wanted, self._wanted = self._wanted | {one.event_id: one}, {}
                    self._made |= await self._make(list(wanted.values()))
            return self._made.pop(one.event_id)
        finally:
            self._wanted.pop(one.event_id, None)

    async def _make(self, deliveries: Sequence[Delivery]) -> dict[UUID, Ready | None]:
        async with self._database.connection() as connection:
            stored = await find_leased(connection, self._node, self._id)
        if stored is None:
            return {one.event_id: None for one in deliveries}
        endpoint = open_endpoint(self._seal, stored, now=self._now())
        try:
            clearance = await self._caller.clear(stored.controller_id, endpoint.target)
        except DatabaseUnavailable:
            raise
        except RyadomError as refusal:
            return {one.event_id: Ready(endpoint, None, refusal=refusal) for one in deliveries}
        level = stored.data.at_most(clearance.recipient.most_data)
        wanted = [one for one in deliveries if is_told(stored, event=one.event, site_id=one.site_id)]
        async with self._database.connection() as connection:
            found = await load_objects(connection, wanted)
        if level is DataLevel.CONTENTS:
            # To look for phones and the like may take long: in a thread, so that no socket waits for it.
            bodies = await asyncio.to_thread(bodies_of, wanted, found, level)
        else:
            bodies = bodies_of(wanted, found, level)
        return {one.event_id: Ready(endpoint, bodies.get(one.event_id), level) for one in deliveries}
