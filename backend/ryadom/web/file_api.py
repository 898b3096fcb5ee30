"""`/panel/api/…/files`: what operators send into a conversation, and what they open of one."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.files.downloads import OpenedAs
from ryadom.core.rights import Right, may
from ryadom.errors import RouteUnknown
from ryadom.protocol.shared import Author, AuthorKind
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.file_transfer import receive_file, serve_file
from ryadom.web.guarded import GuardedRoute


async def post_file(request: Request, session: OperatorSession) -> Response:
    """Takes a file for a conversation; `send_message` sends it."""
    context = context_of(request)
    context.upload_limits.take(str(session.operator_id))
    author = Author(kind=AuthorKind.OPERATOR, id=session.operator_id, name=session.name)
    upload = await context.uploads.admit_operator(author, id_of(request, "conversation_id"))
    return await receive_file(request, upload)


async def get_file(request: Request, session: OperatorSession) -> Response:
    """A file, journalled before; `?preview` says that an image is shown in its thread, `?view` that it is large."""
    served = await context_of(request).downloads.for_operator(
        id_of(request, "file_id"),
        actor_of(request, session),
        operator_id=session.operator_id,
        sees_contacts=may(session.role, Right.SEE_CONTACTS),
        opened_as=_opened_as(request),
    )
    return await serve_file(served)


def _opened_as(request: Request) -> OpenedAs:
    if "preview" in request.query_params:
        return "preview"
    return "view" if "view" in request.query_params else "download"


def id_of(request: Request, name: str) -> UUID:
    """An id in the address.

    Raises:
        RouteUnknown: it is none.
    """
    try:
        return UUID(request.path_params[name])
    except ValueError:
        raise RouteUnknown("There is nothing at this address: its id is not a UUID.", field=name) from None


FILE_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("POST", "/panel/api/conversations/{conversation_id}/files", post_file, Right.ANSWER_VISITORS),
    GuardedRoute("GET", "/panel/api/files/{file_id}", get_file, Right.READ_CONVERSATIONS),
)
