"""`/panel/api/conversation-rules`: what each site has done with its conversations by itself."""

from typing import Annotated

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.conversation_rules.rule import MAX_RULES, Rule
from ryadom.core.rights import Right
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json
from ryadom.web.sites_api import own_site

MAX_BYTES = 512 * 1_024
"""So many rules, each as long as it may be."""


class NewRules(Struct, frozen=True, kw_only=True):
    """All rules of a site, in their order; `over_version` is the version that whoever changed them has seen."""

    over_version: Annotated[int, Meta(ge=0, le=2**53 - 1)]
    rules: Annotated[list[Rule], Meta(max_length=MAX_RULES)]


async def get_rules(request: Request, session: OperatorSession) -> Response:
    """The operator's sites with their rules, and what these may name."""
    return Json({"sites": await context_of(request).rules.of_operator(session.operator_id)})


async def put_rules(request: Request, session: OperatorSession) -> Response:
    """Replaces the rules of one site."""
    site_id = await own_site(request, session)
    new = await read_json(request, NewRules, max_bytes=MAX_BYTES)
    desk, by = context_of(request).rules, actor_of(request, session)
    return Json(await desk.change(session.operator_id, site_id, new.rules, over_version=new.over_version, by=by))


CONVERSATION_RULE_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", "/panel/api/conversation-rules", get_rules, Right.MANAGE_SITES),
    GuardedRoute("PUT", "/panel/api/sites/{site_id}/conversation-rules", put_rules, Right.MANAGE_SITES),
)
