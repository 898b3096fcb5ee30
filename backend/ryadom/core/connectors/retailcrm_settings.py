"""What RetailCRM needs to be set up: the account's address, an API key, and how orders are made."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from ryadom.core.connectors.accounts import check_code, check_number, check_secret, read_as, read_origin
from ryadom.core.connectors.mapping import CAMPAIGN, check_mapping
from ryadom.core.outgoing.urls import Target

_KEY = re.compile(r"[!-~]{20,128}", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9_-]{0,50}", re.ASCII)

FIELDS = ("firstName", "lastName", "patronymic", "customerComment", "managerComment")
"""Texts that every order has. What else is mapped is a field of the account's own, by its code."""

SOURCE: Mapping[str, str] = MappingProxyType(
    {
        "utm_source": "source",
        "utm_medium": "medium",
        "utm_campaign": "campaign",
        "utm_content": "content",
        "utm_term": "keyword",
    }
)
"""How an order's source calls what is mapped by the names of utm parameters."""

DEFAULTS: Mapping[str, str] = MappingProxyType(
    {
        "firstName": "{name}",
        "managerComment": "Диалог: {link}\nСогласие на рекламу: {advertising_consent}\n{about}",
        **CAMPAIGN,
    }
)
"""What fields hold that nobody has mapped otherwise; an empty template leaves one out."""

RESERVED = frozenset(
    (
        *("externalId", "customer", "phone", "email", "site", "source", "customFields"),
        *("orderMethod", "status", "managerId"),
    )
)
"""Fields that the connector fills itself."""


class RetailSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An account. `url`: `https://shop.retailcrm.ru`. `api_key`: a secret. Empty and 0 leave the choice to the account.

    `site`: the code of the shop, which a key of several shops needs. `source`: how orders come, by its code.
    """

    url: str
    api_key: str
    site: str = ""
    source: str = "live-chat"
    stage: str = ""
    responsible_id: int = 0

    def __repr__(self) -> str:
        return "RetailSettings(…)"


def read_settings(text: bytes) -> RetailSettings:
    """Settings as they are kept.

    Raises:
        BadBody: they are no such settings; `field` says where.
    """
    settings = read_as(text, RetailSettings, crm="RetailCRM")
    target_of(settings)
    check_secret("api_key", settings.api_key, pattern=_KEY, crm="RetailCRM")
    check_code("source", settings.source, pattern=_CODE, example="live-chat")
    check_code("stage", settings.stage, pattern=_CODE, example="new")
    check_code("site", settings.site, pattern=_CODE, example="my-shop")
    check_number("responsible_id", settings.responsible_id)
    return settings


def target_of(settings: RetailSettings) -> Target:
    """Where the account is.

    Raises:
        BadBody: see `read_origin`.
    """
    return read_origin(settings.url, example="https://shop.retailcrm.ru")


def read_mapping(mapping: Mapping[str, str]) -> Mapping[str, str]:
    """The template of each field, also of those that nobody has mapped.

    Raises:
        BadBody: see `check_mapping`.
    """
    check_mapping(mapping, reserved=RESERVED)
    return {**DEFAULTS, **mapping}
