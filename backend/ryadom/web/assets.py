"""Files that browsers load: the widget for other people's pages, the panel for our own.

They are few and small, so they are read once at start, compressed once, and served from memory.
"""

import gzip
import hashlib
import re
from functools import cache
from importlib import resources
from pathlib import Path

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ryadom.errors import RouteUnknown

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATED = "public, max-age=300, stale-while-revalidate=86400"
NEVER_STORED = "no-cache"
OF_ANY_PAGE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""Whatever the page's cross-origin policy."""

PANEL_CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
}
_OF_RELEASE = re.compile(r"((?:chat|rules)-[a-z]+|exchange|work)-[0-9a-f]{10}\.js")
_HASHED = re.compile(r"-([0-9a-f]{10}|[0-9A-Z]{8})\.\w+$")
"""Ours, or esbuild's."""


class Asset(Struct, frozen=True, kw_only=True):
    """One file, ready to be served."""

    content: bytes
    compressed: bytes
    media_type: str
    etag: str
    is_hashed: bool

    @classmethod
    def read(cls, file: Path) -> "Asset":
        """Reads and compresses a file."""
        content = file.read_bytes()
        return cls(
            content=content,
            compressed=gzip.compress(content, 9, mtime=0),
            media_type=_TYPES.get(file.suffix, "application/octet-stream"),
            etag=f'"{hashlib.sha256(content).hexdigest()[:20]}"',
            is_hashed=_HASHED.search(file.name) is not None,
        )


def static_folder(name: str) -> Path:
    """Where the built files are: inside the installed package, or in the checkout of an editable install."""
    packaged = Path(str(resources.files("ryadom"))) / "_static" / name
    if packaged.is_dir():
        return packaged
    checkout = Path(__file__).parents[3]
    return checkout / {"widget": "widget/build", "panel": "backend/panel/build", "demo_site": "demo_site"}[name]


class Assets:
    """The files of one folder, by name."""

    def __init__(self, folder: Path) -> None:
        self._assets = {file.name: Asset.read(file) for file in sorted(folder.iterdir()) if file.is_file()}

    def __contains__(self, name: str) -> bool:
        return name in self._assets

    def respond(self, request: Request, name: str, headers: dict[str, str], *, unhashed_cache: str) -> Response:
        """The file, compressed where the browser can; 304 where it has it already.

        Raises:
            RouteUnknown: no such file.
        """
        asset = self._assets.get(name)
        if asset is None:
            raise RouteUnknown("There is nothing at this address.")
        headers = {
            "ETag": asset.etag,
            "Vary": "Accept-Encoding",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": IMMUTABLE if asset.is_hashed else unhashed_cache,
            **headers,
        }
        if asset.etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(
                asset.compressed, media_type=asset.media_type, headers={**headers, "Content-Encoding": "gzip"}
            )
        return Response(asset.content, media_type=asset.media_type, headers=headers)


@cache
def read_assets(folder: Path) -> Assets:
    """The files of a folder as they are when a process first asks: what is built does not change under a server."""
    return Assets(folder)


class WidgetFiles:
    """`/widget.js` and the files it imports: any page may load them, whatever its cross-origin policy.

    While servers are replaced one after the other, a page may have been told of a release that this one has not: what
    a page begins with (not the parts, which fit one chat alone) is then of this release, and kept by nobody.
    """

    def __init__(self) -> None:
        folder = static_folder("widget")
        self._assets = read_assets(folder)
        files = ((_OF_RELEASE.fullmatch(file.name), file.name) for file in folder.iterdir())
        self._current = {match[1]: name for match, name in files if match}

    async def __call__(self, request: Request) -> Response:
        """Serves one file."""
        name = request.path_params["file"]
        match = _OF_RELEASE.fullmatch(name)
        if match and name not in self._assets and (current := self._current.get(match[1])):
            return self._assets.respond(
                request, current, {**OF_ANY_PAGE, "Cache-Control": NEVER_STORED}, unhashed_cache=""
            )
        return self._assets.respond(request, name, OF_ANY_PAGE, unhashed_cache=REVALIDATED)


class PanelFiles:
    """`/panel/`: one page, its script, styles, icons and worker, under a policy that lets nothing else in."""

    def __init__(self) -> None:
        self._assets = read_assets(static_folder("panel"))

    async def __call__(self, request: Request) -> Response:
        """Serves one file; the page itself for the folder."""
        headers = {
            "Content-Security-Policy": PANEL_CSP,
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "X-Frame-Options": "DENY",
        }
        name = request.path_params.get("file") or "index.html"
        return self._assets.respond(request, name, headers, unhashed_cache=NEVER_STORED)


async def go_to_panel(_request: Request) -> Response:
    """The bare address leads operators to the panel."""
    return RedirectResponse("/panel/")
