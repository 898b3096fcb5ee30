"""E-mail addresses, in Cyrillic too, and as people spell them for robots: "ivan собака mail точка ru"."""

import re
from collections.abc import Iterator

from ryadom.privacy.detect.kinds import Candidate, Kind, Points

_MAX_LOCAL_CHARS = 64
_MAX_DOMAIN_CHARS = 255
_AT = re.compile(r" ?@ ?| ?[(\[{](?:at|собака)[)\]}] ?| собака ", re.IGNORECASE)
_SIGNS = re.compile(r"[@＠﹫]|[(\[{]at", re.IGNORECASE)
_LOCAL_REVERSED = re.compile(r"[\w%+~'-][\w.%+~'-]*")
_ASCII_LOCAL_REVERSED = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.+-]*")
# Words may be glued behind a Latin one: "mail.ruтел".
_TOP = r"(?:(?:xn--[a-z0-9-]{2,59}|[a-z]{2,24})(?![a-z0-9_-])|[^\W\d_]{2,24}(?![\w-]))"
_DOMAIN = re.compile(rf"(?:[\w-]{{1,63}}\.){{1,8}}{_TOP}", re.IGNORECASE)
_SPELLED_DOMAIN = re.compile(rf"(?:[\w-]{{1,63}}(?:\.| точка )){{1,8}}{_TOP}", re.IGNORECASE)
_CYRILLIC_TOPS = frozenset(
    ("рф", "рус", "онлайн", "сайт", "москва", "дети", "орг", "ком", "бел", "укр", "қаз", "католик")
)
_FILE_ENDINGS = frozenset(("png", "jpg", "jpeg", "gif", "webp", "svg", "pdf", "js", "css", "zip"))


def may_hold_email(text: str) -> bool:
    """Whether any sign is there that stands between the halves of an address."""
    return _SIGNS.search(text) is not None or "собака" in text


def read_emails(text: str) -> Iterator[Candidate]:
    """Every address of a folded text. At most 64 and 255 characters are looked at around each sign, so it is linear."""
    floor = 0
    for sign in _AT.finditer(text):
        is_plain = sign[0] == "@"
        before = text[max(floor, sign.start() - _MAX_LOCAL_CHARS) : sign.start()][::-1]
        local = (_LOCAL_REVERSED if is_plain else _ASCII_LOCAL_REVERSED).match(before)
        if local is None:
            continue
        spelled = _SPELLED_DOMAIN if "собака" in sign[0].lower() else _DOMAIN
        domain = spelled.match(text, sign.end(), min(len(text), sign.end() + _MAX_DOMAIN_CHARS))
        end = _domain_end(domain) if domain else None
        if end is not None:
            start = sign.start() - len(local[0])
            yield Candidate(start + _leading_dots(local[0]), end, Kind.EMAIL, Points.ADDRESS)
            floor = end


def split_email(text: str) -> tuple[str, str]:
    """The halves of a folded address, as robots write them: "ivan собака mail точка ru" is `ivan` and `mail.ru`."""
    sign = _AT.search(text)
    if sign is None:
        return text, ""
    return text[: sign.start()], text[sign.end() :].replace(" точка ", ".")


def _leading_dots(reversed_local: str) -> int:
    return len(reversed_local) - len(reversed_local.rstrip("."))


def _domain_end(domain: re.Match[str]) -> int | None:
    """Where the domain ends; a sentence that begins right behind its dot is not of it."""
    parts = domain[0].split(".")
    top = parts[-1].rpartition(" ")[2].lower()
    if top in _FILE_ENDINGS:
        return None
    if top.isascii() or top in _CYRILLIC_TOPS:
        return domain.end()
    is_whole_without = len(parts) > 2 and parts[-2].isascii() and len(parts[-2]) > 1 and parts[-2].isalpha()
    return domain.end() - len(parts[-1]) - 1 if is_whole_without else None
