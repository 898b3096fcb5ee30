"""URLs that calls go to, read so strictly that no two readers could see different hosts in one.

A URL that needs mending is refused and not mended: what the readers of WHATWG, of RFC 3986 and of Python make of
`http:/\\host`, `0x7f.1` or `user@host` differs, and whoever checks must see what whoever connects sees.
"""

import ipaddress
import re
import unicodedata

from msgspec import Struct

from ryadom.errors import BadBody
from ryadom.privacy.egress import clean_host

MAX_URL_CHARS = 2_000
DEFAULT_PORTS = {"https": 443, "http": 80}

# Servers of other protocols would take a line of HTTP for one of theirs. Source: Fetch Standard, "bad port"; and stores
# that listen without a password on many a machine.
CLOSED_PORTS = frozenset(
    (
        *(1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109),
        *(110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530),
        *(531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045),
        *(4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080),
        *(2379, 3306, 4222, 5432, 6379, 6432, 11211, 27017),
    )
)

# Authority and the rest; what is not ASCII may only stand in the authority, where it is a name.
_URL = re.compile(r"(https?)://([^/?#\\]+)(/[!$&-;=?-Z_a-z~%]*)?", re.ASCII)
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")


class Target(Struct, frozen=True, kw_only=True):
    """Where a call goes. `host`: as the register of recipients holds it. `path`: with the query; may be a secret."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port as the header `Host` names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """What may be shown to anybody: many a receiver knows its callers by a secret path."""
        return f"{self.scheme}://{self.authority}"

    def __repr__(self) -> str:
        return f"Target({self.origin}/…)"


def read_url(text: str) -> Target:
    """The target of a call.

    Raises:
        BadBody: it is no plain `https://host/path`; the message says what is in the way.
    """
    if len(text) > MAX_URL_CHARS:
        raise _bad(f"is longer than {MAX_URL_CHARS} characters")
    if any(char.isspace() or unicodedata.category(char).startswith("C") for char in text):
        raise _bad("has a space or an invisible character in it")
    if "#" in text:
        raise _bad("has a `#` in it: that part is never sent, leave it out")
    found = _URL.fullmatch(text)
    if found is None:
        if re.match(r"https?://[^/]*@", text):
            raise _bad("names a user: leave out what stands before the `@`")
        raise _bad("is not https://host/path, percent-encoded where it is not plain ASCII")
    scheme, authority, path = found[1], found[2], found[3] or "/"
    if "@" in authority:
        raise _bad("names a user: leave out what stands before the `@`")
    if _PERCENT.search(path):
        raise _bad("has a `%` that encodes nothing: write it as %25")
    host, port = _split(authority)
    return Target(scheme=scheme, host=_host(host), port=DEFAULT_PORTS[scheme] if port is None else port, path=path)


def _split(authority: str) -> tuple[str, int | None]:
    host, colon, digits = authority, "", ""
    if not authority.endswith("]"):
        host, colon, digits = authority.rpartition(":") if ":" in authority else (authority, "", "")
    if not colon:
        return host, None
    if not re.fullmatch(r"[1-9][0-9]{0,4}", digits, re.ASCII) or int(digits) > 65_535:
        raise _bad("has a port that is no number from 1 to 65535")
    if int(digits) in CLOSED_PORTS:
        raise _bad(f"has the port {digits}, where servers of other protocols listen")
    return host, int(digits)


def _host(text: str) -> str:
    """A name or an address in its one form.

    Raises:
        BadBody: another spelling of it, or neither.
    """
    if text.startswith("["):
        return _ipv6(text)
    try:
        host = clean_host(text)
        is_plain = text.isascii() or host.encode().decode("idna") == text.lower()
    except (BadBody, UnicodeError):
        raise _bad_host(text) from None
    if not is_plain:
        # «ＣＲＭ», «①» and «ß» become other characters on their way to ASCII; a name in Russian comes back as it was.
        raise _bad("has a host in characters that stand for others: write them plainly")
    labels = host.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels) or text.endswith("."):
        raise _bad_host(text)
    if _NUMBER.fullmatch(labels[-1]):
        # Whatever ends in a number is an address for many readers: 2130706433, 0x7f.1, 127.1 and 0177.0.0.1 too.
        try:
            return str(ipaddress.IPv4Address(text))
        except ValueError:
            raise _bad(
                f"has {text[:80]!r} for a host: an address is four decimal numbers without zeros before them"
            ) from None
    return host


def _ipv6(text: str) -> str:
    try:
        address = ipaddress.IPv6Address(text.removeprefix("[").removesuffix("]"))
    except ValueError:
        raise _bad_host(text) from None
    if address.scope_id is not None or not text.endswith("]"):
        raise _bad_host(text)
    return str(address)


def _bad(what: str) -> BadBody:
    return BadBody(f"The URL {what}.", field="url")


def _bad_host(text: str) -> BadBody:
    return _bad(f"has {text[:80]!r} where a host should be")
