"""Files to save: kept, not shown inside the panel's origin."""

from starlette.responses import Response


def download(content: bytes, *, name: str, media_type: str) -> Response:
    """A file that the browser keeps under `name`, which is ASCII of our own."""
    return Response(content, headers=download_headers(name), media_type=media_type)


def download_headers(name: str) -> dict[str, str]:
    """The headers of such a file, for one that is sent piece by piece."""
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
