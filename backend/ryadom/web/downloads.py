"""Files to save: kept, not shown inside the panel's origin."""

from urllib.parse import quote

from starlette.responses import Response


def download(content: bytes, *, name: str, media_type: str) -> Response:
    """A file that the browser keeps under `name`, which is ASCII of our own."""
    return Response(content, headers=download_headers(name), media_type=media_type)


def download_headers(name: str) -> dict[str, str]:
    """The headers of a file that is sent piece by piece; its name may be anybody's. Source: RFC 6266."""
    named = f'filename="{name}"' if name.isascii() and '"' not in name else f"filename*=UTF-8''{quote(name, safe='')}"
    return {
        "Content-Disposition": f"attachment; {named}",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
