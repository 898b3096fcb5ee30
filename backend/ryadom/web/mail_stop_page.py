"""`/mail/stop/LINK`: where somebody says that they want no more mail from a chat; mail programs by one POST (RFC 8058).

To look at the page changes nothing: mail scanners follow links. The form needs no origin: mail programs have none, and
the link alone says what it may do.
"""

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ryadom.core.letters import STOP_PAGE
from ryadom.web.consent_pages import HEADERS, STYLES
from ryadom.web.context import context_of
from ryadom.web.guards import network_of_client

PAGE_HEADERS = HEADERS | {
    "Cache-Control": "no-store",
    "Content-Security-Policy": HEADERS["Content-Security-Policy"].replace("form-action 'none'", "form-action 'self'"),
    "X-Robots-Tag": "noindex, nofollow",
}


class _Words(Struct, frozen=True, kw_only=True):
    title: str
    lead: str
    button: str
    done: str


_WORDS = {
    "ru": _Words(
        title="Письма из\u00a0чата",
        lead=(
            "На\u00a0адрес, куда пришло письмо с\u00a0этой ссылкой, больше не\u00a0придут ни\u00a0ответы, ни\u00a0копии"
            " переписки из\u00a0этого чата. Сама переписка останется."
        ),
        button="Больше не\u00a0присылать",
        done="Готово: на\u00a0этот адрес чат больше не\u00a0пишет.",
    ),
    "en": _Words(
        title="Mail from the chat",
        lead=(
            "The address that got the mail with this link will get no more answers and no copies from this chat. "
            "The conversation itself stays."
        ),
        button="No more mail",
        done="Done: the chat writes to this address no more.",
    ),
}


async def get_stop_page(request: Request) -> Response:
    """Asks once more.

    Raises:
        RateLimited: too many come from one place.
        RouteUnknown, RefusalsSealed: the link was not made here, or nobody can say.
    """
    context = context_of(request)
    context.link_limits.take(network_of_client(request, context.settings.trusted_proxies))
    await context.mail_refusals.check(request.path_params["link"])
    language = _language(request)
    words = _WORDS[language]
    form = f'<p>{words.lead}</p>\n<form method="post">\n<p><button type="submit">{words.button}</button></p>\n</form>'
    return _html(form, language)


async def post_stop_page(request: Request) -> Response:
    """Notes it; its body says nothing that matters and is not read.

    Raises:
        RateLimited: too many come from one place.
        RouteUnknown, RefusalsSealed: see `get_stop_page`.
    """
    context = context_of(request)
    context.link_limits.take(network_of_client(request, context.settings.trusted_proxies))
    await context.mail_refusals.refuse(request.path_params["link"])
    language = _language(request)
    return _html(f'<p role="status"><strong>{_WORDS[language].done}</strong></p>', language)


def _language(request: Request) -> str:
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "ru"


def _html(main: str, language: str) -> Response:
    title = _WORDS[language].title
    page = (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f'<title>{title}</title>\n<link rel="stylesheet" href="{STYLES}">\n</head>\n'
        f"<body>\n<main>\n<h1>{title}</h1>\n{main}\n</main>\n</body>\n</html>\n"
    )
    return Response(page, headers=PAGE_HEADERS, media_type="text/html; charset=utf-8")


MAIL_STOP_ROUTES: tuple[BaseRoute, ...] = (
    Route(f"{STOP_PAGE}{{link}}", get_stop_page, methods=["GET"]),
    Route(f"{STOP_PAGE}{{link}}", post_stop_page, methods=["POST"]),
)
