"""What pages may tell of their visitors: attributes and the properties of events, checked and bounded.

Nothing of it is signed: a visitor can open the browser's console and say anything. It is kept, and shown as told.
"""

import re
from collections.abc import Mapping

import msgspec

from ryadom.core.texts import clean_line, clean_note
from ryadom.errors import BadAttributes, BadBody
from ryadom.store.profiles import Scalar

MAX_KEYS = 50
MAX_BYTES = 16 * 1_024
MAX_TEXT_CHARS = 500
MAX_PROPERTIES = 20
MAX_PROPERTY_BYTES = 4 * 1_024
MAX_EVENT_CHARS = 100
LARGEST = 2**53
_KEY = re.compile(r"[A-Za-z0-9_.\-А-Яа-яЁё]{1,40}")


def clean_attributes(told: Mapping[str, Scalar | None]) -> dict[str, Scalar | None]:
    """The attributes as they may be kept.

    Raises:
        BadAttributes: a key or a value that can't be; `field` says which.
    """
    return _clean(told, field="attributes")


def merge_attributes(before: Mapping[str, Scalar], told: Mapping[str, Scalar | None]) -> dict[str, Scalar]:
    """The attributes once `told` was said over `before`; null takes a key away.

    Raises:
        BadAttributes: that makes more than 50 keys or 16 kB.
    """
    merged = {key: value for key, value in {**before, **told}.items() if value is not None}
    _bound(merged, field="attributes", max_keys=MAX_KEYS, max_bytes=MAX_BYTES)
    return merged


def clean_properties(told: Mapping[str, Scalar | None]) -> dict[str, Scalar]:
    """The properties of an event, without those that are null.

    Raises:
        BadAttributes: a key or a value that can't be, more than 20 keys or 4 kB; `field` says which.
    """
    kept = {key: value for key, value in _clean(told, field="properties").items() if value is not None}
    _bound(kept, field="properties", max_keys=MAX_PROPERTIES, max_bytes=MAX_PROPERTY_BYTES)
    return kept


def clean_event_name(name: str) -> str:
    """What happened, one line.

    Raises:
        BadAttributes: it is none, or over 100 characters.
    """
    try:
        return clean_line(name, field="name", max_chars=MAX_EVENT_CHARS)
    except BadBody as error:
        raise BadAttributes(error.message, field=error.field) from None


def _clean(told: Mapping[str, Scalar | None], *, field: str) -> dict[str, Scalar | None]:
    for key in told:
        if not _KEY.fullmatch(key):
            raise BadAttributes(
                f"{key[:40]!r} is no key: 1 to 40 letters, digits, dots, hyphens and underscores.", field=field
            )
    return {key: _value(value, field=f"{field}.{key}") for key, value in told.items()}


def _value(value: Scalar | None, *, field: str) -> Scalar | None:
    if isinstance(value, str):
        try:
            return clean_note(value, field=field, max_chars=MAX_TEXT_CHARS) if value.strip() else ""
        except BadBody as error:
            raise BadAttributes(error.message, field=field) from None
    # Written so that what is no number at all is too large.
    if value is not None and not abs(value) <= LARGEST:
        raise BadAttributes(f"{field} is too large a number: at most 2^53.", field=field)
    return value


def _bound(kept: Mapping[str, Scalar], *, field: str, max_keys: int, max_bytes: int) -> None:
    if len(kept) > max_keys:
        raise BadAttributes(f"That makes {len(kept)} keys, at most {max_keys} fit. Take some away.", field=field)
    size = len(msgspec.json.encode(kept))
    if size > max_bytes:
        raise BadAttributes(f"That makes {size} bytes, at most {max_bytes} fit. Take some away.", field=field)
