"""`GET /api/v1/changes`: what changed, for programs that keep a copy of conversations."""

from typing import Annotated

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.api_keys import Program
from ryadom.core.changes import DEFAULT_LIMIT, MAX_LIMIT, MAX_WAIT_S, MIN_LIMIT
from ryadom.web.actors import network_of_request
from ryadom.web.api import SiteKeys, asked_of
from ryadom.web.context import context_of
from ryadom.web.responses import Json
from ryadom.web.streamed import while_here


class AskedFor(Struct, frozen=True, kw_only=True):
    """The query of a pull."""

    cursor: Annotated[str, Meta(description="As the last page gave it. Without: everything from the beginning.")] = ""
    limit: Annotated[int, Meta(ge=MIN_LIMIT, le=MAX_LIMIT, description="At most so many changes on a page.")] = (
        DEFAULT_LIMIT
    )
    wait: Annotated[
        int, Meta(ge=0, le=MAX_WAIT_S, description="Where nothing is new, wait so many seconds for something.")
    ] = 0
    site: SiteKeys = ()


async def get_changes(request: Request, program: Program) -> Response:
    """A `ChangesPage` behind the cursor; its first page, and one a day, is journalled.

    Raises:
        BadBody: a value that can't be; `field` says which.
        ScopeMissing: a site that the key may not ask for.
        CursorInvalid, CursorExpired: begin again without a cursor.
    """
    asked = asked_of(request, AskedFor)
    page = await while_here(
        request,
        context_of(request).changes.pull(
            program,
            program.chosen(asked.site),
            asked.cursor,
            limit=asked.limit,
            wait_s=asked.wait,
            network=network_of_request(request),
        ),
    )
    return Json(page)
