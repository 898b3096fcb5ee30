"""Lists that follow their pages, and single objects with the state that they are in."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, TypeVar

import httpx
import msgspec

from ryadom_client.objects import Page, Versioned
from ryadom_client.sending import Sender

T = TypeVar("T")
PAGE = 100


def walk(sender: Sender, path: str, shape: type[T], sites: Iterable[str] = (), /, **asked: object) -> Iterator[T]:
    """Everything on a list, each once; pages are fetched as they are come to."""
    query = query_of(sites, **asked) | {"limit": PAGE}
    decoder: msgspec.json.Decoder[Page[Any]] = msgspec.json.Decoder(Page[shape])  # type: ignore[valid-type]  # a type at run time
    while True:
        page = decoder.decode(sender.send("GET", path, query=query).content)
        yield from page.data
        if page.next is None:
            return
        query["cursor"] = page.next


def query_of(sites: Iterable[str] = (), /, **asked: object) -> dict[str, str | int | list[str]]:
    """What is asked for, without what was not said."""
    query: dict[str, str | int | list[str]] = {"site": list(sites)}
    for name, value in asked.items():
        if value is not None:
            query[name] = value.isoformat() if isinstance(value, date | datetime) else str(value)
    return query


def versioned(response: httpx.Response, kind: type[T]) -> Versioned[T]:
    """The object of an answer, with its tag."""
    return Versioned(object=msgspec.json.decode(response.content, type=kind), etag=response.headers["etag"])
