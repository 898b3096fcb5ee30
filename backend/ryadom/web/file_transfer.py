"""Files over HTTP: a body that is one file, and an answer that is one, to be kept and never shown as a page."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from ryadom.core.files.downloads import Served
from ryadom.core.files.uploads import Upload
from ryadom.errors import BadBody
from ryadom.protocol.shared import FileRef
from ryadom.store.file_contents import unavailable
from ryadom.web.context import context_of
from ryadom.web.downloads import download_headers
from ryadom.web.responses import Json

NAME_HEADER = "x-file-name"
"""The file's name, percent-encoded UTF-8: headers are ASCII."""


async def receive_file(request: Request, upload: Upload) -> Response:
    """Takes the body as a file: 201 with what `message_posted` will say of it.

    Raises:
        RyadomError: see `take_file`.
    """
    return Json({"file": await take_file(request, upload)}, 201)


async def take_file(request: Request, upload: Upload) -> FileRef:
    """Takes the body as a file; gives what `message_posted` will say of it. What the client says of its type is not
    asked.

    Raises:
        BadBody: its name is not percent-encoded UTF-8.
        RyadomError: see `Uploads.receive`.
    """
    length = request.headers.get("content-length", "")
    try:
        name = unquote(request.headers.get(NAME_HEADER, ""), errors="strict")
    except UnicodeDecodeError:
        raise BadBody("The name is not percent-encoded UTF-8.", field=NAME_HEADER) from None
    async with aclosing(_chunks(request)) as chunks:
        return await context_of(request).uploads.receive(
            upload, chunks, name=name, declared_bytes=int(length) if length.isdecimal() else None
        )


async def serve_file(served: Served) -> Response:
    """The file, or the part of it that is asked for; it is never cached, since it may be erased.

    Raises:
        FilesUnavailable: it is not where it should be.
    """
    try:
        found = await asyncio.to_thread(served.path.stat)
    except OSError as error:
        raise unavailable(error) from error
    headers = download_headers(served.name) | {
        "Cache-Control": "private, no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return FileResponse(served.path, headers=headers, media_type=served.media_type, stat_result=found)


async def _chunks(request: Request) -> AsyncGenerator[bytes]:
    async for chunk in request.stream():
        yield chunk
