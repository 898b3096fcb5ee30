"""`/consents/ID/request`: a form without scripts by which a subject asks the controller about their data.

It reads no cookie and shows nothing that is held. A form on a foreign page could still send requests from the
networks of all its visitors: it is refused.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from html import escape
from urllib.parse import parse_qs
from uuid import UUID, uuid4

from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.subject_intake import MAX_CONTACT_CHARS, MAX_NAME_CHARS, MAX_TEXT_CHARS, Taken, Told
from ryadom.errors import BadBody, DocumentUnknown, RateLimited, RouteUnknown, TooLarge
from ryadom.privacy.consent_gate import PAGES
from ryadom.store.subject_requests import Kind
from ryadom.web.consent_pages import HEADERS, STYLES
from ryadom.web.context import context_of
from ryadom.web.guards import check_form_origin, network_of_client
from ryadom.web.request_words import WORDS, Words
from ryadom.web.responses import read_body

MAX_FORM_BYTES = 160 * 1_024
"""20,000 Cyrillic letters, each of them six characters in a form."""

FORM_HEADERS = HEADERS | {
    # With `no-referrer` browsers name no origin for this form ("null"), and it could not be told from a foreign one.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Content-Security-Policy": HEADERS["Content-Security-Policy"].replace("form-action 'none'", "form-action 'self'"),
}


async def get_request_page(request: Request) -> Response:
    """The form; `kind` in the query is what is asked for, where the link that was followed says it.

    Raises:
        RouteUnknown: there is no such document, or it is a draft.
    """
    document_id = await _published(request)
    words = _words(request)
    asked = {"echo_id": str(uuid4()), "kind": request.query_params.get("kind", "")}
    return _html(_form(document_id, words, asked), words)


async def post_request_page(request: Request) -> Response:
    """Takes the request, or shows the form once more with what is wrong and all that was written.

    Raises:
        OriginForbidden: a page of another origin sent it.
        RouteUnknown: as for the form.
    """
    check_form_origin(request, context_of(request).settings)
    document_id = await _published(request)
    words = _words(request)
    context = context_of(request)
    filled: dict[str, str] = {"echo_id": str(uuid4())}
    try:
        network = network_of_client(request, context.settings.trusted_proxies)
        context.form_limits.take(network)
        filled |= await _fields(request)
        taken = await context.subjects.intake.take_from_page(document_id, _told(filled), network=network)
    except BadBody as error:
        return _html(_form(document_id, words, filled, wrong=error.field), words, status=422)
    except RateLimited:
        return _html(_form(document_id, words, filled, problem=words.too_many), words, status=429)
    except TooLarge:
        return _html(_form(document_id, words, filled, problem=words.too_long), words, status=413)
    return _html(_taken(document_id, words, taken), words)


async def _published(request: Request) -> UUID:
    with suppress(ValueError, DocumentUnknown):
        document = await context_of(request).documents.find(UUID(request.path_params["document_id"]))
        if document.version is not None:
            return document.id
    raise RouteUnknown("There is nothing at this address.")


async def _fields(request: Request) -> dict[str, str]:
    body = await read_body(request, max_bytes=MAX_FORM_BYTES)
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=10)
    except ValueError:
        raise BadBody("Not a form in UTF-8.", field="text") from None
    return {
        name: values[0] for name, values in fields.items() if name in ("kind", "name", "contact", "text", "echo_id")
    }


def _told(filled: Mapping[str, str]) -> Told:
    try:
        kind, echo_id = Kind(filled.get("kind", "")), UUID(filled["echo_id"])
    except ValueError:
        raise BadBody("Say what you ask for.", field="kind") from None
    return Told(
        kind=kind,
        name=filled.get("name", ""),
        contact=filled.get("contact", ""),
        text=filled.get("text", ""),
        echo_id=echo_id,
    )


def _words(request: Request) -> Words:
    asked = request.query_params.get("lang") or request.headers.get("accept-language", "")
    return WORDS["en" if asked.lower().startswith("en") else "ru"]


def _html(main: str, words: Words, *, status: int = 200) -> Response:
    page = (
        f'<!doctype html>\n<html lang="{words.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f'<title>{words.title}</title>\n<link rel="stylesheet" href="{STYLES}">\n</head>\n'
        f"<body>\n<main>\n<h1>{words.title}</h1>\n{main}\n</main>\n</body>\n</html>\n"
    )
    return Response(page, status, FORM_HEADERS, media_type="text/html; charset=utf-8")


def _form(
    document_id: UUID, words: Words, filled: Mapping[str, str], *, wrong: str | None = None, problem: str = ""
) -> str:
    say = problem or (words.wrong.get(wrong, words.wrong["text"]) if wrong else "")
    alert = f'<p class="problem" role="alert">{say}</p>\n' if say else ""
    kinds = "\n".join(
        f'<label><input type="radio" name="kind" value="{kind}" required'
        f"{' checked' if filled.get('kind') == kind else ''}> {words.kinds[kind]}</label>"
        for kind in Kind
    )
    fields = "\n".join(
        f'<p><label for="{name}">{label}</label>\n'
        f'<input id="{name}" name="{name}" type="text" maxlength="{longest}" required autocomplete="{fill}" '
        f'value="{escape(filled.get(name, ""))}"{_mark(name, wrong)}>\n<small>{hint}</small></p>'
        for name, label, hint, longest, fill in (
            ("name", words.name, words.name_hint, MAX_NAME_CHARS, "name"),
            ("contact", words.contact, words.contact_hint, MAX_CONTACT_CHARS, "email"),
        )
    )
    return (
        f"<p>{words.lead}</p>\n{alert}"
        f'<form method="post" action="{PAGES}{document_id}/request?lang={words.language}" accept-charset="utf-8">\n'
        f'<input type="hidden" name="echo_id" value="{escape(filled["echo_id"])}">\n'
        f"<fieldset>\n<legend>{words.kind}</legend>\n{kinds}\n</fieldset>\n{fields}\n"
        f'<p><label for="text">{words.text}</label>\n'
        f'<textarea id="text" name="text" rows="8" maxlength="{MAX_TEXT_CHARS}" required{_mark("text", wrong)}>\n'
        f"{escape(filled.get('text', ''))}</textarea>\n<small>{words.text_hint}</small></p>\n"
        f'<p><button type="submit">{words.send}</button></p>\n</form>\n'
        f"<p>{words.why}</p>\n"
        f'<p><a href="{PAGES}{document_id}">{words.back}</a></p>'
    )


def _mark(name: str, wrong: str | None) -> str:
    return ' aria-invalid="true"' if name == wrong else ""


def _taken(document_id: UUID, words: Words, taken: Taken) -> str:
    return (
        f'<p role="status"><strong>{words.taken.format(number=taken.number)}</strong></p>\n'
        f"<p>{words.next}</p>\n<p>{_by(taken.due_on, words)}</p>\n"
        f'<p><a href="{PAGES}{document_id}">{words.back}</a></p>'
    )


def _by(on: date | None, words: Words) -> str:
    if on is None:
        return words.by_unknown
    day = f"{on:%d.%m.%Y}" if words.language == "ru" else f"{on:%Y-%m-%d}"
    return words.by.format(day=day)
