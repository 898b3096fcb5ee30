"""Patterns of page addresses, as people write them: which address fits one is the same here and in the widget.

`fits` is the `fits` of widget/src/rules.ts: the server judges as the widget does, and tests hold both to that.
"""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from msgspec import Struct

from ryadom.errors import BadBody

MAX_PATTERN_CHARS = 200

_ORIGIN = re.compile(r"(https?)://([^/*]+)(.*)", re.DOTALL)
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}
# What JavaScript's decodeURI leaves as it is: signs that part an address.
_ENCODED = re.compile(r"(?:%(?!2[346BbCcFf]|3[ABDFabdf]|40)[0-9A-Fa-f]{2})+")
_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})")


def check_pattern(pattern: str, *, field: str) -> None:
    """Refuses a pattern that no address can fit; an empty one is of every page.

    Raises:
        BadBody: it begins with none of what addresses begin with.
    """
    if pattern and not pattern.startswith(("/", "*", "http://", "https://")):
        raise BadBody("A page begins with /, with https:// or with *.", field=field)


def fits(pattern: str, url: str) -> bool:
    """Whether the address of a page fits a pattern: `*` is anything. By parts, no regular expression: none is slow."""
    return not pattern or fits_address(pattern, address_of(url))


class Address(Struct, frozen=True):
    """The address of a page as people write it, whole and from its path on."""

    whole: str
    path: str


def address_of(url: str) -> Address:
    """An address to compare with many patterns."""
    return Address(_readable(url), _readable(_path_and_query(url)))


def fits_address(pattern: str, page: Address) -> bool:
    """As `fits`, of a pattern that is not empty."""
    first, *rest = _parts(pattern)
    address = page.whole if pattern.startswith(("http:", "https:")) else page.path
    if not address.startswith(first):
        return False
    if not rest:
        return address == first
    place = len(first)
    for part in rest[:-1]:
        found = address.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return len(address) - len(rest[-1]) >= place and address.endswith(rest[-1])


def _path_and_query(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _readable(address: str) -> str:
    """As people write addresses; one that is no such encoding stays as it is."""
    if _BROKEN.search(address):
        return address
    try:
        return _ENCODED.sub(lambda found: bytes.fromhex(found[0].replace("%", "")).decode(), address)
    except UnicodeDecodeError:
        return address


@lru_cache(maxsize=1_024)
def _parts(pattern: str) -> tuple[str, ...]:
    return tuple(_comparable(pattern).split("*"))


def _comparable(pattern: str) -> str:
    """A pattern as addresses are compared with it: a host in other letters is written in ASCII, as browsers have it."""
    if not (found := _ORIGIN.fullmatch(pattern)):
        return _readable(pattern)
    scheme, host, rest = found.groups()
    try:
        host = host.encode("idna").decode("ascii").lower().removesuffix(_DEFAULT_PORTS[scheme])
    except UnicodeError:
        return _readable(pattern)
    return _readable(f"{scheme}://{host}{rest}")
