"""`POST /panel/api/search`: the operators' search. A POST: what is looked for stands in no address and no log."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.rights import Right, may
from ryadom.core.search.desk import Wanted
from ryadom.core.search.query import MAX_CHARS
from ryadom.errors import BadFrame
from ryadom.protocol.shared import Status
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.search import SearchCursor, SearchFilter
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json

_MAX_BYTES = 16_384

Moment = Annotated[datetime, Meta(tz=True)]


class SearchWanted(Struct, frozen=True, kw_only=True):
    """What to look for and where. `since` is within the period, `until` is not."""

    query: Annotated[str, Meta(max_length=MAX_CHARS)]
    site_id: UUID | None = None
    department_id: UUID | None = None
    operator_id: UUID | None = None
    tag_id: UUID | None = None
    status: Status | None = None
    since: Moment | None = None
    until: Moment | None = None
    has_files: bool = False
    cursor: Annotated[str, Meta(max_length=256)] | None = None


async def post_search(request: Request, session: OperatorSession) -> Response:
    """A page of conversations in which something was found, the newest first."""
    wanted = await read_json(request, SearchWanted, max_bytes=_MAX_BYTES)
    found = await context_of(request).search.search(
        actor_of(request, session),
        session.operator_id,
        Wanted(
            query=wanted.query,
            site_id=wanted.site_id,
            filter=SearchFilter(
                department_id=wanted.department_id,
                operator_id=wanted.operator_id,
                tag_id=wanted.tag_id,
                status=wanted.status,
                since=wanted.since,
                until=wanted.until,
                has_files=wanted.has_files,
            ),
            cursor=_read_cursor(wanted.cursor) if wanted.cursor else None,
        ),
        sees_contacts=may(session.role, Right.SEE_CONTACTS),
    )
    return Json(
        {
            "results": found.results,
            "next_cursor": _write_cursor(found.next_cursor),
            "corrected": found.corrected,
            "is_too_little": found.is_too_little,
        }
    )


def _write_cursor(cursor: SearchCursor | None) -> str | None:
    return urlsafe_b64encode(msgspec.json.encode(cursor)).decode() if cursor else None


def _read_cursor(text: str) -> SearchCursor:
    try:
        cursor = msgspec.json.decode(urlsafe_b64decode(text), type=SearchCursor)
        return SearchCursor(cursor.said_at.astimezone(UTC), cursor.conversation_id, cursor.seq)
    except (binascii.Error, ValueError, OverflowError):
        raise BadFrame("The cursor is not one of ours. Begin without a cursor.", field="cursor") from None


SEARCH_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("POST", "/panel/api/search", post_search, Right.READ_CONVERSATIONS),
)
