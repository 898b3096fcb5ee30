"""`/widget/KEY/LANGUAGE`: how the widget of a site looks and what it says, for every page that has the script."""

import gzip
import hashlib
from datetime import UTC, datetime

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.sites import is_site_key
from ryadom.core.widget_look import Look, Release, look_of
from ryadom.core.widget_settings import WidgetSettings
from ryadom.errors import RouteUnknown
from ryadom.web.assets import OF_ANY_PAGE, static_folder
from ryadom.web.context import context_of

COMPRESSION = 6
CACHE = "public, max-age=60, stale-while-revalidate=60"
_STYLES = static_folder("widget").joinpath("launcher.css").read_text(encoding="utf-8")
_RELEASE = msgspec.json.decode(static_folder("widget").joinpath("release.json").read_bytes(), type=Release)


def look_for_pages(settings: WidgetSettings, *, language: str) -> Look:
    """The look that these settings have at this moment."""
    return look_of(settings, _RELEASE, styles=_STYLES, wish=language, now=datetime.now(UTC))


async def get_widget_config(request: Request) -> Response:
    """The look, as `ryadom.core.widget_look.Look`. It is the same for everybody, and nobody is told apart by it.

    Raises:
        RouteUnknown: no site has this key.
    """
    context = context_of(request)
    key, language = request.path_params["key"], request.path_params["language"]
    settings = await context.widget_configs.find(key) if is_site_key(key) else None
    if settings is None:
        raise RouteUnknown("No site has this key. Check data-site in the script tag.", field="site")
    content = msgspec.json.encode(look_for_pages(settings, language=language))
    etag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    headers = {
        "Cache-Control": CACHE,
        "ETag": etag,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        **OF_ANY_PAGE,
    }
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        content = gzip.compress(content, COMPRESSION, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(content, headers=headers, media_type="application/json")
