"""What Megaplan needs to be set up: the account's address, as whom it is called, and by which scheme deals are made."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from ryadom.core.connectors.accounts import check_number, read_as, read_origin
from ryadom.core.connectors.card_marks import NAME
from ryadom.core.connectors.mapping import check_mapping
from ryadom.core.outgoing.urls import Target
from ryadom.errors import BadBody

_USER = re.compile(r"[^\x00-\x20\x7f-\x9f]{1,100}")
_PASSWORD = re.compile(r"[^\x00-\x1f\x7f-\x9f]{1,256}")
_FIELD = re.compile(r"Category[0-9]{1,10}CustomField[A-Za-z0-9]{1,40}", re.ASCII)

NOTE = "note"
"""What stands before the transcript."""

DEFAULTS: Mapping[str, str] = MappingProxyType(
    {
        NAME: "Чат с сайта {site} от {date}",
        NOTE: "Диалог: {link}\nСтраница: {landing_url}\nСогласие на рекламу: {advertising_consent}\n{about}",
    }
)
"""What fields hold that nobody has mapped otherwise; an empty template leaves one out."""


class MegaplanSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An account. `url`: `https://shop.megaplan.ru`. `password`: a secret.

    `program_id`: the scheme of deals; 0 until it is chosen from the account's lists. `responsible_id`: 0 leaves the
    choice to the account.
    """

    url: str
    user: str
    password: str
    program_id: int = 0
    responsible_id: int = 0

    def __repr__(self) -> str:
        return "MegaplanSettings(…)"


def read_settings(text: bytes) -> MegaplanSettings:
    """Settings as they are kept.

    Raises:
        BadBody: they are no such settings; `field` says where.
    """
    settings = read_as(text, MegaplanSettings, crm="Megaplan")
    target_of(settings)
    if not _USER.fullmatch(settings.user):
        raise BadBody("The user is an employee's login or mail, without spaces.", field="settings.user")
    if not _PASSWORD.fullmatch(settings.password):
        raise BadBody("The password is one line of up to 256 characters, and not empty.", field="settings.password")
    check_number("program_id", settings.program_id)
    check_number("responsible_id", settings.responsible_id)
    return settings


def target_of(settings: MegaplanSettings) -> Target:
    """Where the account is.

    Raises:
        BadBody: see `read_origin`.
    """
    return read_origin(settings.url, example="https://shop.megaplan.ru")


def read_mapping(mapping: Mapping[str, str]) -> Mapping[str, str]:
    """The template of each field, also of those that nobody has mapped.

    Raises:
        BadBody: see `check_mapping`; or a name that no field of a deal has.
    """
    check_mapping(mapping, reserved=frozenset())
    for name in mapping:
        if name not in DEFAULTS and not _FIELD.fullmatch(name):
            raise BadBody(
                f"Megaplan names a field of deals as Category130CustomFieldUtm; else there are {', '.join(DEFAULTS)}.",
                field=f"mapping.{name}",
            )
    return {**DEFAULTS, **mapping}
