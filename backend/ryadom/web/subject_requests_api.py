"""`/panel/api/subject-requests`: requests of data subjects, for the officers of their controllers."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import IO, Annotated, cast
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ryadom.core.networks import network_of
from ryadom.core.officers import Officer, officer_of
from ryadom.core.rights import Right
from ryadom.core.subject_cards import Due, RequestCard, RequestLine
from ryadom.core.subject_commands import AnyCommand
from ryadom.core.subject_intake import MAX_CONTACT_CHARS, MAX_NAME_CHARS, MAX_TEXT_CHARS, Told
from ryadom.core.subject_search import Matches
from ryadom.errors import RouteUnknown
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.subject_people import SubjectPerson
from ryadom.store.subject_requests import Kind, RequestEvent, Source, Status, SubjectRequest
from ryadom.web.context import context_of
from ryadom.web.downloads import download_headers
from ryadom.web.guarded import Endpoint, GuardedRoute
from ryadom.web.guards import client_address
from ryadom.web.responses import Json, read_json

API = "/panel/api/subject-requests"
MAX_BODY_BYTES = 256 * 1_024
CHUNK_BYTES = 64 * 1_024


class WrittenDown(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request as an officer writes it down. `received_at` is null for now."""

    controller_id: UUID
    site_id: UUID | None = None
    kind: Kind
    source: Source
    name: Annotated[str, Meta(max_length=MAX_NAME_CHARS)]
    contact: Annotated[str, Meta(max_length=MAX_CONTACT_CHARS)]
    text: Annotated[str, Meta(max_length=MAX_TEXT_CHARS)]
    received_at: Annotated[datetime, Meta(tz=True)] | None = None
    echo_id: UUID


class LineShown(Struct, frozen=True, kw_only=True):
    """A request in the list."""

    id: UUID
    number: int
    kind: Kind
    source: Source
    status: Status
    name: str
    site_name: str | None
    received_at: datetime
    closed_at: datetime | None
    due: Due

    @classmethod
    def of(cls, line: RequestLine) -> "LineShown":
        """What a list shows."""
        one = line.request
        return cls(
            id=one.id,
            number=one.number,
            kind=one.kind,
            source=one.source,
            status=one.status,
            name=one.subject_name,
            site_name=line.site_name,
            received_at=one.received_at,
            closed_at=one.closed_at,
            due=line.due,
        )


class CardShown(Struct, frozen=True, kw_only=True):
    """The card of a request."""

    request: SubjectRequest
    due: Due
    site_name: str | None
    people: list[SubjectPerson]
    hidden_people: int
    linked: list[SubjectPerson]
    events: list[RequestEvent]
    may: list[str]

    @classmethod
    def of(cls, card: RequestCard) -> "CardShown":
        """What the page of a request shows."""
        return cls(
            request=card.request,
            due=card.due,
            site_name=card.site_name,
            people=list(card.people),
            hidden_people=card.hidden_people,
            linked=list(card.linked),
            events=list(card.events),
            may=list(card.may),
        )


async def list_subject_requests(request: Request, session: OperatorSession) -> Response:
    """A page of open requests, or with `folder=closed` of closed ones, and for whom one can be written down."""
    officer, desk = await _officer(request, session), context_of(request).subjects
    page = await desk.requests.list(
        officer,
        closed=request.query_params.get("folder") == "closed",
        cursor=request.query_params.get("cursor"),
    )
    firms = await desk.requests.list_firms(officer)
    return Json(
        {
            "requests": [LineShown.of(line) for line in page.requests],
            "next": page.next,
            "counts": await desk.requests.count(officer),
            "firms": [
                {
                    "id": firm.id,
                    "legal_name": firm.legal_name,
                    "sites": [{"id": id, "name": name} for id, name in firm.sites],
                }
                for firm in firms
            ],
        }
    )


async def count_subject_requests(request: Request, session: OperatorSession) -> Response:
    """How many requests wait, and how many of them for too long."""
    officer = await _officer(request, session)
    return Json(await context_of(request).subjects.requests.count(officer))


async def post_subject_request(request: Request, session: OperatorSession) -> Response:
    """Writes a request down."""
    officer = await _officer(request, session)
    written = await read_json(request, WrittenDown, max_bytes=MAX_BODY_BYTES)
    taken = await context_of(request).subjects.intake.write_down(
        officer,
        Told(
            kind=written.kind,
            name=written.name,
            contact=written.contact,
            text=written.text,
            echo_id=written.echo_id,
        ),
        source=written.source,
        controller_id=written.controller_id,
        site_id=written.site_id,
        received_at=written.received_at,
    )
    return Json({"id": taken.id, "number": taken.number, "due_on": taken.due_on}, 201)


async def get_subject_request(request: Request, session: OperatorSession) -> Response:
    """The card of a request."""
    officer = await _officer(request, session)
    return Json(CardShown.of(await context_of(request).subjects.requests.show(officer, _id(request))))


async def post_subject_command(request: Request, session: OperatorSession) -> Response:
    """Does what a command says, and gives the card as it is then."""
    officer, desk = await _officer(request, session), context_of(request).subjects
    # Whoever may not see the request is not told either what is wrong with their command.
    await desk.requests.find(officer, _id(request))
    command = await read_json(request, cast("type[AnyCommand]", AnyCommand), max_bytes=MAX_BODY_BYTES)
    return Json(CardShown.of(await desk.deeds.apply(officer, _id(request), command)))


async def get_subject_candidates(request: Request, session: OperatorSession) -> Response:
    """Visitors who may be meant: by `query`, or without it by the phones and addresses that the request names."""
    officer, desk = await _officer(request, session), context_of(request).subjects
    found = await desk.requests.find(officer, _id(request))
    query = request.query_params.get("query")
    if query is None:
        return _matches(await desk.search.propose(officer, found))
    return _matches(await desk.search.search(officer, found, query))


async def get_subject_answer(request: Request, session: OperatorSession) -> Response:
    """The answer package, a ZIP."""
    officer, desk = await _officer(request, session), context_of(request).subjects
    found = await desk.requests.find(officer, _id(request))
    file = await desk.answers.make(officer, found)
    size = await asyncio.to_thread(_size, file)
    return StreamingResponse(
        _chunks(file),
        media_type="application/zip",
        headers=download_headers(f"answer-{found.number}.zip") | {"Content-Length": str(size)},
    )


async def _chunks(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        while chunk := await asyncio.to_thread(file.read, CHUNK_BYTES):
            yield chunk


def _size(file: IO[bytes]) -> int:
    size = file.seek(0, 2)
    file.seek(0)
    return size


def _matches(found: Matches) -> Response:
    return Json({"matches": found.matches, "is_complete": found.is_complete})


async def _officer(request: Request, session: OperatorSession) -> Officer:
    context = context_of(request)
    address = client_address(request, context.settings.trusted_proxies)
    return await officer_of(context.subjects.database, session, network=network_of(address))


def _id(request: Request) -> UUID:
    try:
        return UUID(request.path_params["request_id"])
    except ValueError:
        raise RouteUnknown("There is nothing at this address: its id is not a UUID.", field="request_id") from None


def _route(method: str, path: str, endpoint: Endpoint) -> GuardedRoute:
    return GuardedRoute(method, f"{API}{path}", endpoint, Right.HANDLE_REQUESTS)


SUBJECT_REQUESTS = (
    _route("GET", "", list_subject_requests),
    _route("POST", "", post_subject_request),
    _route("GET", "/counts", count_subject_requests),
    _route("GET", "/{request_id}", get_subject_request),
    _route("POST", "/{request_id}", post_subject_command),
    _route("GET", "/{request_id}/people", get_subject_candidates),
    _route("GET", "/{request_id}/answer.zip", get_subject_answer),
)
"""Every address of the desk."""
