"""`/panel/api/conversations/{id}/crm`: which cards a conversation has in CRMs, and sending it there by hand."""

from uuid import UUID

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.rights import Right, may
from ryadom.errors import RouteUnknown
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json


class Where(Struct, frozen=True, kw_only=True):
    """To which CRM; null: to all that the conversation's site has."""

    connector_id: UUID | None = None


async def get_crm_cards(request: Request, session: OperatorSession) -> Response:
    """How far the conversation is at each CRM of its site."""
    return await _cards(request, session)


async def post_crm_card(request: Request, session: OperatorSession) -> Response:
    """Has the conversation sent, or sent again, and says how far it is."""
    id = _id(request)
    cards = context_of(request).crm_cards
    # Whose it is comes before what is asked: who works elsewhere hears nothing else.
    await cards.check_own(session.operator_id, id)
    where = await read_json(request, Where)
    await cards.send(session.operator_id, id, where.connector_id, by=actor_of(request, session))
    return await _cards(request, session)


async def _cards(request: Request, session: OperatorSession) -> Response:
    cards = await context_of(request).crm_cards.of(
        session.operator_id,
        _id(request),
        sees_contacts=may(session.role, Right.SEE_CONTACTS),
        may_send=may(session.role, Right.LEAD_CONVERSATIONS),
    )
    return Json({"cards": cards})


def _id(request: Request) -> UUID:
    try:
        return UUID(request.path_params["conversation_id"])
    except ValueError:
        raise RouteUnknown("There is nothing at this address: its id is not a UUID.", field="conversation_id") from None


_CRM = "/panel/api/conversations/{conversation_id}/crm"

CRM_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", _CRM, get_crm_cards, Right.READ_CONVERSATIONS),
    GuardedRoute("POST", _CRM, post_crm_card, Right.LEAD_CONVERSATIONS),
)
