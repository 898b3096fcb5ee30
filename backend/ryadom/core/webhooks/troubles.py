"""Endpoints that are disabled because nothing succeeds any more: who is told, and where it is written down."""

from enum import StrEnum
from uuid import UUID

import structlog

from ryadom.core.alarms import Alarms
from ryadom.store import journal
from ryadom.store import webhooks as store
from ryadom.store.database import Database
from ryadom.store.journal_chain import SERVER, Action, Record

log = structlog.get_logger(__name__)


class Because(StrEnum):
    """Why an endpoint is disabled. `gone`: it answered 410. `full`: more waits than may.

    `key_over`: the key of the program that looked after it was revoked, or is over.
    """

    BY_HAND = "by_hand"
    FAILING = "failing"
    GONE = "gone"
    FULL = "full"
    KEY_OVER = "key_over"


async def give_up(database: Database, alarms: Alarms, id: UUID, because: Because, *, at: bytes | None = None) -> bool:
    """Disables an endpoint, with a mail to the controller's officer and a record in the journal; False where it is.

    `at`: the URL that gave reason to, as it is sealed; False also where the endpoint has another by now.
    """
    async with database.transaction() as connection:
        endpoint = await store.lock_endpoint(connection, id)
        if endpoint is None or (at is not None and endpoint.sealed_url != at):
            return False
        if not await store.disable_endpoint(connection, id, because=because):
            return False
        record = Record(
            controller_id=endpoint.controller_id,
            action=Action.SETTINGS_CHANGED,
            actor=SERVER,
            details={"what": "webhook_disabled", "host": endpoint.origin, "reason": because},
        )
        await journal.append(connection, [record])
        await alarms.tell_of_webhook(connection, endpoint.controller_id, host=endpoint.origin, reason=because)
    log.warning("webhook_disabled", webhook=str(id), reason=because)
    return True
