"""The demo shop: plain pages with the snippet, on an origin of its own as a customer's site would be."""

import secrets
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ryadom.web.assets import NEVER_STORED, Assets, static_folder

TYPES = {".html": "text/html; charset=utf-8", ".xhtml": "application/xhtml+xml; charset=utf-8"}
FOLDERS = ("", "hostile/")
"""Where addresses that end so show their `index.html`."""


class DemoSite:
    """Serves the shop; pages get the widget's origin and the site's key where the snippet stands."""

    def __init__(self, *, widget_origin: str, site_key: str, folder: Path | None = None) -> None:
        folder = folder or static_folder("demo_site")
        self._pages = {
            file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8")
            for file in folder.rglob("*")
            if file.suffix in TYPES
        }
        self._assets = Assets(folder)
        self._widget_origin = widget_origin
        self._site_key = site_key

    def routes(self) -> list[Route]:
        """Every path is a file of the shop."""
        return [Route("/{file:path}", self.serve)]

    async def serve(self, request: Request) -> Response:
        """A page, a file, or the shop's own 404."""
        name = request.path_params["file"]
        if name in FOLDERS:
            name += "index.html"
        if name in self._pages:
            return self._page(name)
        if name in self._assets:
            return self._assets.respond(request, name, {}, unhashed_cache=NEVER_STORED)
        if name.startswith("spa/"):
            return self._page("spa.html")
        return self._page("404.html", status_code=404)

    def _page(self, name: str, status_code: int = 200) -> Response:
        nonce = secrets.token_urlsafe(16)
        html = (
            self._pages[name]
            .replace("{{widget_origin}}", self._widget_origin)
            .replace("{{socket_origin}}", socket_origin(self._widget_origin))
            .replace("{{site_key}}", self._site_key)
            .replace("{{nonce}}", nonce)
        )
        headers = {"Cache-Control": NEVER_STORED, "X-Content-Type-Options": "nosniff"}
        if name == "csp.html":
            headers["Content-Security-Policy"] = strict_policy(self._widget_origin, nonce)
        return Response(html, status_code, headers, media_type=TYPES[Path(name).suffix])


def strict_policy(widget_origin: str, nonce: str) -> str:
    """The strictest policy that the widget works under: nothing but its script, by nonce, and its server."""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; "
        f"connect-src {widget_origin} {socket_origin(widget_origin)}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def socket_origin(origin: str) -> str:
    """The same origin as policies name it for sockets: `wss:` for `https:`."""
    return origin.replace("http", "ws", 1)
