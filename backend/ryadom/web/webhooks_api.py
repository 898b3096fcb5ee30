"""`/panel/api/webhooks`: programs that are told of what happens, for those who may have one told."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.rights import Right
from ryadom.core.webhooks.desk import ChangedWebhook, NewWebhook
from ryadom.errors import BadFrame, RouteUnknown
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json

# A thousand sites, as they were and as they are to be
MAX_BYTES = 131_072
MAX_PLACE_DIGITS = 18


class Again(Struct, frozen=True, kw_only=True):
    """One delivery, or (null) all that were given up, of what happened `since` then."""

    event_id: UUID | None = None
    since: Annotated[datetime, Meta(tz=True)] | None = None


class Switched(Struct, frozen=True):
    """Whether a webhook is told of what happens."""

    is_enabled: bool


class NewSecret(Struct, frozen=True):
    """Over which version of the secret a new one is made; left out, as panels of before do: over any."""

    over_version: Annotated[int, Meta(ge=0, le=2**53 - 1)] | UnsetType = UNSET


async def get_webhooks(request: Request, session: OperatorSession) -> Response:
    """The webhooks of the operator's sites, how it goes with each, and what a new one may be told of."""
    return Json(await context_of(request).webhook_desk.own(session))


async def post_webhook(request: Request, session: OperatorSession) -> Response:
    """Adds a webhook, and tells the secret that signs, this once."""
    new = await read_json(request, NewWebhook, max_bytes=MAX_BYTES)
    made = await context_of(request).webhook_desk.add(session, new, actor_of(request, session))
    return Json(made, status_code=201)


async def put_webhook(request: Request, session: OperatorSession) -> Response:
    """Has a webhook told of something else, or a bot answer otherwise."""
    id = await _managed(request, session)
    wanted = await read_json(request, ChangedWebhook, max_bytes=MAX_BYTES)
    await context_of(request).webhook_desk.change(session, id, wanted, actor_of(request, session))
    return Response(status_code=204)


async def post_webhook_secret(request: Request, session: OperatorSession) -> Response:
    """Makes a new secret, and tells it, this once."""
    id = await _managed(request, session)
    # Panels of before send no body, and say all the same that it is JSON.
    new = await read_json(request, NewSecret, empty=NewSecret())
    by = actor_of(request, session)
    made = await context_of(request).webhook_desk.rotate(session, id, by, over_version=new.over_version)
    return Json(made, status_code=201)


async def post_webhook_test(request: Request, session: OperatorSession) -> Response:
    """Sends a trial at once, and says what came of it."""
    return Json(await context_of(request).webhook_desk.test(session, _id(request)))


async def get_webhook_log(request: Request, session: OperatorSession) -> Response:
    """The newest deliveries, or those behind a `cursor`; with `failed=1` those that came to nothing."""
    page = await context_of(request).webhook_desk.log(
        session, _id(request), only_failed=request.query_params.get("failed") == "1", before=_place(request)
    )
    return Json({"deliveries": page.deliveries, "next_cursor": None if page.next is None else str(page.next)})


async def get_webhook_request(request: Request, session: OperatorSession) -> Response:
    """What one delivery would say now; journalled."""
    id = await _managed(request, session)
    by, event_id = actor_of(request, session), _uuid(request, "event_id")
    return Json(await context_of(request).webhook_desk.request(session, id, event_id, by))


async def post_webhook_replay(request: Request, session: OperatorSession) -> Response:
    """Makes deliveries due again, and says how many."""
    id = await _managed(request, session)
    again = await read_json(request, Again)
    count = await context_of(request).webhook_desk.replay(
        session, id, again.event_id, since=_utc(again.since), by=actor_of(request, session)
    )
    return Json({"count": count})


async def put_webhook_enabled(request: Request, session: OperatorSession) -> Response:
    """Lets a webhook be told again, or nothing more for now."""
    id = await _managed(request, session)
    switched = await read_json(request, Switched)
    await context_of(request).webhook_desk.switch(
        session, id, is_enabled=switched.is_enabled, by=actor_of(request, session)
    )
    return Response(status_code=204)


async def delete_webhook(request: Request, session: OperatorSession) -> Response:
    """Forgets a webhook, with what waits for it and its log."""
    await context_of(request).webhook_desk.remove(session, _id(request), actor_of(request, session))
    return Response(status_code=204)


def _utc(at: datetime | None) -> datetime | None:
    """The same moment.

    Raises:
        BadFrame: in UTC it is before the year 1, or after 9999.
    """
    try:
        return at and at.astimezone(UTC)
    except OverflowError:
        raise BadFrame("since: no calendar goes that far.", field="since") from None


async def _managed(request: Request, session: OperatorSession) -> UUID:
    """Whose it is comes before what is asked: who works elsewhere hears nothing else."""
    id = _id(request)
    await context_of(request).webhook_desk.managed(session, id)
    return id


def _id(request: Request) -> UUID:
    return _uuid(request, "webhook_id")


def _uuid(request: Request, name: str) -> UUID:
    try:
        return UUID(request.path_params[name])
    except ValueError:
        raise RouteUnknown("There is nothing at this address: its id is not a UUID.", field=name) from None


def _place(request: Request) -> int | None:
    text = request.query_params.get("cursor")
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= MAX_PLACE_DIGITS):
        raise BadFrame("cursor is the `next_cursor` of the page before.", field="cursor")
    return int(text)


_WEBHOOKS = "/panel/api/webhooks"
_WEBHOOK = f"{_WEBHOOKS}/{{webhook_id}}"

WEBHOOK_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", _WEBHOOKS, get_webhooks, Right.MANAGE_WEBHOOKS),
    GuardedRoute("POST", _WEBHOOKS, post_webhook, Right.MANAGE_WEBHOOKS),
    GuardedRoute("PUT", _WEBHOOK, put_webhook, Right.MANAGE_WEBHOOKS),
    GuardedRoute("DELETE", _WEBHOOK, delete_webhook, Right.MANAGE_WEBHOOKS),
    GuardedRoute("POST", f"{_WEBHOOK}/secret", post_webhook_secret, Right.MANAGE_WEBHOOKS),
    GuardedRoute("POST", f"{_WEBHOOK}/test", post_webhook_test, Right.MANAGE_WEBHOOKS),
    GuardedRoute("GET", f"{_WEBHOOK}/log", get_webhook_log, Right.MANAGE_WEBHOOKS),
    GuardedRoute("GET", f"{_WEBHOOK}/log/{{event_id}}/request", get_webhook_request, Right.MANAGE_WEBHOOKS),
    GuardedRoute("POST", f"{_WEBHOOK}/replay", post_webhook_replay, Right.MANAGE_WEBHOOKS),
    GuardedRoute("PUT", f"{_WEBHOOK}/enabled", put_webhook_enabled, Right.MANAGE_WEBHOOKS),
)
