"""What texts from outside may be kept, and in what form."""

import re

from msgspec.structs import replace

from ryadom.errors import BadBody
from ryadom.protocol import MAX_BODY_CHARS
from ryadom.protocol.shared import Page

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
# Six bytes of JSON each for nothing that can be seen; a full page of history must fit an outbox.
_INVISIBLE = re.compile(r"[\x01-\x08\x0b-\x1f\x7f]")
_EMAIL = re.compile(r"[^\s@\x00-\x1f]+@[^\s@\x00-\x1f]+")
_LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def clean_body(body: str, *, may_be_empty: bool = False) -> str:
    """The body without white space around it, with `\\n` as the only line break and no other control character but tab.

    Raises:
        BadBody: nothing is left (unless it may be empty), it is over 4,000 code points, or it holds NUL or half a
            surrogate pair.
    """
    if "\0" in body:
        raise BadBody("The body holds a NUL character, which Postgres can't store. Leave it out.", field="body")
    if _SURROGATE.search(body):
        raise BadBody("The body holds half a surrogate pair, which is not a character. Leave it out.", field="body")
    clean = _INVISIBLE.sub("", body.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not clean and not may_be_empty:
        raise BadBody("The body is empty. Write something.", field="body")
    check_length(clean)
    return clean


def check_length(body: str) -> None:
    """Refuses a body that is too long.

    Raises:
        BadBody: it is over 4,000 code points.
    """
    if len(body) > MAX_BODY_CHARS:
        raise BadBody(
            f"The body has {len(body)} characters, at most {MAX_BODY_CHARS} fit. Send it in parts.", field="body"
        )


def clean_line(text: str, *, field: str, max_chars: int = 200) -> str:
    """One line of text, e.g. a name, without white space around it.

    Raises:
        BadBody: nothing is left, it is too long, or it holds control characters or half a surrogate pair.
    """
    clean = text.strip()
    if not clean or len(clean) > max_chars or _CONTROL.search(clean):
        raise BadBody(f"{field} must be one line of 1 to {max_chars} characters.", field=field)
    return clean


def clean_note(text: str, *, field: str, max_chars: int = 10_000) -> str:
    """Lines of text that people read, e.g. a reason, without white space around them, with `\\n` as line break.

    Raises:
        BadBody: nothing is left, it is too long, or it holds NUL or half a surrogate pair.
    """
    if "\0" in text or _SURROGATE.search(text):
        raise BadBody(f"{field} holds a character that can't be stored. Leave it out.", field=field)
    clean = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not clean or len(clean) > max_chars:
        raise BadBody(f"{field} must be a text of 1 to {max_chars} characters.", field=field)
    return clean


def clean_email(text: str, *, field: str) -> str:
    """An e-mail address without white space around it; whether it works is for its owner to know.

    Raises:
        BadBody: it lacks what no address can be without, or it is too long.
    """
    clean = text.strip()
    if not _EMAIL.fullmatch(clean) or len(clean) > 254:
        raise BadBody(f"{clean!r} is not an e-mail address.", field=field)
    return clean


def clean_page(page: Page | None) -> Page | None:
    """The page without control characters. What a browser tells of itself is shown as text and never followed."""
    if page is None:
        return None
    return replace(page, **{name: _CONTROL.sub("", getattr(page, name)) for name in ("url", "title", "referrer")})


def clean_locale(locale: str) -> str:
    """The locale if it looks like one, else Russian."""
    return locale if _LOCALE.fullmatch(locale) else "ru"
