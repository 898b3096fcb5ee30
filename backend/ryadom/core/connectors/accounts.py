"""Settings of an account as all kinds of CRM have them: read, and judged, with the place of what is wrong. Pure."""

import re
from typing import TypeVar

import msgspec

from ryadom.core.outgoing.urls import Target, read_url
from ryadom.errors import BadBody

T = TypeVar("T")

MAX_NUMBER = 10**10


def read_as(text: bytes, shape: type[T], *, crm: str) -> T:
    """Settings as they are kept; numbers may come as texts. `crm`: as people call it.

    Raises:
        BadBody: they are no such settings.
    """
    try:
        return msgspec.json.decode(text, type=shape, strict=False)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        # msgspec names the place and the kind of what is wrong, never what stands there.
        raise BadBody(f"These are no settings of {crm}: {error}", field="settings") from None


def read_target(url: str) -> Target:
    """Where an account is.

    Raises:
        BadBody: see `read_url`.
    """
    try:
        return read_url(url)
    except BadBody as error:
        raise BadBody(error.message, field="settings.url") from None


def read_origin(url: str, *, example: str) -> Target:
    """The same of a CRM whose accounts are whole hosts.

    Raises:
        BadBody: see `read_url`; or there is a path.
    """
    target = read_target(url)
    if target.path != "/":
        raise BadBody(f"The URL is that of the account, {example}, without a path.", field="settings.url")
    return target


def check_number(name: str, value: int) -> None:
    """Lets a number of something in the account pass, or 0.

    Raises:
        BadBody: it is none.
    """
    if not 0 <= value < MAX_NUMBER:
        raise BadBody(f"{name} is the number of one in the account, or 0.", field=f"settings.{name}")


def check_code(name: str, value: str, *, pattern: re.Pattern[str], example: str) -> None:
    """Lets a name of something in the account pass.

    Raises:
        BadBody: nothing there is named so.
    """
    if not pattern.fullmatch(value):
        raise BadBody(f"{name} is named as in {example}: `ryadom connector lists`.", field=f"settings.{name}")


def check_secret(name: str, value: str, *, pattern: re.Pattern[str], crm: str) -> None:
    """Lets a token or a key pass. It is not repeated.

    Raises:
        BadBody: it is none.
    """
    if not pattern.fullmatch(value):
        raise BadBody(f"The {name} is not one word as {crm} shows it.", field=f"settings.{name}")
