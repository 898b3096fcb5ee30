"""Answers that need not be sent again, and changes over a known state. Source: RFC 9110, 8.8.3, 13.1.1 and 13.1.2."""

import hashlib

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.preconditions import Precondition
from ryadom.errors import PreconditionExpected
from ryadom.web.responses import Json


def etag_of(content: object) -> str:
    """The strong tag of the JSON of this: another one as soon as any byte differs."""
    return f'"{hashlib.sha256(msgspec.json.encode(content)).hexdigest()[:32]}"'


def is_known(request: Request, etag: str) -> bool:
    """Whether whoever asks has what the tag stands for."""
    told = ",".join(request.headers.getlist("if-none-match"))
    known = {tag.strip().removeprefix("W/") for tag in told.split(",")}
    return etag in known or "*" in known


def precondition_of(request: Request) -> Precondition:
    """Over which state the request is; `*`: over any.

    Raises:
        PreconditionExpected: it says none.
    """
    told = ",".join(request.headers.getlist("if-match"))
    # Compared strongly: a weak tag is none.
    tags = [tag for tag in map(str.strip, told.split(",")) if tag]
    if not tags:
        raise PreconditionExpected(
            "Say over which state: `If-Match` with the `ETag` that you were given, or `*` for any.", field="if-match"
        )
    is_one = len(tags) == 1 and tags != ["*"]
    return Precondition(tag=tags[0] if is_one else "", holds=lambda content: "*" in tags or etag_of(content) in tags)


def tagged(content: object, etag: str) -> Json:
    """The JSON with its tag."""
    return Json(content, headers={"ETag": etag})


def unchanged(etag: str) -> Response:
    """304: what is known is as it was."""
    return Response(status_code=304, headers={"ETag": etag, "Cache-Control": "no-store"})
