"""From the text of a variable to a value: each gives the value, or raises ValueError saying what it must look like."""

import difflib
import re
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

MIN_SECRET_CHARS = 32
MIN_SECRET_DISTINCT_CHARS = 12


def whole(low: int, high: int) -> Callable[[str], int]:
    """A whole number within bounds, both included."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return int(text)

    return read


def one_of(*choices: str) -> Callable[[str], str]:
    """One of a few words, in any case."""

    def read(text: str) -> str:
        if text.lower() not in choices:
            nearest = difflib.get_close_matches(text.lower(), choices, n=1)
            hint = f"; did you mean {nearest[0]}?" if nearest else ""
            raise ValueError(f"must be one of {', '.join(choices)}{hint}")
        return text.lower()

    return read


def folder(text: str) -> Path:
    """An absolute path; `~` is the home folder."""
    path = Path(text).expanduser()
    if not path.is_absolute():
        raise ValueError("must be an absolute path, so that it does not depend on where the server is started")
    return path


def database_url(text: str) -> str:
    """A libpq URL for one host, with `sslmode` under the name that `databases` knows."""
    form = "must look like postgresql://USER:PASSWORD@HOST:5432/DATABASE"
    try:
        url = urlsplit(text)
        url.port  # noqa: B018 - reading it is what validates it
    except ValueError:
        raise ValueError(f"{form}; one host only, with special characters of the password percent-encoded") from None
    options = dict(parse_qsl(url.query))
    if url.scheme not in ("postgresql", "postgres") or not url.path.strip("/") or "," in (url.hostname or ""):
        raise ValueError(form)
    if not url.hostname and not options.get("host"):
        raise ValueError(f"{form}, or ?host=/socket/folder for a unix socket")
    # `databases` knows this one under another name, and would drop it in silence.
    if "sslmode" in options:
        options["ssl"] = options.pop("sslmode")
    if unknown := sorted(options.keys() - {"host", "ssl"}):
        raise ValueError(f"has options that would be ignored ({', '.join(unknown)}); only host and sslmode are known")
    modes = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
    if options.get("ssl", "prefer") not in modes:
        raise ValueError(f"sslmode must be one of {', '.join(modes)}")
    return url._replace(query=urlencode(options, safe="/")).geturl()


def secret_keys(text: str) -> tuple[str, ...]:
    """Keys to sign with, the newest first."""
    keys = tuple(filter(None, re.split(r"[\s,]+", text)))
    for number, key in enumerate(keys, start=1):
        if complaint := weakness_of(key):
            raise ValueError(f"key {number} of {len(keys)} {complaint}; make one with: openssl rand -base64 48")
    return keys


def weakness_of(key: str) -> str | None:
    """Why a secret key can't be used, or None."""
    if len(key) < MIN_SECRET_CHARS:
        return f"has {len(key)} characters; at least {MIN_SECRET_CHARS} are needed"
    if len(set(key)) < MIN_SECRET_DISTINCT_CHARS:
        return f"repeats itself: fewer than {MIN_SECRET_DISTINCT_CHARS} different characters"
    return None


def networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Addresses and networks."""
    networks = []
    for part in filter(None, re.split(r"[\s,]+", text)):
        try:
            networks.append(ip_network(part))
        except ValueError as error:
            raise ValueError(f"must list addresses or networks such as 10.0.0.0/8: {error}") from None
    return tuple(networks)


def origin(text: str) -> str:
    """An origin as browsers send it: punycode host, no default port, no path."""
    form = "must be an origin such as https://chat.example.ru, without a path"
    try:
        url = urlsplit(text)
        host = (url.hostname or "").encode("idna").decode("ascii")
        port = url.port
    except ValueError:
        raise ValueError(form) from None
    if url.scheme not in ("http", "https") or not host or not _is_bare(url):
        raise ValueError(form)
    host = f"[{host}]" if ":" in host else host
    return f"{url.scheme}://{host}" + ("" if port in (None, {"http": 80, "https": 443}[url.scheme]) else f":{port}")


def _is_bare(url: SplitResult) -> bool:
    return url.path in ("", "/") and not url.query and not url.fragment and "@" not in url.netloc


def host(text: str) -> str:
    """An address or host name to listen on."""
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", text):
        raise ValueError("must be an address or a host name to listen on, such as 127.0.0.1 or 0.0.0.0")
    return text


def mail_address(text: str) -> str:
    """An e-mail address in ASCII, as every mail server takes it."""
    if not re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", text):
        raise ValueError("must be an address such as chat@example.ru, its domain in punycode")
    return text


def token(text: str) -> str:
    """A bearer token."""
    if not re.fullmatch(r"[\x21-\x7e]{16,}", text):
        raise ValueError("must have at least 16 printable ASCII characters and no spaces")
    return text
