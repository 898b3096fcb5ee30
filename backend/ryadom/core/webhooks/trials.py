"""Trials of webhooks: an event that is sent at once, and what comes of it, for somebody to look at."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from ryadom.core.outgoing.answers import Answer
from ryadom.core.webhooks.batches import SHOWN_CHARS
from ryadom.core.webhooks.endpoints import Webhooks
from ryadom.core.webhooks.events import TEST
from ryadom.core.webhooks.payloads import EventBody, EventData
from ryadom.core.webhooks.sending import open_endpoint, send
from ryadom.errors import RyadomError, WebhookUnknown
from ryadom.store.egress import DataLevel
from ryadom.store.ids import new_id


class Trial(Struct, frozen=True, kw_only=True):
    """What came of a trial: status, milliseconds and the beginning of the answer, or (`failure`) why there was none, by
    the code of an error, which `message` tells of."""

    is_good: bool
    status: int | None = None
    took_ms: int | None = None
    answer: str = ""
    failure: str = ""
    message: str = ""


async def send_trial(webhooks: Webhooks, id: UUID) -> Answer:
    """What the endpoint answers to an event of the type `webhook.test`, sent at once; also while it is disabled.

    Raises:
        WebhookUnknown: see `Webhooks.find`.
        WebhookSealed: see `open_endpoint`.
        RyadomError: it could not be sent, see `Caller.send`.
    """
    endpoint = open_endpoint(webhooks.seal, await webhooks.find(id), now=datetime.now(UTC))
    body = EventBody(type=TEST, timestamp=datetime.now(UTC), data=EventData(sends=DataLevel.IDS))
    return await send(
        webhooks.caller, endpoint, id=new_id(), body=msgspec.json.encode(body), now=lambda: datetime.now(UTC)
    )


async def try_out(webhooks: Webhooks, id: UUID) -> Trial:
    """What comes of it, for who looks at it later or elsewhere.

    Raises:
        WebhookUnknown: see `Webhooks.find`.
    """
    try:
        answer = await send_trial(webhooks, id)
    except WebhookUnknown:
        raise
    except RyadomError as error:
        return Trial(is_good=False, failure=error.code, message=error.message)
    return Trial(
        is_good=answer.is_good,
        status=answer.status,
        took_ms=int(answer.took_s * 1_000),
        answer=answer.text[:SHOWN_CHARS],
    )
