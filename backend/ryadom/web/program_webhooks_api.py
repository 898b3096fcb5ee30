"""`/api/v1/webhooks`: webhooks for programs that look after them; see `core/webhooks/programs.py`."""

from typing import Annotated, Literal

from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.api_keys import Program, Scope
from ryadom.core.webhooks.orders import NewProgramWebhook, Replay, WebhookChange
from ryadom.core.webhooks.requests import ShownRequest
from ryadom.core.webhooks.trials import Trial
from ryadom.errors import (
    CalendarUnknown,
    CursorExpired,
    EgressForbidden,
    HostUnresolved,
    IdempotencyExpected,
    IdempotencyMismatch,
    PreconditionExpected,
    PreconditionFailed,
    WebhookSealed,
    WebhookUnknown,
)
from ryadom.protocol.public_pages import Page
from ryadom.protocol.public_webhooks import (
    PublicDelivery,
    PublicNewSecret,
    PublicReplay,
    PublicWebhook,
    PublicWebhookHealth,
)
from ryadom.web.actors import network_of_request
from ryadom.web.api import asked_of, order_of
from ryadom.web.context import context_of
from ryadom.web.etags import etag_of, is_known, precondition_of, tagged, unchanged
from ryadom.web.objects_api import AskedForPage, Nothing, id_of, page_of
from ryadom.web.operation import V1, Operation, list_of
from ryadom.web.responses import Json
from ryadom.web.writing_api import idempotency_key_of

_WEBHOOKS = f"{V1}/webhooks"
_WEBHOOK = f"{_WEBHOOKS}/{{id}}"


class AskedForDeliveries(AskedForPage, frozen=True, kw_only=True):
    """The query of the log of a webhook."""

    failed: Annotated[
        Literal["true", "false"], Meta(description="Only those that were given up, or whose last attempt failed.")
    ] = "false"


async def list_webhooks(request: Request, program: Program) -> Response:
    """A page of the webhooks that the key may look after, oldest first."""
    asked = page_of(asked_of(request, AskedForPage))
    return Json(await context_of(request).program_webhooks.page(program, asked))


async def post_webhook(request: Request, program: Program) -> Response:
    """Adds a webhook, once for an `Idempotency-Key`, and tells its secret, this once; journalled.

    Raises:
        IdempotencyExpected: it names no key, or none that is one.
        RyadomError: see `ProgramWebhooks.add`.
    """
    asked_of(request, Nothing)
    idempotency_key, by = idempotency_key_of(request), program.actor(network_of_request(request))
    order = order_of(request, NewProgramWebhook)
    made = await context_of(request).program_webhooks.add(program, order, idempotency_key=idempotency_key, by=by)
    headers = {"Location": f"{_WEBHOOKS}/{made.webhook.id}"}
    return Json(made, status_code=201, headers=headers)


async def get_webhook(request: Request, program: Program) -> Response:
    """One webhook.

    Raises:
        WebhookUnknown: there is none that the key may look after.
    """
    asked_of(request, Nothing)
    found = await context_of(request).program_webhooks.find(program, id_of(request, WebhookUnknown))
    etag = etag_of(found)
    return unchanged(etag) if is_known(request, etag) else tagged(found, etag)


async def patch_webhook(request: Request, program: Program) -> Response:
    """Has it told of something else, over the state that `If-Match` names; journalled.

    Raises:
        PreconditionExpected: it names no state.
        RyadomError: see `ProgramWebhooks.change`.
    """
    asked_of(request, Nothing)
    id, over = id_of(request, WebhookUnknown), precondition_of(request)
    by, order = program.actor(network_of_request(request)), order_of(request, WebhookChange)
    changed = await context_of(request).program_webhooks.change(program, id, order, over, by=by)
    return tagged(changed, etag_of(changed))


async def delete_webhook(request: Request, program: Program) -> Response:
    """Forgets it, with what waits for it and its log; as it was before. Journalled."""
    asked_of(request, Nothing)
    id, by = id_of(request, WebhookUnknown), program.actor(network_of_request(request))
    return Json(await context_of(request).program_webhooks.remove(program, id, by=by))


async def enable_webhook(request: Request, program: Program) -> Response:
    """Has it told again; journalled."""
    return await _switch(request, program, is_enabled=True)


async def disable_webhook(request: Request, program: Program) -> Response:
    """Has it told nothing more for now; journalled."""
    return await _switch(request, program, is_enabled=False)


async def rotate_webhook_secret(request: Request, program: Program) -> Response:
    """Makes a new secret, over the state that `If-Match` names, and tells it, this once; journalled.

    Raises:
        PreconditionExpected: it names no state.
        RyadomError: see `ProgramWebhooks.rotate`.
    """
    asked_of(request, Nothing)
    id, over = id_of(request, WebhookUnknown), precondition_of(request)
    by = program.actor(network_of_request(request))
    made = await context_of(request).program_webhooks.rotate(program, id, over, by=by)
    return Json(made, status_code=201, headers={"ETag": etag_of(made.webhook)})


async def try_webhook(request: Request, program: Program) -> Response:
    """Sends a trial at once, and says what came of it."""
    asked_of(request, Nothing)
    return Json(await context_of(request).program_webhooks.test(program, id_of(request, WebhookUnknown)))


async def get_webhook_health(request: Request, program: Program) -> Response:
    """How it goes with it."""
    asked_of(request, Nothing)
    return Json(await context_of(request).program_webhooks.health(program, id_of(request, WebhookUnknown)))


async def list_webhook_deliveries(request: Request, program: Program) -> Response:
    """A page of what it was told, newest first."""
    asked = asked_of(request, AskedForDeliveries)
    found = await context_of(request).program_webhooks.deliveries(
        program, id_of(request, WebhookUnknown), page_of(asked), only_failed=asked.failed == "true"
    )
    return Json(found)


async def get_webhook_request(request: Request, program: Program) -> Response:
    """What one delivery would say now; journalled.

    Raises:
        WebhookUnknown: there is none that the key may see.
    """
    asked_of(request, Nothing)
    id, by = id_of(request, WebhookUnknown), program.actor(network_of_request(request))
    delivery_id = id_of(request, WebhookUnknown, "delivery_id")
    return Json(await context_of(request).program_webhooks.request(program, id, delivery_id, by=by))


async def replay_webhook_deliveries(request: Request, program: Program) -> Response:
    """Makes deliveries due again, and says how many; journalled."""
    asked_of(request, Nothing)
    id, by = id_of(request, WebhookUnknown), program.actor(network_of_request(request))
    return Json(await context_of(request).program_webhooks.replay(program, id, order_of(request, Replay), by=by))


async def _switch(request: Request, program: Program, *, is_enabled: bool) -> Response:
    asked_of(request, Nothing)
    id, by = id_of(request, WebhookUnknown), program.actor(network_of_request(request))
    switched = await context_of(request).program_webhooks.switch(program, id, is_enabled=is_enabled, by=by)
    return tagged(switched, etag_of(switched))


_MANAGE = Scope.MANAGE_WEBHOOKS
_REGISTER = (EgressForbidden, CalendarUnknown, HostUnresolved)
"""What the register of recipients says."""

WEBHOOK_OPERATIONS: tuple[Operation, ...] = (
    list_of(_WEBHOOKS, list_webhooks, _MANAGE, AskedForPage, PublicWebhook, "Webhooks, oldest first"),
    Operation(
        method="POST",
        path=_WEBHOOKS,
        endpoint=post_webhook,
        scope=_MANAGE,
        query=Nothing,
        order=NewProgramWebhook,
        answer=PublicNewSecret,
        status=201,
        summary="Have a program told of what happens",
        refusals=(IdempotencyExpected, IdempotencyMismatch, WebhookUnknown, *_REGISTER),
        is_once=True,
    ),
    Operation(
        path=_WEBHOOK,
        endpoint=get_webhook,
        scope=_MANAGE,
        query=Nothing,
        answer=PublicWebhook,
        summary="One webhook",
        refusals=(WebhookUnknown,),
        has_etag=True,
    ),
    Operation(
        method="PATCH",
        path=_WEBHOOK,
        endpoint=patch_webhook,
        scope=_MANAGE,
        query=Nothing,
        order=WebhookChange,
        answer=PublicWebhook,
        summary="Have it told of other events, sites or data",
        refusals=(WebhookUnknown, PreconditionExpected, PreconditionFailed, *_REGISTER),
        has_etag=True,
    ),
    Operation(
        method="DELETE",
        path=_WEBHOOK,
        endpoint=delete_webhook,
        scope=_MANAGE,
        query=Nothing,
        answer=PublicWebhook,
        summary="Forget it, with what waits for it and its log",
        refusals=(WebhookUnknown,),
    ),
    Operation(
        path=f"{_WEBHOOK}/health",
        endpoint=get_webhook_health,
        scope=_MANAGE,
        query=Nothing,
        answer=PublicWebhookHealth,
        summary="How it goes with a webhook",
        refusals=(WebhookUnknown,),
    ),
    Operation(
        method="POST",
        path=f"{_WEBHOOK}/enable",
        endpoint=enable_webhook,
        scope=_MANAGE,
        query=Nothing,
        answer=PublicWebhook,
        summary="Have it told again",
        refusals=(WebhookUnknown,),
    ),
    Operation(
        method="POST",
        path=f"{_WEBHOOK}/disable",
        endpoint=disable_webhook,
        scope=_MANAGE,
        query=Nothing,
        answer=PublicWebhook,
        summary="Have it told nothing more for now",
        refusals=(WebhookUnknown,),
    ),
    Operation(
        method="POST",
        path=f"{_WEBHOOK}/secret",
        endpoint=rotate_webhook_secret,
        scope=_MANAGE,
        query=Nothing,
        answer=PublicNewSecret,
        status=201,
        summary="Make a new secret; for a day the one until now signs too",
        refusals=(WebhookUnknown, PreconditionExpected, PreconditionFailed),
        has_etag=True,
    ),
    Operation(
        method="POST",
        path=f"{_WEBHOOK}/test",
        endpoint=try_webhook,
        scope=_MANAGE,
        query=Nothing,
        answer=Trial,
        summary="Send a trial at once, and see what comes of it",
        refusals=(WebhookUnknown,),
    ),
    Operation(
        path=f"{_WEBHOOK}/deliveries",
        endpoint=list_webhook_deliveries,
        scope=_MANAGE,
        query=AskedForDeliveries,
        answer=Page[PublicDelivery],
        summary="What it was told in the last 30 days, newest first",
        refusals=(WebhookUnknown, CursorExpired),
    ),
    Operation(
        path=f"{_WEBHOOK}/deliveries/{{delivery_id}}/request",
        endpoint=get_webhook_request,
        scope=_MANAGE,
        query=Nothing,
        answer=ShownRequest,
        summary="What one delivery would say now, and whether that is what was sent",
        refusals=(WebhookUnknown, WebhookSealed),
    ),
    Operation(
        method="POST",
        path=f"{_WEBHOOK}/replay",
        endpoint=replay_webhook_deliveries,
        scope=_MANAGE,
        query=Nothing,
        order=Replay,
        answer=PublicReplay,
        summary="Send one delivery again, or what was given up",
        refusals=(WebhookUnknown,),
    ),
)
