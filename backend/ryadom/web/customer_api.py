"""`/panel/api/conversations/{id}/customer…`: what operators write down of a visitor, notes, who is the same person."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.customers.place import check_place
from ryadom.core.rights import Right, may
from ryadom.errors import BadFrame, RouteUnknown
from ryadom.protocol import MAX_BODY_CHARS
from ryadom.store.customer_links import VisitorRef
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json

MAX_BYTES = 8 * MAX_BODY_CHARS
"""Of a note: JSON may take six bytes for a character, and most take two."""

Version = Annotated[int, Meta(ge=0, le=2**53 - 1)]


class FactChanges(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to stand in these fields from now on, empty: nothing; those left out stay as they are."""

    over_revision: Version
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    company: str | None = None
    about: str | None = None


class NewNote(Struct, frozen=True, kw_only=True):
    """The words of a new note."""

    body: str


class NoteChange(Struct, frozen=True, kw_only=True):
    """Other words of a note, over the version that was seen."""

    body: str
    over_version: Version


class OtherVisitor(Struct, frozen=True, kw_only=True):
    """Another visitor, whom the same person is, or is not."""

    site_id: UUID
    visitor_id: UUID


async def get_customer(request: Request, session: OperatorSession) -> Response:
    """What is written down, notes, and who is the same person; who may be, to whom may link them."""
    return Json(
        await context_of(request).customers.views.open(
            actor_of(request, session),
            session.operator_id,
            _id(request, "conversation_id"),
            sees_contacts=may(session.role, Right.SEE_CONTACTS),
            sees_requests=may(session.role, Right.HANDLE_REQUESTS),
            links_people=may(session.role, Right.LINK_PEOPLE),
        )
    )


async def post_reveal_customer(request: Request, session: OperatorSession) -> Response:
    """The same of what operators wrote, without masks."""
    return Json(
        await context_of(request).customers.views.reveal(
            actor_of(request, session), session.operator_id, _id(request, "conversation_id")
        )
    )


async def post_reveal_card(request: Request, session: OperatorSession) -> Response:
    """All of the card without masks: what operators wrote, what the site told, names, and contacts in messages."""
    return Json(
        await context_of(request).customers.card_reveals.reveal(
            actor_of(request, session), session.operator_id, _id(request, "conversation_id")
        )
    )


async def get_customer_history(request: Request, session: OperatorSession) -> Response:
    """A page of what was changed, the newest first; `before` is what the page before gave as `next_id`."""
    return await _history(request, session, reveals=False)


async def post_reveal_history(request: Request, session: OperatorSession) -> Response:
    """The same without masks."""
    return await _history(request, session, reveals=True)


async def put_customer(request: Request, session: OperatorSession) -> Response:
    """Changes fields; gives the card's new revision."""
    conversation_id = await _place(request, session)
    changes = await read_json(request, FactChanges, max_bytes=MAX_BYTES)
    told = {
        field: text
        for field in FactChanges.__struct_fields__
        if field != "over_revision" and (text := getattr(changes, field)) is not None
    }
    revision = await context_of(request).customers.edits.edit(
        actor_of(request, session), session.operator_id, conversation_id, told, over_revision=changes.over_revision
    )
    return Json({"revision": revision})


async def put_customer_note(request: Request, session: OperatorSession) -> Response:
    """A new note, under an id that the panel has drawn."""
    conversation_id = await _place(request, session)
    note = await read_json(request, NewNote, max_bytes=MAX_BYTES)
    await context_of(request).customers.notes.add(
        actor_of(request, session),
        session.operator_id,
        conversation_id,
        note_id=_id(request, "note_id"),
        body=note.body,
    )
    return Json({})


async def post_customer_note(request: Request, session: OperatorSession) -> Response:
    """Other words of the operator's own note."""
    conversation_id = await _place(request, session)
    change = await read_json(request, NoteChange, max_bytes=MAX_BYTES)
    await context_of(request).customers.notes.edit(
        actor_of(request, session),
        session.operator_id,
        conversation_id,
        note_id=_id(request, "note_id"),
        body=change.body,
        over_version=change.over_version,
    )
    return Json({})


async def delete_customer_note(request: Request, session: OperatorSession) -> Response:
    """Hides a note."""
    await context_of(request).customers.notes.delete(
        actor_of(request, session),
        session.operator_id,
        await _place(request, session),
        note_id=_id(request, "note_id"),
        deletes_any=may(session.role, Right.DELETE_MESSAGES),
    )
    return Json({})


async def post_restore_note(request: Request, session: OperatorSession) -> Response:
    """Undoes that."""
    await context_of(request).customers.notes.restore(
        actor_of(request, session),
        session.operator_id,
        await _place(request, session),
        note_id=_id(request, "note_id"),
        deletes_any=may(session.role, Right.DELETE_MESSAGES),
    )
    return Json({})


async def post_link(request: Request, session: OperatorSession) -> Response:
    """Takes another visitor for the same person."""
    conversation_id = await _place(request, session)
    other = await read_json(request, OtherVisitor)
    await context_of(request).customers.links.link(
        actor_of(request, session),
        session.operator_id,
        conversation_id,
        VisitorRef(other.site_id, other.visitor_id),
    )
    return Json({})


async def post_part(request: Request, session: OperatorSession) -> Response:
    """Parts them again."""
    conversation_id = await _place(request, session)
    other = await read_json(request, OtherVisitor)
    await context_of(request).customers.links.part(
        actor_of(request, session),
        session.operator_id,
        conversation_id,
        VisitorRef(other.site_id, other.visitor_id),
    )
    return Json({})


async def _history(request: Request, session: OperatorSession, *, reveals: bool) -> Response:
    before = request.query_params.get("before")
    try:
        before_id = UUID(before) if before else None
    except ValueError:
        raise BadFrame("`before` is not an id that a page has given.", field="before") from None
    return Json(
        await context_of(request).customers.views.history(
            actor_of(request, session),
            session.operator_id,
            _id(request, "conversation_id"),
            before_id=before_id,
            sees_contacts=may(session.role, Right.SEE_CONTACTS),
            reveals=reveals,
        )
    )


async def _place(request: Request, session: OperatorSession) -> UUID:
    """The conversation in the address, asked before a body is read."""
    conversation_id = _id(request, "conversation_id")
    await check_place(context_of(request).customers.database, session.operator_id, conversation_id)
    return conversation_id


def _id(request: Request, name: str) -> UUID:
    try:
        return UUID(request.path_params[name])
    except ValueError:
        raise RouteUnknown("There is nothing at this address: its id is not a UUID.", field=name) from None


_CUSTOMER = "/panel/api/conversations/{conversation_id}/customer"
_REVEAL_CARD = "/panel/api/conversations/{conversation_id}/card/reveal"
_NOTE = f"{_CUSTOMER}/notes/{{note_id}}"

CUSTOMER_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", _CUSTOMER, get_customer, Right.READ_CONVERSATIONS),
    GuardedRoute("PUT", _CUSTOMER, put_customer, Right.EDIT_CARDS),
    GuardedRoute("POST", f"{_CUSTOMER}/reveal", post_reveal_customer, Right.REVEAL_CONTACTS),
    GuardedRoute("POST", _REVEAL_CARD, post_reveal_card, Right.REVEAL_CONTACTS),
    GuardedRoute("GET", f"{_CUSTOMER}/history", get_customer_history, Right.READ_CONVERSATIONS),
    GuardedRoute("POST", f"{_CUSTOMER}/history/reveal", post_reveal_history, Right.REVEAL_CONTACTS),
    GuardedRoute("PUT", _NOTE, put_customer_note, Right.EDIT_CARDS),
    GuardedRoute("POST", _NOTE, post_customer_note, Right.EDIT_CARDS),
    GuardedRoute("DELETE", _NOTE, delete_customer_note, Right.EDIT_CARDS),
    GuardedRoute("POST", f"{_NOTE}/restore", post_restore_note, Right.EDIT_CARDS),
    GuardedRoute("POST", f"{_CUSTOMER}/links", post_link, Right.LINK_PEOPLE),
    GuardedRoute("POST", f"{_CUSTOMER}/links/part", post_part, Right.LINK_PEOPLE),
)
