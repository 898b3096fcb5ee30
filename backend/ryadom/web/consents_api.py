"""`/panel/api/consents`: documents of consent, bases of sites, and the evidence of who agreed."""

import asyncio
import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.rights import Right, may
from ryadom.errors import BadFrame, RouteUnknown
from ryadom.privacy.basis import ChosenBasis
from ryadom.privacy.calendar import MOSCOW
from ryadom.privacy.consent_documents import Scope
from ryadom.privacy.evidence_paper import evidence_paper
from ryadom.protocol.visitor import Purpose
from ryadom.store.consent_events import Action
from ryadom.store.consent_lists import Filter, Place
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.sites import Basis
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.downloads import download
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json

MAX_DOCUMENT_BYTES = 327_680
"""Eighteen fields of 4,000 characters, as they were and are to be, and what JSON adds."""

T = TypeVar("T")


class NewDraft(Struct, frozen=True):
    """For what a draft is begun."""

    controller_id: UUID
    purpose: Purpose
    site_id: UUID | None = None


Texts = Annotated[dict[Annotated[str, Meta(max_length=40)], str], Meta(max_length=64)]


class NewTexts(Struct, frozen=True, kw_only=True):
    """Fields of a draft: `{"term.ru": "1 год"}`.

    `over`: what these fields said when somebody rewrote them; null, as panels of before say
    nothing: whatever it is now.
    """

    texts: Texts
    over: Texts | None = None


class Publication(Struct, frozen=True):
    """The SHA-256 of the text that was looked at."""

    seen_sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class NewBasis(Struct, frozen=True, kw_only=True):
    """A choice of basis; `over`: what it was when somebody chose, null as for `NewTexts`."""

    basis: Basis
    wording: Annotated[str, Meta(max_length=2_000)] = ""
    over: ChosenBasis | None = None


class Withdrawal(Struct, frozen=True):
    """What is withdrawn: one purpose, or (None) all."""

    purpose: Purpose | None = None


async def get_library(request: Request, session: OperatorSession) -> Response:
    """Sites with their bases, and documents."""
    return Json(await context_of(request).consent_library.overview(session.operator_id))


async def post_draft(request: Request, session: OperatorSession) -> Response:
    """Begins a draft, or gives the one that there is."""
    new = await read_json(request, NewDraft)
    library = context_of(request).consent_library
    scope = Scope(controller_id=new.controller_id, site_id=new.site_id)
    draft_id = await library.draft(session.operator_id, scope, new.purpose, by=actor_of(request, session))
    return Json(await library.open(session.operator_id, draft_id), status_code=201)


async def get_document(request: Request, session: OperatorSession) -> Response:
    """A document with its text."""
    return Json(await context_of(request).consent_library.open(session.operator_id, _id(request, "document_id")))


async def put_document(request: Request, session: OperatorSession) -> Response:
    """Writes fields of a draft."""
    library, document_id = context_of(request).consent_library, _id(request, "document_id")
    await library.open(session.operator_id, document_id)
    change = await read_json(request, NewTexts, max_bytes=MAX_DOCUMENT_BYTES)
    await library.rewrite(
        session.operator_id, document_id, change.texts, seen=change.over, by=actor_of(request, session)
    )
    return Json(await library.open(session.operator_id, document_id))


async def post_publication(request: Request, session: OperatorSession) -> Response:
    """Publishes a draft; gives it as a version."""
    library, document_id = context_of(request).consent_library, _id(request, "document_id")
    await library.open(session.operator_id, document_id)
    seen = (await read_json(request, Publication)).seen_sha256
    await library.publish(session.operator_id, document_id, seen_sha256=seen, by=actor_of(request, session))
    return Json(await library.open(session.operator_id, document_id), status_code=201)


async def put_basis(request: Request, session: OperatorSession) -> Response:
    """Chooses the basis of a site."""
    library, site_id = context_of(request).consent_library, _id(request, "site_id")
    await library.check_site(session.operator_id, site_id)
    chosen = await read_json(request, NewBasis)
    await library.choose_basis(
        session.operator_id,
        site_id,
        ChosenBasis(basis=chosen.basis, wording=chosen.wording),
        seen=chosen.over,
        by=actor_of(request, session),
    )
    return Response(status_code=204)


async def get_events(request: Request, session: OperatorSession) -> Response:
    """A page of consents that were given and withdrawn, newest first."""
    filter = Filter(
        purpose=_one_of(request, "purpose", Purpose),
        action=_one_of(request, "action", Action),
        visitor_id=_one_of(request, "visitor_id", UUID),
        since=_midnight(request, "since"),
        until=_midnight(request, "until", days_later=1),
    )
    page = await context_of(request).consent_evidence.list_events(
        session.operator_id,
        filter,
        site_id=_one_of(request, "site_id", UUID),
        after=_place(request),
        by=actor_of(request, session),
    )
    return Json({"events": page.events, "next_cursor": _cursor(page.end)})


async def get_withdrawn(request: Request, session: OperatorSession) -> Response:
    """A page of who withdrew, with the day by which their data are to be destroyed."""
    page = await context_of(request).consent_evidence.list_leaving(
        session.operator_id,
        site_id=_one_of(request, "site_id", UUID),
        after=_place(request),
        by=actor_of(request, session),
    )
    return Json({"people": page.people, "next_cursor": _cursor(page.end)})


async def get_evidence(request: Request, session: OperatorSession) -> Response:
    """All evidence of one visitor."""
    opened = await context_of(request).consent_evidence.open(
        session.operator_id, *_visitor(request), by=actor_of(request, session), sees_contacts=_sees_contacts(session)
    )
    return Json(opened)


async def get_evidence_json(request: Request, session: OperatorSession) -> Response:
    """The evidence as a file for programs."""
    evidence = await context_of(request).consent_evidence.export(
        session.operator_id,
        *_visitor(request),
        form="json",
        by=actor_of(request, session),
        sees_contacts=_sees_contacts(session),
    )
    return download(evidence.json, name=f"consents-{evidence.visitor_id}.json", media_type="application/json")


async def get_evidence_pdf(request: Request, session: OperatorSession) -> Response:
    """The evidence as a paper, with the whole texts."""
    context = context_of(request)
    evidence = await context.consent_evidence.export(
        session.operator_id,
        *_visitor(request),
        form="pdf",
        by=actor_of(request, session),
        sees_contacts=_sees_contacts(session),
    )
    base_url = context.settings.public_url or str(request.base_url).rstrip("/")
    pdf = await asyncio.to_thread(evidence_paper, evidence, base_url=base_url)
    return download(pdf, name=f"consents-{evidence.visitor_id}.pdf", media_type="application/pdf")


async def post_withdrawal(request: Request, session: OperatorSession) -> Response:
    """Notes that a visitor has withdrawn; gives how many documents that were."""
    evidence, (site_id, visitor_id) = context_of(request).consent_evidence, _visitor(request)
    await evidence.check_visitor(session.operator_id, site_id, visitor_id)
    purpose = (await read_json(request, Withdrawal)).purpose
    count = await evidence.withdraw(session.operator_id, site_id, visitor_id, purpose, by=actor_of(request, session))
    return Json({"withdrawn": count})


_API = "/panel/api/consents"
_DOCUMENT = f"{_API}/documents/{{document_id}}"
_VISITOR = f"{_API}/visitors/{{site_id}}/{{visitor_id}}"
CONSENT_ROUTES = (
    GuardedRoute("GET", _API, get_library, Right.SEE_CONSENTS),
    GuardedRoute("POST", f"{_API}/documents", post_draft, Right.MANAGE_CONSENTS),
    GuardedRoute("GET", _DOCUMENT, get_document, Right.SEE_CONSENTS),
    GuardedRoute("PUT", _DOCUMENT, put_document, Right.MANAGE_CONSENTS),
    GuardedRoute("POST", f"{_DOCUMENT}/publication", post_publication, Right.MANAGE_CONSENTS),
    GuardedRoute("PUT", f"{_API}/sites/{{site_id}}/basis", put_basis, Right.MANAGE_CONSENTS),
    GuardedRoute("GET", f"{_API}/events", get_events, Right.SEE_CONSENTS),
    GuardedRoute("GET", f"{_API}/withdrawn", get_withdrawn, Right.SEE_CONSENTS),
    GuardedRoute("GET", _VISITOR, get_evidence, Right.SEE_CONSENTS),
    GuardedRoute("GET", f"{_VISITOR}/evidence.json", get_evidence_json, Right.SEE_CONSENTS),
    GuardedRoute("GET", f"{_VISITOR}/evidence.pdf", get_evidence_pdf, Right.SEE_CONSENTS),
    GuardedRoute("POST", f"{_VISITOR}/withdrawal", post_withdrawal, Right.MANAGE_CONSENTS),
)


def _sees_contacts(session: OperatorSession) -> bool:
    return may(session.role, Right.SEE_CONTACTS)


def _visitor(request: Request) -> tuple[UUID, UUID]:
    return _id(request, "site_id"), _id(request, "visitor_id")


def _id(request: Request, name: str) -> UUID:
    try:
        return UUID(request.path_params[name])
    except ValueError:
        raise RouteUnknown("There is nothing at this address: its id is not a UUID.", field=name) from None


def _one_of(request: Request, name: str, kind: type[T]) -> T | None:
    """A parameter of the query that need not be there."""
    text = request.query_params.get(name)
    if not text:
        return None
    try:
        return msgspec.convert(text, type=kind)
    except msgspec.ValidationError as error:
        raise BadFrame(f"{name}: {error}.", field=name) from None


def _midnight(request: Request, name: str, *, days_later: int = 0) -> datetime | None:
    """The beginning of a day in Moscow, or of one that many days later."""
    day = _one_of(request, name, date)
    if day is None:
        return None
    try:
        return datetime.combine(day + timedelta(days=days_later), time(), MOSCOW).astimezone(UTC)
    except OverflowError:
        raise BadFrame(f"{name}: no calendar goes that far.", field=name) from None


def _cursor(place: Place | None) -> str | None:
    return urlsafe_b64encode(msgspec.json.encode(place)).decode() if place else None


def _place(request: Request) -> Place | None:
    text = request.query_params.get("cursor")
    if not text:
        return None
    try:
        place = msgspec.json.decode(urlsafe_b64decode(text), type=Place)
        return Place(place.at.astimezone(UTC), place.ordinal)
    except (binascii.Error, ValueError, OverflowError):
        raise BadFrame("The cursor is not one of ours. Begin without a cursor.", field="cursor") from None
