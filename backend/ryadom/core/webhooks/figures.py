"""How webhooks go in the whole installation, for Prometheus and for whoever checks the server."""

from collections.abc import Sequence
from datetime import UTC, datetime

from ryadom.live.metrics import Metrics
from ryadom.store.database import Database
from ryadom.store.webhooks import ListedEndpoint, list_endpoints

LOOK_INTERVAL_S = 30.0
BEHIND_S = 3_600.0
"""What waits for so long is no hiccup any more."""

STATES = ("good", "failing", "disabled")


async def measure(database: Database, metrics: Metrics) -> None:
    """Sets what there is at this moment: endpoints by state, and what waits at those that are not disabled.

    Raises:
        DatabaseUnavailable: Postgres is away; the figures stay as they were.
    """
    async with database.connection() as connection:
        endpoints = await list_endpoints(connection, with_success=False)
    now = datetime.now(UTC)
    enabled = [one for one in endpoints if one.disabled_at is None]
    states = [state_of(one) for one in endpoints]
    for state in STATES:
        metrics.webhook_endpoints.labels(state).set(states.count(state))
    metrics.webhook_waiting.set(sum(one.waiting for one in enabled))
    metrics.webhook_oldest_seconds.set(max((waited_s(one, now) for one in enabled), default=0.0))


def state_of(endpoint: ListedEndpoint) -> str:
    """One of `STATES`."""
    if endpoint.disabled_at is not None:
        return "disabled"
    return "good" if endpoint.failing_since is None else "failing"


def behind(endpoints: Sequence[ListedEndpoint], now: datetime) -> list[ListedEndpoint]:
    """Those that are not disabled and have had something wait for over an hour."""
    return [one for one in endpoints if one.disabled_at is None and waited_s(one, now) > BEHIND_S]


def waited_s(endpoint: ListedEndpoint, now: datetime) -> float:
    """For how many seconds the oldest of what waits there does; 0 where nothing does."""
    return max(0.0, (now - endpoint.waiting_since).total_seconds()) if endpoint.waiting_since else 0.0
