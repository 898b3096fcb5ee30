"""`/api/v1/exports/…/jobs`: tables for programs, made beside the chats and had as often as wanted for a day."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.api_keys import Program
from ryadom.core.export_counting import Form
from ryadom.core.export_jobs.queue import MEDIA_TYPES
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

PIECE_BYTES = 256 * 1024
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
    """Its file, journalled each time; it breaks off where the key is revoked meanwhile."""
    asked_of(request, Nothing)
    context = context_of(request)
    by = program.actor(network_of_request(request))
    served = await context.program_exports.take(program, id_of(request, "id"), by)
    try:
        size = (await asyncio.to_thread(served.path.stat)).st_size
    except OSError as error:
        raise unavailable(error) from error
    pieces = checked(context, program, _pieces(served.path))
    first = await first_of(request, pieces)
    headers = download_headers(served.name) | {"Content-Length": str(size)}
    return Streamed(first, pieces, headers=headers, media_type=served.media_type)


def _hash_of(kind: str, asked: AskedForJob) -> bytes:
    # Without what is not said: a field that a later version adds makes no other thing of it.
    return hashlib.sha256(msgspec.json.encode((kind, asked))).digest()


async def _pieces(path: Path) -> AsyncGenerator[bytes]:
    try:
        file = await asyncio.to_thread(path.open, "rb")
    except OSError as error:
        raise unavailable(error) from error
    with file:
        while piece := await asyncio.to_thread(file.read, PIECE_BYTES):
            yield piece
