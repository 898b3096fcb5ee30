"""Customers, their consents, conversations and messages for programs: lists, and one of a kind."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.api_keys import Program
from ryadom.core.public_lists import DEFAULT_LIMIT, MAX_LIMIT, MIN_LIMIT, PageAsked
from ryadom.errors import ConversationUnknown, RyadomError, VisitorUnknown
from ryadom.protocol.public_orders import CustomerSearch
from ryadom.protocol.shared import Status
from ryadom.store.public_lists import ConversationFilter
from ryadom.web.actors import network_of_request
from ryadom.web.api import Before, Since, SiteKeys, asked_of, order_of
from ryadom.web.context import context_of
from ryadom.web.etags import etag_of, is_known, tagged, unchanged
from ryadom.web.responses import Json


class Nothing(Struct, frozen=True, kw_only=True):
    """The query of what takes none."""


class AskedForPage(Struct, frozen=True, kw_only=True):
    """The query of a list of what is of no site."""

    cursor: Annotated[str, Meta(description="`next` of the page before. Without: the first page.")] = ""
    limit: Annotated[int, Meta(ge=MIN_LIMIT, le=MAX_LIMIT, description="At most so many on a page.")] = DEFAULT_LIMIT


class AskedForList(AskedForPage, frozen=True, kw_only=True):
    """The query of a list."""

    site: SiteKeys = ()


class AskedForConversations(AskedForList, frozen=True, kw_only=True):
    """The query of the list of conversations."""

    status: Annotated[Status, Meta(description="Only those that are open, or closed.")] | None = None
    customer: Annotated[UUID, Meta(description="Only those of the customer who has this id.")] | None = None
    operator: Annotated[UUID, Meta(description="Only those that this operator leads, or led until the end.")] | None = (
        None
    )
    department: Annotated[UUID, Meta(description="Only those of the department that has this id.")] | None = None
    tag: Annotated[UUID, Meta(description="Only those with the tag that has this id.")] | None = None
    since: Since | None = None
    before: Before | None = None


class AskedForConsents(AskedForList, frozen=True, kw_only=True):
    """The query of the list of consents."""

    since: Since | None = None
    before: Before | None = None


async def list_conversations(request: Request, program: Program) -> Response:
    """A page of conversations, newest first; the first is journalled."""
    asked = asked_of(request, AskedForConversations)
    only = ConversationFilter(
        status=asked.status,
        customer_id=asked.customer,
        operator_id=asked.operator,
        department_id=asked.department,
        tag_id=asked.tag,
        since=asked.since,
        before=asked.before,
    )
    desk = context_of(request).public_desk
    return Json(await desk.conversations(program, page_of(asked), only, network=network_of_request(request)))


async def get_conversation(request: Request, program: Program) -> Response:
    """One conversation, journalled.

    Raises:
        ConversationUnknown: there is none, or none that the key may ask for.
    """
    asked_of(request, Nothing)
    desk = context_of(request).public_desk
    found = await desk.conversation(program, id_of(request, ConversationUnknown))
    network = network_of_request(request)
    return await one_of(request, found, lambda: desk.note_conversation(program, found, network=network))


async def list_messages(request: Request, program: Program) -> Response:
    """A page of a conversation's messages, oldest first; the first is journalled.

    Raises:
        ConversationUnknown: as for the conversation.
    """
    asked = page_of(asked_of(request, AskedForPage))
    id, network = id_of(request, ConversationUnknown), network_of_request(request)
    return Json(await context_of(request).public_desk.messages(program, id, asked, network=network))


async def list_customers(request: Request, program: Program) -> Response:
    """A page of customers, newest first; the first is journalled."""
    asked = page_of(asked_of(request, AskedForList))
    desk = context_of(request).public_desk
    return Json(await desk.customers(program, asked, network=network_of_request(request)))


async def search_customers(request: Request, program: Program) -> Response:
    """Customers by a telephone, an address or their number at the site; journalled.

    Raises:
        RyadomError: see `ProgramPeople.find`.
    """
    asked_of(request, Nothing)
    order = order_of(request, CustomerSearch)
    return Json(await context_of(request).program_people.find(program, order, network=network_of_request(request)))


async def get_customer(request: Request, program: Program) -> Response:
    """One customer, journalled.

    Raises:
        VisitorUnknown: there is none, or none that the key may ask for.
    """
    asked_of(request, Nothing)
    desk = context_of(request).public_desk
    found = await desk.customer(program, id_of(request, VisitorUnknown))
    network = network_of_request(request)
    return await one_of(request, found, lambda: desk.note_customer(program, found, network=network))


async def list_consents(request: Request, program: Program) -> Response:
    """A page of consents, newest first; the first is journalled."""
    asked = asked_of(request, AskedForConsents)
    found = await context_of(request).public_desk.consents(
        program, page_of(asked), since=asked.since, before=asked.before, network=network_of_request(request)
    )
    return Json(found)


def page_of(asked: AskedForPage) -> PageAsked:
    """Which page is asked for."""
    site_keys = asked.site if isinstance(asked, AskedForList) else ()
    return PageAsked(cursor=asked.cursor, limit=asked.limit, site_keys=site_keys)


async def one_of(request: Request, found: object, note: Callable[[], Awaitable[None]]) -> Response:
    """The object, once the journal knows; whoever has it as it is learns only that, which shows them nothing."""
    etag = etag_of(found)
    if is_known(request, etag):
        return unchanged(etag)
    await note()
    return tagged(found, etag)


def id_of(request: Request, missing: type[RyadomError], name: str = "id") -> UUID:
    """The id in the address, or another one that stands there under this `name`.

    Raises:
        RyadomError: of the kind `missing`: it is no id.
    """
    try:
        return UUID(request.path_params[name])
    except ValueError:
        raise missing("There is nothing with this id: it is no UUID.", field=name) from None
