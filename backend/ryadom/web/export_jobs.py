"""`/api/v1/exports/…/jobs`: tables for programs, made beside the chats and had as often as wanted for a day."""

import asyncio
import functools
import hashlib
import re
from collections.abc import AsyncGenerator
from typing import Annotated, Literal

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.api_keys import Program
from ryadom.core.export_counting import Form
from ryadom.core.export_jobs.programs import Taken
from ryadom.core.export_jobs.queue import MEDIA_TYPES
from ryadom.core.export_pace import Patience, Taking
from ryadom.core.export_places import Place
from ryadom.core.spool import PIECE_BYTES
from ryadom.store.file_contents import unavailable
from ryadom.web.actors import network_of_request
from ryadom.web.api import Streamed, asked_of, checked, first_of
from ryadom.web.context import context_of
from ryadom.web.downloads import download_headers
from ryadom.web.exports_api import AskedForTable, selection_of
from ryadom.web.file_api import id_of
from ryadom.web.objects_api import Nothing
from ryadom.web.responses import Json
from ryadom.web.writing_api import IDEMPOTENCY_HEADER, idempotency_key_of

__all__ = [
    "MEDIA_TYPES",
    "AskedForJob",
    "delete_export_job",
    "get_export_job",
    "get_export_job_file",
    "post_export_job",
]

_FROM = re.compile(r"bytes=([0-9]{1,15})-")
FORMATS = "vcf: contact cards, of customers alone and with no choice of columns."


class AskedForJob(AskedForTable, frozen=True, kw_only=True, omit_defaults=True):
    """The query of an export that is made beside the chats."""

    format: Annotated[Literal["csv", "jsonl", "xlsx", "vcf"], Meta(description=FORMATS)] = "csv"


async def post_export_job(request: Request, program: Program) -> Response:
    """Queues an export, once for an `Idempotency-Key`, and journals it: 202, and where to look how far it is.

    Programs that are older than such keys here send none: what they send twice is made twice.

    Raises:
        BadBody: no such table, column or value; `field` says which.
        IdempotencyExpected: what should be its key can be none.
        IdempotencyMismatch: another export was asked for with it.
        ScopeMissing: a site that the key may not ask for.
        RateLimited: as many wait as may.
    """
    asked = asked_of(request, AskedForJob)
    idempotency_key = idempotency_key_of(request) if IDEMPOTENCY_HEADER in request.headers else None
    sites = program.chosen(asked.site)
    export = await context_of(request).program_exports.ask(
        program,
        sites,
        selection_of(request, asked, sites),
        Form(asked.format),
        asked.dialect,
        program.actor(network_of_request(request)),
        idempotency_key=idempotency_key,
        asked_sha256=_hash_of(request.path_params["kind"], asked),
    )
    return Json(export, status_code=202, headers={"Location": f"/api/v1/exports/jobs/{export.id}"})


async def get_export_job(request: Request, program: Program) -> Response:
    """How far it is."""
    asked_of(request, Nothing)
    return Json(await context_of(request).program_exports.find(program, id_of(request, "id")))


async def delete_export_job(request: Request, program: Program) -> Response:
    """Cancels it, or takes its file away; what has become of it."""
    asked_of(request, Nothing)
    return Json(await context_of(request).program_exports.leave(program, id_of(request, "id")))


async def get_export_job_file(request: Request, program: Program) -> Response:
    """Its file, or what of it comes from a byte on (`Range`), for who goes on where a line broke.

    It is journalled each time, and how it ended; it breaks off where the key is revoked meanwhile, or the export has
    ended: it was removed, is too old, or somebody was erased or blocked.
    """
    asked_of(request, Nothing)
    exports, patience = context_of(request).program_exports, context_of(request).exports.patience
    by, id = program.actor(network_of_request(request)), id_of(request, "id")
    place = exports.places.take(program.key.id)
    try:
        taken = await exports.take(program, id, by, begin=_begin_of(request), of_tag=request.headers.get("if-range"))
        pieces = checked(
            context_of(request),
            program,
            _pieces(taken, place, patience),
            check_more=functools.partial(exports.check_again, program, id),
        )
        first = await first_of(request, pieces)
    except BaseException:
        place.give_back()
        raise
    size, begin = taken.size_bytes, taken.begin
    headers = {"Content-Length": str(size - begin), "Accept-Ranges": "bytes", "ETag": taken.tag}
    if begin:
        headers["Content-Range"] = f"bytes {begin}-{size - 1}/{size}"
    return Streamed(
        first,
        pieces,
        ending=taken.ending,
        piece_within_s=patience.piece_within_s,
        headers=download_headers(taken.served.name) | headers,
        media_type=taken.served.media_type,
        status_code=206 if begin else 200,
    )


def _begin_of(request: Request) -> int:
    """From which byte on. Of any other range all of the file is given.

    Source: RFC 9110, 13.1.5 and 14.2: a server may pass a range over.
    """
    found = _FROM.fullmatch(request.headers.get("range", ""))
    return int(found[1]) if found else 0


def _hash_of(kind: str, asked: AskedForJob) -> bytes:
    # Without what is not said: a field that a later version adds makes no other thing of it.
    return hashlib.sha256(msgspec.json.encode((kind, asked))).digest()


async def _pieces(taken: Taken, place: Place, patience: Patience) -> AsyncGenerator[bytes]:
    with place:
        taking = Taking(patience)
        try:
            file = await asyncio.to_thread(taken.served.path.open, "rb")
        except OSError as error:
            raise unavailable(error) from error
        with file:
            file.seek(taken.begin)
            while piece := await asyncio.to_thread(file.read, PIECE_BYTES):
                yield piece
                taking.took(len(piece))
