"""What may be written on the card of an incident."""

import re
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from ryadom.core.texts import clean_line
from ryadom.errors import BadBody
from ryadom.store.incidents import Description

MAX_TEXT_CHARS = 50_000
MAX_CLOCK_AHEAD = timedelta(minutes=5)
"""How far a person's clock may go ahead of ours before a time is one that is to come."""
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)

_FORBIDDEN = re.compile(r"[\x00\ud800-\udfff]")
_INVISIBLE = re.compile(r"[\x01-\x08\x0b-\x1f\x7f]")
_TEXTS = ("happened", "cause", "harm", "measures", "results", "culprits", "contact")
_REQUIRED = ("happened",)
_TIMES = ("discovered_at", "occurred_from", "occurred_to")


def clean_description(told: Description, *, now: datetime) -> Description:
    """The description with its texts cleaned.

    Raises:
        BadBody: a text that can't be so, or times that can't follow each other; `field` says which.
    """
    texts = {name: clean_text(getattr(told, name), field=name, is_required=name in _REQUIRED) for name in _TEXTS}
    for name in _TIMES:
        _check_time(getattr(told, name), field=name, now=now)
    if told.occurred_from and told.occurred_to and told.occurred_to < told.occurred_from:
        raise BadBody("It can't have ended before it began.", field="occurred_to")
    if told.occurred_from and told.occurred_from > told.discovered_at:
        raise BadBody("It can't have begun after it was discovered.", field="occurred_from")
    title = clean_line(told.title, field="title")
    return replace(told, title=title, categories=tuple(dict.fromkeys(told.categories)), **texts)


def clean_text(text: str, *, field: str, is_required: bool = True) -> str:
    """A text of several lines without white space around it, and without control characters but tab and line feed.

    Raises:
        BadBody: it is empty though it is required, over 50,000 code points, or holds what Postgres can't store.
    """
    if _FORBIDDEN.search(text):
        raise BadBody(f"{field} holds a NUL character or half a surrogate pair. Leave it out.", field=field)
    clean = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if is_required and not clean:
        raise BadBody(f"{field} is empty. Write something.", field=field)
    if len(clean) > MAX_TEXT_CHARS:
        raise BadBody(f"{field} has {len(clean)} characters, at most {MAX_TEXT_CHARS} fit.", field=field)
    return clean


def clean_number(text: str) -> str:
    """The number that the regulator gave a notice; "" while it is not known.

    Raises:
        BadBody: it is no line of at most 100 characters.
    """
    return clean_line(text, field="number", max_chars=100) if text.strip() else ""


def check_sent_at(sent_at: datetime, *, discovered_at: datetime, now: datetime) -> None:
    """Refuses a time at which no notice can have been sent.

    Raises:
        BadBody: before the incident was discovered, or yet to come.
    """
    _check_time(sent_at, field="sent_at", now=now)
    if sent_at < discovered_at:
        raise BadBody("A notice can't have been sent before the incident was discovered.", field="sent_at")


def _check_time(moment: datetime | None, *, field: str, now: datetime) -> None:
    if moment is None:
        return
    if moment.tzinfo is None:
        raise BadBody(f"{field} needs a time zone: 2026-11-28T10:00:00+03:00.", field=field)
    if not EARLIEST <= moment <= now + MAX_CLOCK_AHEAD:
        raise BadBody(f"{field} is yet to come, or before {EARLIEST.year}.", field=field)
