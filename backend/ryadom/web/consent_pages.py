"""`/consents/ID`: each version of a document of consent on a page of its own, and its very bytes beside it.

The page has no script, no form and no cookie, and stays at its address for ever.
"""

from contextlib import suppress
from html import escape
from importlib import resources
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from ryadom.errors import DocumentUnknown, RouteUnknown
from ryadom.privacy.consent_gate import PAGES
from ryadom.privacy.consent_text import LANGUAGE_BREAK, title_of
from ryadom.store.consent_documents import Document
from ryadom.web.context import context_of

STYLES = f"{PAGES}page.css"
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
HEADERS = {
    "Cache-Control": "public, max-age=300",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
PLAIN = "text/plain; charset=utf-8"
_CSS = resources.files("ryadom.web").joinpath("consent_page.css").read_bytes()


async def get_consent_page(request: Request) -> Response:
    """The page of one version.

    Raises:
        RouteUnknown: no document has this id, or it is a draft.
    """
    document, content, sha256 = await _published(request)
    page = _page(document, content.decode(), sha256.hex())
    return Response(page, headers=HEADERS, media_type="text/html; charset=utf-8")


async def get_consent_text(request: Request) -> Response:
    """The bytes as published: `sha256sum` of them gives what the page and the evidence say.

    Raises:
        RouteUnknown: as for the page.
    """
    _, content, _ = await _published(request)
    return Response(content, headers=HEADERS, media_type=PLAIN)


async def get_consent_styles(_request: Request) -> Response:
    """How the pages look; the texts don't depend on it."""
    return Response(_CSS, headers=HEADERS, media_type="text/css; charset=utf-8")


async def _published(request: Request) -> tuple[Document, bytes, bytes]:
    with suppress(ValueError, DocumentUnknown):
        document = await context_of(request).documents.find(UUID(request.path_params["document_id"]))
        if document.content is not None and document.sha256 is not None:
            return document, document.content, document.sha256
    raise RouteUnknown("There is nothing at this address.")


def _page(document: Document, text: str, sha256: str) -> str:
    russian, _, english = text.partition(f"\n{LANGUAGE_BREAK}\n")
    return (
        '<!doctype html>\n<html lang="ru">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{escape(title_of(document.purpose))}, версия {document.version}</title>\n"
        f'<link rel="stylesheet" href="{STYLES}">\n</head>\n<body>\n<main>\n'
        f'{_blocks(russian)}\n<section lang="en">\n{_blocks(english)}\n</section>\n</main>\n'
        f"<footer>\n{_footer(document, sha256)}\n</footer>\n</body>\n</html>\n"
    )


def _blocks(text: str) -> str:
    return "\n".join(_block(block) for block in text.split("\n\n") if block.strip())


def _block(block: str) -> str:
    mark, space, words = block.strip().partition(" ")
    level = {"#": "h1", "##": "h2"}.get(mark) if space else None
    return f"<{level}>{escape(words)}</{level}>" if level else f"<p>{escape(block.strip())}</p>"


def _footer(document: Document, sha256: str) -> str:
    published = f"{document.published_at:%d.%m.%Y}" if document.published_at else ""
    form = f"{PAGES}{document.id}/request"
    return (
        "<p>Отозвать согласие можно в любое время: ссылкой «Отозвать согласие» в окне чата, "
        f'<a href="{form}?kind=withdrawal">заявлением на этой странице</a> или письмом по адресу оператора, который '
        "указан выше. Отзыв из чата действует сразу: пока согласия нет, чат ничего не принимает.</p>\n"
        '<p lang="en">You can withdraw your consent at any time: by the link “Withdraw consent” in the chat window, '
        f'<a href="{form}?kind=withdrawal&amp;lang=en">by a statement on this page</a>, or by a letter to the '
        "controller's address above. From the chat it takes effect at once.</p>\n"
        f'<p><a href="{form}">Обратиться с запросом о своих данных</a> '
        f'<span lang="en">(<a href="{form}?lang=en">Ask about your data</a>)</span></p>\n'
        f"<p>Опубликовано {published}. Этот текст больше не меняется: у новой редакции будет своя страница.</p>\n"
        f'<p>SHA-256 <a href="{PAGES}{document.id}/text">текста</a>: <code>{sha256}</code></p>'
    )
