"""What officers are shown of subjects' requests: lines, pages and cards, and the cursors between pages."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from ryadom.errors import BadFrame
from ryadom.store.subject_people import SubjectPerson
from ryadom.store.subject_requests import RequestEvent, SubjectRequest


class Due(Struct, frozen=True, kw_only=True):
    """By when a request is to be answered. `on` is None where the calendar does not reach so far yet.

    `days_left`: working days after today, 0 on the last day, negative once it is over; None without `on`.
    """

    on: date | None
    days_left: int | None
    article: str


class RequestLine(Struct, frozen=True, kw_only=True):
    """A request in a list."""

    request: SubjectRequest
    due: Due
    site_name: str | None


class RequestPage(Struct, frozen=True):
    """A page of a list; `next` begins the one after it, None where there is none."""

    requests: Sequence[RequestLine]
    next: str | None


class RequestCard(Struct, frozen=True, kw_only=True):
    """All of a request. `hidden_people`: on sites of the controller that the officer does not work on.

    `linked`: visitors whom operators take for the same person as one of the people, and whom the request is not about.

    `may`: the tags of commands that make sense now, and `package` where an answer package can be had.
    """

    request: SubjectRequest
    due: Due
    site_name: str | None
    people: Sequence[SubjectPerson]
    hidden_people: int
    linked: Sequence[SubjectPerson]
    events: Sequence[RequestEvent]
    may: Sequence[str]


class Firm(Struct, frozen=True, kw_only=True):
    """A controller whose requests an officer handles, with the officer's sites of it as id and name."""

    id: UUID
    legal_name: str
    sites: Sequence[tuple[UUID, str]]


def cursor_of(request: SubjectRequest, *, closed: bool) -> str:
    """Where a page ended, for the one after it: what the list is ordered by, and the id."""
    at = request.closed_at if closed else (request.due_on or date.min)
    return f"{at.isoformat() if at else ''}~{request.id}"


def place_of(cursor: str | None, *, closed: bool) -> tuple[datetime, UUID] | None:
    """The place that a cursor names; None for the beginning.

    Raises:
        BadFrame: not a cursor that a page has given.
    """
    if cursor is None:
        return None
    at, _, request_id = cursor.partition("~")
    try:
        place = datetime.fromisoformat(at), UUID(request_id)
    except ValueError:
        raise BadFrame("Not a cursor of this list: begin without one.", field="cursor") from None
    if closed and place[0].tzinfo is None:
        raise BadFrame("Not a cursor of this list: begin without one.", field="cursor")
    return place
