"""What is told to other people's servers: webhooks, bots that answer by them, CRMs."""

from uuid import uuid4

from msgspec import Struct

from ryadom.app.wiring.clock import utc_now
from ryadom.app.wiring.live import Live
from ryadom.app.wiring.pools import Pools
from ryadom.core.alarms import Alarms
from ryadom.core.connectors.line import BOUNDS as CRM_BOUNDS
from ryadom.core.connectors.line import Pace
from ryadom.core.connectors.opening import PURPOSE as CONNECTOR_SETTINGS
from ryadom.core.connectors.panel_desk import ConnectorDesk, connector_desk
from ryadom.core.connectors.pusher import Pusher
from ryadom.core.outgoing.client import Bounds, Caller
from ryadom.core.sealing import Seal
from ryadom.core.webhook_bots.speaking import Speaker
from ryadom.core.webhook_bots.talker import BOUNDS as BOT_BOUNDS
from ryadom.core.webhook_bots.talker import Talker
from ryadom.core.webhooks.deliverer import BOUNDS as WEBHOOK_BOUNDS
from ryadom.core.webhooks.deliverer import Deliverer
from ryadom.core.webhooks.desk import WebhookDesk, webhook_desk
from ryadom.core.webhooks.fan_out import FanOut
from ryadom.core.webhooks.sending import PURPOSE as WEBHOOK_ENDPOINT
from ryadom.privacy.egress import Egress
from ryadom.privacy.resolver import SystemResolver
from ryadom.settings import Settings
from ryadom.store.database import Database


class Outgoing(Struct, frozen=True, kw_only=True):
    """Who deliver, and the desks at which it is said what and where to; `aclose` ends what is under way."""

    fan_out: FanOut
    webhooks: Deliverer
    bots: Talker
    connectors: Pusher
    webhook_desk: WebhookDesk
    connector_desk: ConnectorDesk

    async def aclose(self) -> None:
        """Ends all calls."""
        await self.webhooks.aclose()
        await self.bots.aclose()
        await self.connectors.aclose()
        await self.webhook_desk.aclose()
        await self.connector_desk.aclose()


def wire_outgoing(settings: Settings, database: Database, pools: Pools, live: Live, *, officers: Alarms) -> Outgoing:
    """Deliverers and desks of one server; `officers` are told of what was stopped."""

    def caller(bounds: Bounds) -> Caller:
        return Caller(Egress(pools.outgoing, SystemResolver()), bounds=bounds)

    webhooks = Deliverer(
        pools.outgoing,
        caller(WEBHOOK_BOUNDS),
        Seal(settings.secret_keys, purpose=WEBHOOK_ENDPOINT),
        officers,
        live.metrics,
        node=uuid4(),
        now=utc_now,
    )
    bots = Talker(
        pools.outgoing,
        caller(BOT_BOUNDS),
        Seal(settings.secret_keys, purpose=WEBHOOK_ENDPOINT),
        Speaker(database=pools.outgoing, writer=live.writer, relay=live.relay, masking=live.masking, now=utc_now),
        officers,
        live.metrics,
        node=uuid4(),
        now=utc_now,
    )
    # What one account takes is shared by what is pushed and what is tried.
    crm_pace = Pace(pools.outgoing)
    connectors = Pusher(
        pools.outgoing,
        caller(CRM_BOUNDS),
        Seal(settings.secret_keys, purpose=CONNECTOR_SETTINGS),
        officers,
        node=uuid4(),
        now=utc_now,
        public_url=settings.public_url,
        pace=crm_pace,
    )

    def queued() -> None:
        webhooks.wake()
        bots.wake()

    return Outgoing(
        fan_out=FanOut(pools.outgoing, on_queued=queued, on_pushes=connectors.wake),
        webhooks=webhooks,
        bots=bots,
        connectors=connectors,
        webhook_desk=webhook_desk(database, SystemResolver(), secret_keys=settings.secret_keys),
        connector_desk=connector_desk(
            database,
            SystemResolver(),
            live.journal,
            secret_keys=settings.secret_keys,
            pace=crm_pace,
            public_url=settings.public_url,
            on_queued=connectors.wake,
        ),
    )
