"""`/api/v1/subject-requests`: requests of data subjects, for programs."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.api_keys import Program, Scope
from ryadom.core.program_requests import NewSubjectRequest
from ryadom.errors import (
    DeedUnsuitable,
    IdempotencyExpected,
    IdempotencyMismatch,
    PreconditionExpected,
    PreconditionFailed,
    RequestClosed,
    RequestUnknown,
)
from ryadom.protocol.public_requests import PublicSubjectRequest, SubjectRequestChange
from ryadom.store.program_requests import RequestFilter
from ryadom.store.subject_requests import Kind, Status
from ryadom.web.actors import network_of_request
from ryadom.web.api import asked_of, order_of
from ryadom.web.context import context_of
from ryadom.web.etags import etag_of, precondition_of, tagged
from ryadom.web.objects_api import AskedForList, Nothing, id_of, one_of, page_of
from ryadom.web.operation import V1, Operation, list_of
from ryadom.web.responses import Json
from ryadom.web.subject_requests_api import MAX_BODY_BYTES
from ryadom.web.writing_api import idempotency_key_of


class AskedForRequests(AskedForList, frozen=True, kw_only=True):
    """The query of the list of requests. Who names a site is not given those that came from no known one."""

    state: (
        Annotated[Literal["open", "closed"], Meta(description="Only those that wait for an answer, or have one.")]
        | None
    ) = None
    status: Annotated[Status, Meta(description="Only those that stand there.")] | None = None
    kind: Annotated[Kind, Meta(description="Only those that ask for this.")] | None = None
    due_since: Annotated[date, Meta(description="Only those whose last day is this one or later.")] | None = None
    due_before: Annotated[date, Meta(description="Only those whose last day is before this one.")] | None = None

    @property
    def only(self) -> RequestFilter:
        """Which requests."""
        return RequestFilter(
            status=self.status,
            kind=self.kind,
            is_open=None if self.state is None else self.state == "open",
            due_before=self.due_before,
            due_since=self.due_since,
        )


async def list_subject_requests(request: Request, program: Program) -> Response:
    """A page of requests, the newest number first; journalled."""
    asked = asked_of(request, AskedForRequests)
    desk = context_of(request).program_requests
    return Json(await desk.page(program, page_of(asked), asked.only, network=network_of_request(request)))


async def get_subject_request(request: Request, program: Program) -> Response:
    """One request, journalled.

    Raises:
        RequestUnknown: there is none, or none that the key may ask for.
    """
    asked_of(request, Nothing)
    desk = context_of(request).program_requests
    found = await desk.find(program, id_of(request, RequestUnknown))
    return await one_of(request, found, lambda: desk.note(program, found, network=network_of_request(request)))


async def post_subject_request(request: Request, program: Program) -> Response:
    """Registers a request, once for an `Idempotency-Key`; journalled.

    Raises:
        IdempotencyExpected: it names no key, or none that is one.
        RyadomError: see `ProgramRequests.register`.
    """
    asked_of(request, Nothing)
    idempotency_key = idempotency_key_of(request)
    registered = await context_of(request).program_requests.register(
        program,
        order_of(request, NewSubjectRequest),
        idempotency_key=idempotency_key,
        network=network_of_request(request),
    )
    return Json(registered, status_code=201, headers={"Location": f"{V1}/subject-requests/{registered.id}"})


async def patch_subject_request(request: Request, program: Program) -> Response:
    """Notes that the subject was asked to show who they are, over the state that `If-Match` names; journalled.

    Raises:
        PreconditionExpected: it names no state.
        RyadomError: see `ProgramRequests.begin_check`.
    """
    asked_of(request, Nothing)
    id, over = id_of(request, RequestUnknown), precondition_of(request)
    order_of(request, SubjectRequestChange)
    desk = context_of(request).program_requests
    changed = await desk.begin_check(program, id, over, network=network_of_request(request))
    return tagged(changed, etag_of(changed))


_REQUESTS = f"{V1}/subject-requests"

REQUEST_OPERATIONS: tuple[Operation, ...] = (
    list_of(
        _REQUESTS,
        list_subject_requests,
        Scope.READ_REQUESTS,
        AskedForRequests,
        PublicSubjectRequest,
        "Requests of data subjects, the newest number first",
    ),
    Operation(
        path=f"{_REQUESTS}/{{id}}",
        endpoint=get_subject_request,
        scope=Scope.READ_REQUESTS,
        query=Nothing,
        answer=PublicSubjectRequest,
        summary="One request of a data subject",
        refusals=(RequestUnknown,),
        has_etag=True,
    ),
    Operation(
        method="POST",
        path=_REQUESTS,
        endpoint=post_subject_request,
        scope=Scope.WRITE_REQUESTS,
        query=Nothing,
        order=NewSubjectRequest,
        max_order_bytes=MAX_BODY_BYTES,
        answer=PublicSubjectRequest,
        status=201,
        summary="Register a request that came elsewhere",
        refusals=(IdempotencyExpected, IdempotencyMismatch),
        is_once=True,
    ),
    Operation(
        method="PATCH",
        path=f"{_REQUESTS}/{{id}}",
        endpoint=patch_subject_request,
        scope=Scope.WRITE_REQUESTS,
        query=Nothing,
        order=SubjectRequestChange,
        answer=PublicSubjectRequest,
        summary="Note that the subject was asked to show who they are",
        refusals=(RequestUnknown, RequestClosed, DeedUnsuitable, PreconditionExpected, PreconditionFailed),
        has_etag=True,
    ),
)
