"""`/widget/KEY/LANGUAGE`: how the widget of a site looks and what it says, for every page that has the script."""

import gzip
import hashlib
import re
from datetime import UTC, datetime

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.mail_choices import MailState, mail_state
from ryadom.core.sites import is_site_key
from ryadom.core.widget_look import Look, Release, look_of
from ryadom.core.widget_settings import WidgetSettings
from ryadom.errors import RouteUnknown, RyadomError
from ryadom.web.assets import OF_ANY_PAGE, static_folder
from ryadom.web.context import context_of
from ryadom.web.responses import tell_ryadom_error
from ryadom.web.widget_configs import WidgetConfig

COMPRESSION = 6
CACHE = "public, max-age=60, stale-while-revalidate=60"
_ORIGIN = re.compile(r"https?://[^/?#]+")
_STYLES = static_folder("widget").joinpath("launcher.css").read_text(encoding="utf-8")
_RELEASE = msgspec.json.decode(static_folder("widget").joinpath("release.json").read_bytes(), type=Release)


def look_for_pages(
    settings: WidgetSettings, *, language: str, config: WidgetConfig | None = None, can_mail: bool = False
) -> Look:
    """The look that these settings have at this moment; with what newcomers are asked where `config` is given."""
    consents = config.consents(_RELEASE.language_of(language)) if config else ()
    # Who has nothing to agree to hears the site's name by their socket.
    name = config.site.name if config and consents else ""
    return look_of(
        settings,
        _RELEASE,
        styles=_STYLES,
        wish=language,
        name=name,
        now=datetime.now(UTC),
        consents=consents,
        can_mail=can_mail,
    )


async def get_widget_config(request: Request) -> Response:
    """The look, as `ryadom.core.widget_look.Look`. It is the same for everybody, and nobody is told apart by it.

    Where there is none, any page may read why: the script says it in the console.
    """
    try:
        config = await _config_of(request, request.path_params["key"])
    except RyadomError as error:
        refusal = await tell_ryadom_error(request, error)
        refusal.headers.update(OF_ANY_PAGE)
        return refusal
    context = context_of(request)
    context.sightings.note(config.site, _origin_of(request))
    can_mail = mail_state(context.settings) is MailState.READY
    look = look_for_pages(config.settings, language=request.path_params["language"], config=config, can_mail=can_mail)
    content = msgspec.json.encode(look)
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


def _origin_of(request: Request) -> str:
    """Of the page that asks; browsers name none to a server of the page's own origin, but for the page's address."""
    if origin := request.headers.get("origin"):
        return origin
    address = _ORIGIN.match(request.headers.get("referer", ""))
    return address[0] if address else ""


async def _config_of(request: Request, key: str) -> WidgetConfig:
    config = await context_of(request).widget_configs.find(key) if is_site_key(key) else None
    if config is None:
        raise RouteUnknown("No site has this key. Check data-site in the script tag.", field="site")
    return config
