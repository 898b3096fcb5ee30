"""The page of the system, and where it reads the figures of this process."""

import time

from ryadom.app.wiring.clock import utc_now
from ryadom.app.wiring.live import Live
from ryadom.app.wiring.pools import Pools
from ryadom.core.system import Gauges, System
from ryadom.core.system_checks import Queues
from ryadom.settings import Settings


def wire_system(settings: Settings, pools: Pools, live: Live) -> System:
    """The page of one server."""

    def figure(name: str, **labels: str) -> int:
        return int(live.metrics.sample(name, **labels) or 0)

    gauges = Gauges(
        queues=lambda: Queues(
            posts=live.writer.waiting,
            journal=live.journal.waiting,
            bus=live.bus.waiting,
            bus_lost=figure("ryadom_bus_lost_total"),
            bus_reconnects=figure("ryadom_bus_reconnects_total"),
        ),
        nodes=lambda: live.relay.nodes,
        sockets=lambda: (figure("ryadom_sockets", side="visitor"), figure("ryadom_sockets", side="operator")),
    )
    return System(pools.system, settings, gauges, now=utc_now, clock=time.monotonic)
