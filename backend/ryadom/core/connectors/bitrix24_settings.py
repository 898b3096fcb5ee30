"""What Bitrix24 needs to be set up: the inbound webhook's URL, what is made, and where it is put."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from ryadom.core.connectors.accounts import check_code, check_number, read_as, read_target
from ryadom.core.connectors.mapping import CAMPAIGN
from ryadom.core.outgoing.urls import Target
from ryadom.errors import BadBody

_PATH = re.compile(r"(/rest/[1-9][0-9]{0,9}/[A-Za-z0-9]{8,64})/?", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9_:]{0,50}", re.ASCII)

RESERVED = frozenset(
    (
        *("ORIGINATOR_ID", "ORIGIN_ID", "PHONE", "EMAIL", "CONTACT_ID", "CONTACT_IDS", "OPENED"),
        *("STATUS_ID", "STAGE_ID", "CATEGORY_ID", "ASSIGNED_BY_ID", "SOURCE_ID"),
    )
)
"""Fields that the connector fills itself."""

DEFAULTS: Mapping[str, str] = MappingProxyType(
    {
        "TITLE": "Чат с сайта {site} от {date}",
        "NAME": "{name}",
        "COMPANY_TITLE": "{company}",
        "SOURCE_DESCRIPTION": "{landing_url}",
        "COMMENTS": "Диалог: {link}\nСогласие на рекламу: {advertising_consent}\n{about}",
        **{name.upper(): template for name, template in CAMPAIGN.items()},
    }
)
"""What fields hold that nobody has mapped otherwise; an empty template leaves one out."""


class Creates(StrEnum):
    """What a conversation becomes. Values are stored: add, never rename."""

    LEAD = "lead"
    DEAL = "deal"


class Bitrix24Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An account. `url`: of the inbound webhook, a secret. Empty and 0 leave the choice to the portal.

    `category_id`: of deals, which funnel; its stages are named with it (`C5:NEW`).
    """

    url: str
    creates: Creates = Creates.LEAD
    stage: str = ""
    category_id: int = 0
    responsible_id: int = 0
    source: str = "WEB"

    def __repr__(self) -> str:
        return "Bitrix24Settings(…)"


def base_path(target: Target) -> str:
    """The part of an inbound webhook's path that stands before the method.

    Raises:
        BadBody: the URL is none of those.
    """
    found = _PATH.fullmatch(target.path)
    if found is None:
        raise BadBody(
            "The URL is no inbound webhook of Bitrix24: https://portal.bitrix24.ru/rest/1/code/, without a method.",
            field="settings.url",
        )
    return found[1]


def read_settings(text: bytes) -> Bitrix24Settings:
    """Settings as they are kept.

    Raises:
        BadBody: they are no such settings; `field` says where.
    """
    settings = read_as(text, Bitrix24Settings, crm="Bitrix24")
    base_path(target_of(settings))
    check_code("stage", settings.stage, pattern=_CODE, example="NEW or C5:NEW")
    check_code("source", settings.source, pattern=_CODE, example="WEB")
    check_number("responsible_id", settings.responsible_id)
    check_number("category_id", settings.category_id)
    if settings.category_id and settings.creates is Creates.LEAD:
        raise BadBody("Funnels are for deals: leave category_id out, or create deals.", field="settings.category_id")
    return settings


def target_of(settings: Bitrix24Settings) -> Target:
    """Where the webhook is.

    Raises:
        BadBody: see `read_url`.
    """
    return read_target(settings.url)
