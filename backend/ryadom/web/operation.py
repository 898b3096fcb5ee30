"""One line of the table of what programs may ask for (`web/api_table.py`)."""

from typing import Any

from msgspec import Struct

from ryadom.core.api_keys import Scope
from ryadom.errors import CursorExpired, RyadomError
from ryadom.protocol.public_pages import Page
from ryadom.web.api import MAX_ORDER_BYTES, Endpoint
from ryadom.web.objects_api import Nothing

V1 = "/api/v1"


class Operation(Struct, frozen=True, kw_only=True):
    """One deed. `query` is the struct of what may be asked, `answer` of what comes (None: a table in one of `media`).

    `order`: of what its body of `max_order_bytes` says. `takes_file`: its body is a file. `refusals` are the errors of
    its own; those that all have are in openapi.py. `has_etag`: it can say that nothing has changed, or (not `GET`)
    changes only what was seen (`If-Match`). `is_once`: it takes an `Idempotency-Key`, without which it
    is refused unless it `may_be_twice`. `has_ranges`: a part of its answer may be asked
    for. `has_own_turns`: see `ApiRoute`.
    """

    path: str
    endpoint: Endpoint
    scope: Scope
    query: type[Struct]
    answer: Any
    summary: str
    method: str = "GET"
    status: int = 200
    order: type[Struct] | None = None
    max_order_bytes: int = MAX_ORDER_BYTES
    media: tuple[str, ...] = ("application/json",)
    refusals: tuple[type[RyadomError], ...] = ()
    takes_file: bool = False
    has_etag: bool = False
    is_once: bool = False
    may_be_twice: bool = False
    has_ranges: bool = False
    has_own_turns: bool = False

    @property
    def name(self) -> str:
        """As programs made from the document call it."""
        return self.endpoint.__name__

    @property
    def is_over(self) -> bool:
        """Whether it changes what was seen, and says by `If-Match` what that was."""
        return self.has_etag and self.method != "GET"


def list_of(path: str, endpoint: Endpoint, scope: Scope, query: type[Struct], kind: Any, summary: str) -> Operation:
    """A list that is paged through."""
    return Operation(
        path=path,
        endpoint=endpoint,
        scope=scope,
        query=query,
        answer=Page[kind],
        summary=summary,
        refusals=(CursorExpired,),
    )


def one_of(
    path: str, endpoint: Endpoint, scope: Scope, kind: type[Struct], unknown: type[RyadomError], summary: str
) -> Operation:
    """One of a kind, by its id, which comes with a tag."""
    return Operation(
        path=path,
        endpoint=endpoint,
        scope=scope,
        query=Nothing,
        answer=kind,
        summary=summary,
        refusals=(unknown,),
        has_etag=True,
    )
