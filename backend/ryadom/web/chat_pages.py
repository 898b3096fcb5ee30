"""`/chat/KEY`: a site's chat on a page of the server's own, for links in mails and for firms without a site.

The page is one for everybody: who comes by a link says so after `#`, which no browser sends.
"""

from html import escape
from importlib import resources
from typing import Annotated

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ryadom.core.sites import is_site_key
from ryadom.errors import RouteUnknown
from ryadom.store.sites import Site, find_site
from ryadom.web.context import context_of
from ryadom.web.guards import check_own_origin, network_of_client
from ryadom.web.responses import Json, read_json

SCRIPT = "/chat/page.js"
STYLES = "/chat/page.css"
MAX_LINK_CHARS = 1_024

_SCRIPT = resources.files("ryadom.web").joinpath("chat_page.js").read_bytes()
_CSS = resources.files("ryadom.web").joinpath("chat_page.css").read_bytes()


class Came(Struct, frozen=True, kw_only=True):
    """What the page sends of somebody who has come by a link: what stood after `#`."""

    link: Annotated[str, Meta(max_length=MAX_LINK_CHARS)]


class _Words(Struct, frozen=True, kw_only=True):
    lead: str
    button: str
    over: str
    failed: str
    no_script: str


_WORDS = {
    "ru": _Words(
        lead="Эта ссылка из\u00a0письма открывает вашу переписку.",
        button="Продолжить переписку",
        over="Ссылка больше не\u00a0действует. Напишите в\u00a0чат на\u00a0сайте или\u00a0дождитесь нового письма.",
        failed="Нет связи. Нажмите ещё\u00a0раз чуть позже.",
        no_script="Чату нужен JavaScript: включите его в\u00a0настройках браузера.",
    ),
    "en": _Words(
        lead="This link from a\u00a0mail opens your conversation.",
        button="Go on with the conversation",
        over="The link works no more. Write into the chat on the site, or wait for another mail.",
        failed="There is no connection. Press once more in a\u00a0moment.",
        no_script="The chat needs JavaScript: allow it in the browser's settings.",
    ),
}


async def get_chat_page(request: Request) -> Response:
    """The page of a site's chat.

    Raises:
        RouteUnknown: no site has this key, or the server does not know its own address.
    """
    context = context_of(request)
    key, own = request.path_params["key"], context.settings.public_url
    async with context.public_database.connection() as connection:
        site = await find_site(connection, key) if own and is_site_key(key) else None
    if site is None or own is None:
        raise RouteUnknown("There is nothing at this address.")
    language = "en" if request.headers.get("accept-language", "").lower().startswith("en") else "ru"
    return Response(_page(site, language), headers=_headers(own), media_type="text/html; charset=utf-8")


async def post_enter(request: Request) -> Response:
    """Who a link is for: `{visitor_id, token}`. It changes nothing, and only the page itself may ask.

    Raises:
        OriginForbidden: a page of another origin asks.
        RateLimited: too many ask from one place.
        SiteUnknown, TokenInvalid, TokenExpired, TokenRevoked: see `ChatLinks.enter`.
    """
    context = context_of(request)
    check_own_origin(request, context.settings)
    context.link_limits.take(network_of_client(request, context.settings.trusted_proxies))
    came = await read_json(request, Came)
    return Json(await context.chat_links.enter(request.path_params["key"], came.link))


async def get_script(_request: Request) -> Response:
    """What the page does."""
    return Response(_SCRIPT, headers=_FILE_HEADERS, media_type="text/javascript; charset=utf-8")


async def get_styles(_request: Request) -> Response:
    """How the page looks around the chat."""
    return Response(_CSS, headers=_FILE_HEADERS, media_type="text/css; charset=utf-8")


_FILE_HEADERS = {
    "Cache-Control": "public, max-age=300",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def _headers(own: str) -> dict[str, str]:
    """The policy lets in our own files and connections alone."""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        # Older browsers don't take 'self' for sockets.
        f"connect-src 'self' {own.replace('http', 'ws', 1)}; img-src 'self' blob: data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    return {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": policy,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "Vary": "Accept-Language",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex, nofollow",
    }


def _page(site: Site, language: str) -> str:
    words, name = _WORDS[language], escape(site.name)
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="robots" content="noindex">\n<title>{name}</title>\n'
        f'<link rel="stylesheet" href="{STYLES}">\n</head>\n<body>\n<main>\n<h1>{name}</h1>\n'
        f'<div id="invitation" hidden>\n<p>{words.lead}</p>\n<button type="button" id="enter">{words.button}</button>\n'
        f'<p id="problem" role="alert" data-over="{words.over}" data-failed="{words.failed}"></p>\n</div>\n'
        f"<noscript><p>{words.no_script}</p></noscript>\n</main>\n"
        f'<script src="{SCRIPT}" data-site="{site.key}"></script>\n'
        f'<script src="/widget.js" data-site="{site.key}"></script>\n</body>\n</html>\n'
    )


CHAT_PAGE_ROUTES: tuple[BaseRoute, ...] = (
    Route(SCRIPT, get_script),
    Route(STYLES, get_styles),
    Route("/chat/{key}", get_chat_page),
    Route("/chat/{key}/enter", post_enter, methods=["POST"]),
)
