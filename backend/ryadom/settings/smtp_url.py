"""The URL of a mail server, taken apart."""

import re
from urllib.parse import unquote, urlsplit

from msgspec import Struct

FORM = "must look like smtps://USER:PASSWORD@smtp.example.ru, or smtp://… for STARTTLS"

_LOCAL_HOSTS = ("127.0.0.1", "::1", "localhost")
_PORTS = {"smtps": 465, "smtp": 587}


class SmtpUrl(Struct, frozen=True, kw_only=True):
    """Where mail is handed in, and who we are there. `tls`: from the first byte on (smtps://)."""

    tls: bool
    host: str
    port: int
    user: str | None
    password: str | None

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def __repr__(self) -> str:
        return f"SmtpUrl({self})"

    @property
    def starts_tls(self) -> bool:
        """Whether nothing is said before STARTTLS: always, but on this machine."""
        return not self.tls and self.host not in _LOCAL_HOSTS


def smtp_url(text: str) -> SmtpUrl:
    """A URL with `smtp` or `smtps`; the port is 587 or 465 unless it is named.

    Raises:
        ValueError: saying what it must look like, without the URL, which may hold a password.
    """
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError:
        raise ValueError(f"{FORM}; special characters of the password are percent-encoded") from None
    if parts.scheme not in _PORTS or parts.path not in ("", "/") or parts.query or parts.fragment or port == 0:
        raise ValueError(FORM)
    if not re.fullmatch(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+", host):
        raise ValueError(FORM)
    if bool(parts.username) != bool(parts.password):
        raise ValueError(f"{FORM}: a user needs a password, and a password a user")
    return SmtpUrl(
        tls=parts.scheme == "smtps",
        host=host.lower(),
        port=port or _PORTS[parts.scheme],
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )
