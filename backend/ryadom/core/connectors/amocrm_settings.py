"""What amoCRM needs to be set up: the account's address, a long-lived token, and where leads are put."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from ryadom.core.connectors.accounts import check_code, check_number, check_secret, read_as, read_origin
from ryadom.core.connectors.card_marks import NAME
from ryadom.core.connectors.mapping import CAMPAIGN, check_mapping
from ryadom.core.outgoing.urls import Target
from ryadom.errors import BadBody

_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{20,8000}", re.ASCII)
_STAGE = re.compile(r"([1-9][0-9]{0,9}/[1-9][0-9]{0,9})?", re.ASCII)
MAX_VALUES = 40
"""Of additional fields that a lead may get at once."""

NOTE = "note"
"""What stands before the transcript; like the lead's name it is no field of the account's."""

DEFAULTS: Mapping[str, str] = MappingProxyType(
    {
        NAME: "Чат с сайта {site} от {date}",
        NOTE: "Диалог: {link}\nСогласие на рекламу: {advertising_consent}\n{about}",
        **{name.upper(): template for name, template in CAMPAIGN.items()},
    }
)
"""What fields hold that nobody has mapped otherwise; an empty template leaves one out."""

RESERVED = frozenset(("PHONE", "EMAIL"))
"""Fields that the connector fills itself, at the contact."""


class AmoSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An account. `url`: `https://shop.amocrm.ru`. `token`: long-lived, a secret.

    Empty and 0 leave the choice to the account. `stage`: `pipeline/status`, by their numbers.
    """

    url: str
    token: str
    stage: str = ""
    responsible_id: int = 0

    def __repr__(self) -> str:
        return "AmoSettings(…)"


def read_settings(text: bytes) -> AmoSettings:
    """Settings as they are kept.

    Raises:
        BadBody: they are no such settings; `field` says where.
    """
    settings = read_as(text, AmoSettings, crm="amoCRM")
    target_of(settings)
    check_secret("token", settings.token, pattern=_TOKEN, crm="amoCRM")
    check_code("stage", settings.stage, pattern=_STAGE, example="3383152/33929752")
    check_number("responsible_id", settings.responsible_id)
    return settings


def target_of(settings: AmoSettings) -> Target:
    """Where the account is.

    Raises:
        BadBody: see `read_origin`.
    """
    return read_origin(settings.url, example="https://shop.amocrm.ru")


def read_mapping(mapping: Mapping[str, str]) -> Mapping[str, str]:
    """The template of each field, also of those that nobody has mapped.

    Raises:
        BadBody: see `check_mapping`; or there are too many.
    """
    check_mapping(mapping, reserved=RESERVED)
    templates = {**DEFAULTS, **mapping}
    if sum(1 for name, template in templates.items() if template and name not in (NAME, NOTE)) > MAX_VALUES:
        raise BadBody(f"amoCRM takes at most {MAX_VALUES} additional fields: leave some out.", field="mapping")
    return templates
