"""Papers as files: kept, not shown inside the panel's origin."""

from starlette.responses import Response


def download(content: bytes, *, name: str, media_type: str) -> Response:
    """A file that the browser keeps under `name`, which is ASCII of our own."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(content, headers=headers, media_type=media_type)
