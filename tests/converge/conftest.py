"""A town for all sequences of a session."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.conftest import PostgresServer, fresh_database
from tests.converge.town import Town, running_town


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def town(postgres: PostgresServer, template_database: str) -> AsyncIterator[Town]:
    """Where who leaves is gone at once, and leases are short: nobody waits ten seconds for a dot to fade."""
    with pytest.MonkeyPatch.context() as patch, fresh_database(postgres, template_database) as url:
        patch.setattr("ryadom.core.presence.LINGER_S", 0.05)
        patch.setattr("ryadom.core.presence.LEASE_TTL_S", 1.0)
        patch.setattr("ryadom.live.relay.LEASE_TTL_S", 1.0)
        patch.setattr("ryadom.live.relay.LEASE_INTERVAL_S", 0.3)
        patch.setattr("ryadom.live.relay.MISSED_PAUSE_S", 0.2)
        async with running_town(url) as town:
            yield town
