"""`/api/v1/exports/…/jobs`: tables for programs, made beside the chats and had as often as wanted for a day."""

import hashlib
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Literal

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.api_keys import Program
from ryadom.core.export_counting import Form
from ryadom.core.export_jobs.queue import MEDIA_TYPES
from ryadom.core.export_jobs.taken import Taken
from ryadom.core.export_pace import Patience, Taking
from ryadom.core.export_places import Place
from ryadom.errors import RyadomError
from ryadom.web.actors import network_of_request
from ryadom.web.api import asked_of
from ryadom.web.context import context_of
from ryadom.web.exports_api import AskedForTable, selection_of
from ryadom.web.file_api import id_of
from ryadom.web.objects_api import AskedForPage, Nothing, page_of
from ryadom.web.responses import Json
from ryadom.web.streamed import begin_of, checked, first_of, streamed_file
from ryadom.web.writing_api import IDEMPOTENCY_HEADER, idempotency_key_of

__all__ = [
    "MEDIA_TYPES",
    "AskedForJob",
    "delete_export_job",
    "get_export_job",
    "get_export_job_file",
    "list_export_jobs",
    "post_export_job",
]

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


async def list_export_jobs(request: Request, program: Program) -> Response:
    """A page of what the key has asked for, newest first."""
    asked = page_of(asked_of(request, AskedForPage))
    return Json(await context_of(request).program_exports.page(program, asked))


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
    context = context_of(request)
    exports, patience = context.program_exports, context.exports.patience
    by, id = program.actor(network_of_request(request)), id_of(request, "id")

    async def check() -> None:
        await context.api_keys.check_again(program)
        try:
            await exports.check_again(program, id)
        except RyadomError:
            # With a key that was revoked just now all of its ends: that is the reason.
            await context.api_keys.check_again(program)
            raise

    place = exports.places.take(program.key.id)
    try:
        taken = await exports.take(program, id, by, begin=begin_of(request), of_tag=request.headers.get("if-range"))
        pieces = checked(_pieces(taken, place, patience), check)
        first = await first_of(request, pieces)
    except BaseException:
        place.give_back()
        raise
    return streamed_file(taken, first, pieces, piece_within_s=patience.piece_within_s)


def _hash_of(kind: str, asked: AskedForJob) -> bytes:
    # Without what is not said: a field that a later version adds makes no other thing of it.
    return hashlib.sha256(msgspec.json.encode((kind, asked))).digest()


async def _pieces(taken: Taken, place: Place, patience: Patience) -> AsyncGenerator[bytes]:
    with place:
        taking = Taking(patience)
        async with aclosing(taken.pieces()) as pieces:
            async for piece in pieces:
                yield piece
                taking.took(len(piece))
