"""`/panel/api/conversations/{id}/…`: a visitor's card, other conversations, what is masked; `/panel/api/masking`."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.cursors import read_cursor, write_cursor
from ryadom.core.masking import change_policies, policies_of_operator
from ryadom.core.rights import Right, may
from ryadom.errors import RouteUnknown
from ryadom.privacy.detect import Kind
from ryadom.privacy.policies import DEFAULT_POLICIES, Policy
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json


class WhatToReveal(Struct, frozen=True):
    """A message by its place, or (null) the visitor's name."""

    seq: Annotated[int, Meta(ge=1, le=2**53 - 1)] | None = None


class PolicyChanges(Struct, frozen=True):
    """What is to be done with these kinds from now on; the others stay as they are.

    `over`: what was done when somebody decided; null, as panels of before say nothing: whatever it is now.
    """

    policies: dict[Kind, Policy] = {}
    over: dict[Kind, Policy] | None = None


async def post_reveal(request: Request, session: OperatorSession) -> Response:
    """One message as it is stored."""
    wanted = await read_json(request, WhatToReveal)
    return Json(
        await context_of(request).reveals.reveal(
            actor_of(request, session), session.operator_id, _id(request, "conversation_id"), wanted.seq
        )
    )


async def post_reveal_profile(request: Request, session: OperatorSession) -> Response:
    """What the site has told of a conversation's visitor, as it is stored."""
    return Json(
        await context_of(request).reveals.reveal_profile(
            actor_of(request, session), session.operator_id, _id(request, "conversation_id")
        )
    )


async def get_card(request: Request, session: OperatorSession) -> Response:
    """The card of a conversation's visitor."""
    card = await context_of(request).cards.open(
        actor_of(request, session),
        session.operator_id,
        _id(request, "conversation_id"),
        sees_contacts=may(session.role, Right.SEE_CONTACTS),
    )
    return Json(
        {
            "is_erased": card.is_erased,
            "is_masked": card.is_masked,
            "is_name_masked": card.is_name_masked,
            "own_name": card.own_name,
            "contacts": card.contacts,
            "landing_url": card.landing_url,
            "campaign": card.campaign,
            "metrica_client_id": card.metrica_client_id,
            "consents": card.consents,
            "profile": card.profile,
            "conversations": card.others.conversations,
            "next_cursor": write_cursor(card.others.next_cursor),
        }
    )


async def get_card_conversations(request: Request, session: OperatorSession) -> Response:
    """A page of the visitor's other conversations, without a cursor the first."""
    cursor = request.query_params.get("cursor")
    page = await context_of(request).cards.more_conversations(
        actor_of(request, session),
        session.operator_id,
        _id(request, "conversation_id"),
        read_cursor(cursor) if cursor else None,
        sees_contacts=may(session.role, Right.SEE_CONTACTS),
    )
    return Json({"conversations": page.conversations, "next_cursor": write_cursor(page.next_cursor)})


async def get_merge_choices(request: Request, session: OperatorSession) -> Response:
    """With what the conversation may be merged."""
    choices = await context_of(request).merge_choices.of(
        actor_of(request, session),
        session.operator_id,
        _id(request, "conversation_id"),
        sees_contacts=may(session.role, Right.SEE_CONTACTS),
    )
    return Json({"conversations": choices})


async def get_pages(request: Request, session: OperatorSession) -> Response:
    """Where the visitor went since the conversation began."""
    pages = await context_of(request).page_trails.read(
        session.operator_id,
        _id(request, "conversation_id"),
        sees_contacts=may(session.role, Right.SEE_CONTACTS),
    )
    return Json({"pages": pages})


async def get_masking(request: Request, session: OperatorSession) -> Response:
    """What each of the operator's sites does with each kind."""
    sites = await policies_of_operator(context_of(request).operator_desk.database, session.operator_id)
    return Json({"sites": sites, "defaults": DEFAULT_POLICIES})


async def put_masking(request: Request, session: OperatorSession) -> Response:
    """Changes what a site does; this process goes by it at once, others within seconds."""
    changes = await read_json(request, PolicyChanges)
    context = context_of(request)
    changed = await change_policies(
        context.operator_desk.database,
        session.operator_id,
        _id(request, "site_id"),
        changes.policies,
        seen=changes.over,
        by=actor_of(request, session),
    )
    await context.masking.refresh()
    return Json(changed)


def _id(request: Request, name: str) -> UUID:
    try:
        return UUID(request.path_params[name])
    except ValueError:
        raise RouteUnknown("There is nothing at this address: its id is not a UUID.", field=name) from None


_CONVERSATION = "/panel/api/conversations/{conversation_id}"

CARD_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("POST", f"{_CONVERSATION}/reveal", post_reveal, Right.REVEAL_CONTACTS),
    GuardedRoute("POST", f"{_CONVERSATION}/card/profile/reveal", post_reveal_profile, Right.REVEAL_CONTACTS),
    GuardedRoute("GET", f"{_CONVERSATION}/card", get_card, Right.READ_CONVERSATIONS),
    GuardedRoute("GET", f"{_CONVERSATION}/card/conversations", get_card_conversations, Right.READ_CONVERSATIONS),
    GuardedRoute("GET", f"{_CONVERSATION}/merge-choices", get_merge_choices, Right.LEAD_CONVERSATIONS),
    GuardedRoute("GET", f"{_CONVERSATION}/pages", get_pages, Right.READ_CONVERSATIONS),
    GuardedRoute("GET", "/panel/api/masking", get_masking, Right.MANAGE_MASKING),
    GuardedRoute("PUT", "/panel/api/sites/{site_id}/masking", put_masking, Right.MANAGE_MASKING),
)
