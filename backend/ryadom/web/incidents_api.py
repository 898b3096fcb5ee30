"""`/panel/api/incidents`: incidents with personal data, their clocks, counts and papers."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.incident_views import File, Format
from ryadom.core.rights import Right
from ryadom.errors import RouteUnknown
from ryadom.privacy.affected import CountQuery
from ryadom.privacy.incident_papers import PaperKind
from ryadom.privacy.incidents import Notice
from ryadom.store.incidents import Affected, Description, IncidentKind
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.downloads import download
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json

MAX_CARD_BYTES = 2_000_000
"""All texts of a card at their longest."""


class Written(Struct, frozen=True, kw_only=True):
    """What is written on a card; without a time of discovery it was discovered now."""

    title: str
    happened: str
    kind: IncidentKind
    discovered_at: datetime | None = None
    occurred_from: datetime | None = None
    occurred_to: datetime | None = None
    categories: tuple[Affected, ...] = ()
    cause: str = ""
    harm: str = ""
    measures: str = ""
    results: str = ""
    culprits: str = ""
    contact: str = ""

    def description(self, now: datetime) -> Description:
        """The same with a time of discovery."""
        told = {name: getattr(self, name) for name in Description.__struct_fields__}
        return Description(**{**told, "discovered_at": self.discovered_at or now})


class Opened(Written, frozen=True, kw_only=True):
    """A new incident; the controller may be left out where there is only one to choose."""

    controller_id: UUID | None = None


class Rewritten(Written, frozen=True, kw_only=True):
    """A card as it shall be, from the version that was shown. Its clocks run on unless another discovery is named."""

    discovered_at: datetime
    version: int


class NewNote(Struct, frozen=True):
    """Something for the timeline."""

    note: str


class Sent(Struct, frozen=True, kw_only=True):
    """A notice that went out, now unless a time is named; the regulator's number may still be to come."""

    number: Annotated[str, Meta(max_length=200)] = ""
    sent_at: datetime | None = None


class Ending(Struct, frozen=True):
    """Why an incident is closed; needed where a notice was not sent."""

    reason: str = ""


class Asked(Struct, frozen=True, kw_only=True):
    """What a count is narrowed to; without sites it is about all of one's own."""

    site_ids: Annotated[tuple[UUID, ...], Meta(max_length=1_000)] = ()
    since: datetime | None = None
    before: datetime | None = None
    operator_id: UUID | None = None
    categories: tuple[Affected, ...] = ()


async def get_incidents(request: Request, session: OperatorSession) -> Response:
    """A page of incidents, newest first; `?before=<id>` for the next one."""
    before = request.query_params.get("before")
    views = context_of(request).incident_views
    return Json(await views.list(actor_of(request, session), before=_uuid(before, "before") if before else None))


async def post_incident(request: Request, session: OperatorSession) -> Response:
    """Opens an incident: its clocks run."""
    opened = await read_json(request, Opened, max_bytes=MAX_CARD_BYTES)
    desk = context_of(request).incidents
    incident = await desk.open(actor_of(request, session), opened.controller_id, opened.description(desk.now()))
    return Json({"id": incident.id}, 201)


async def get_incident(request: Request, session: OperatorSession) -> Response:
    """One incident with its clocks and its timeline."""
    return Json(await context_of(request).incident_views.card(actor_of(request, session), _incident_id(request)))


async def put_incident(request: Request, session: OperatorSession) -> Response:
    """Replaces what is written on the card."""
    id = await _reached(request, session)
    told = await read_json(request, Rewritten, max_bytes=MAX_CARD_BYTES)
    desk = context_of(request).incidents
    incident = await desk.describe(actor_of(request, session), id, told.description(desk.now()), version=told.version)
    return Json({"version": incident.version})


async def post_incident_note(request: Request, session: OperatorSession) -> Response:
    """Adds to the timeline."""
    id = await _reached(request, session)
    note = await read_json(request, NewNote, max_bytes=MAX_CARD_BYTES)
    await context_of(request).incidents.note(actor_of(request, session), id, note.note)
    return Response(status_code=204)


async def post_incident_count(request: Request, session: OperatorSession) -> Response:
    """Counts affected people, and stores the count."""
    id = await _reached(request, session)
    asked = await read_json(request, Asked, max_bytes=MAX_CARD_BYTES)
    query = CountQuery(**{name: getattr(asked, name) for name in Asked.__struct_fields__})
    await context_of(request).incidents.count(actor_of(request, session), id, query)
    return Response(status_code=204)


async def put_incident_notice(request: Request, session: OperatorSession) -> Response:
    """Marks a notice as sent."""
    id = await _reached(request, session)
    try:
        notice = Notice(request.path_params["notice"])
    except ValueError:
        raise RouteUnknown("There are the notices first and second.", field="notice") from None
    sent = await read_json(request, Sent)
    await context_of(request).incidents.mark_sent(
        actor_of(request, session), id, notice, number=sent.number, sent_at=sent.sent_at
    )
    return Response(status_code=204)


async def post_incident_end(request: Request, session: OperatorSession) -> Response:
    """Closes the incident."""
    id = await _reached(request, session)
    ending = await read_json(request, Ending, max_bytes=MAX_CARD_BYTES)
    await context_of(request).incidents.close(actor_of(request, session), id, reason=ending.reason)
    return Response(status_code=204)


async def get_incident_paper(request: Request, session: OperatorSession) -> Response:
    """A paper of the incident as a file: `first-notice.pdf`, `second-notice.rtf`, `report.pdf`, …"""
    id = await _reached(request, session)
    kind, _, format = str(request.path_params["paper"]).rpartition(".")
    try:
        chosen = PaperKind(kind), Format(format)
    except ValueError:
        raise RouteUnknown("There is no such paper.", field="paper") from None
    file: File = await context_of(request).incident_views.paper(actor_of(request, session), id, *chosen)
    return download(file.content, name=file.name, media_type=file.media_type)


async def _reached(request: Request, session: OperatorSession) -> UUID:
    """The incident's id, once it is clear that there is one for this operator: before anything else is looked at."""
    id = _incident_id(request)
    await context_of(request).incident_views.check(actor_of(request, session), id)
    return id


def _incident_id(request: Request) -> UUID:
    return _uuid(request.path_params["incident_id"], "incident_id")


def _uuid(text: str, field: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise RouteUnknown("There is nothing at this address: its id is not a UUID.", field=field) from None


_ALL, _ONE = "/panel/api/incidents", "/panel/api/incidents/{incident_id}"
INCIDENT_ROUTES = tuple(
    GuardedRoute(method, path, endpoint, Right.HANDLE_INCIDENTS)
    for method, path, endpoint in (
        ("GET", _ALL, get_incidents),
        ("POST", _ALL, post_incident),
        ("GET", _ONE, get_incident),
        ("PUT", _ONE, put_incident),
        ("POST", f"{_ONE}/notes", post_incident_note),
        ("POST", f"{_ONE}/counts", post_incident_count),
        ("PUT", f"{_ONE}/notices/{{notice}}", put_incident_notice),
        ("POST", f"{_ONE}/end", post_incident_end),
        ("GET", f"{_ONE}/papers/{{paper}}", get_incident_paper),
    )
)
