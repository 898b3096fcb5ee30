"""Trials of webhooks: an event that is sent at once, and what comes of it, for somebody to look at."""

from uuid import UUID

from msgspec import Struct

from ryadom.core.webhooks.batches import SHOWN_CHARS
from ryadom.core.webhooks.endpoints import Webhooks
from ryadom.errors import RyadomError, WebhookUnknown


class Trial(Struct, frozen=True, kw_only=True):
    """What came of a trial: status, milliseconds and the beginning of the answer, or (`failure`) why there was none, by
    the code of an error, which `message` tells of."""

    is_good: bool
    status: int | None = None
    took_ms: int | None = None
    answer: str = ""
    failure: str = ""
    message: str = ""


async def try_out(webhooks: Webhooks, id: UUID) -> Trial:
    """What comes of an event of the type `webhook.test`, sent at once.

    Raises:
        WebhookUnknown: see `Webhooks.find`.
    """
    try:
        answer = await webhooks.test(id)
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
