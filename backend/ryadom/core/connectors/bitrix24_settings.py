"""What Bitrix24 needs to be set up: the inbound webhook's URL, what is made, and where it is put."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec
from msgspec import Struct

from ryadom.core.outgoing.urls import Target, read_url
from ryadom.errors import BadBody

_PATH = re.compile(r"(/rest/[1-9][0-9]{0,9}/[A-Za-z0-9]{8,64})/?", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9_:]{0,50}", re.ASCII)
_UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term")
MAX_NUMBER = 10**10

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
        **{name.upper(): f"{{{name}}}" for name in _UTM},
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
    try:
        settings = msgspec.json.decode(text, type=Bitrix24Settings, strict=False)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        # msgspec names the place and the kind of what is wrong, never what stands there.
        raise BadBody(f"These are no settings of Bitrix24: {error}", field="settings") from None
    base_path(target_of(settings))
    if not _CODE.fullmatch(settings.stage):
        raise BadBody("A stage is named as in NEW or C5:NEW: `ryadom connector lists`.", field="settings.stage")
    if not _CODE.fullmatch(settings.source):
        raise BadBody("A source is named as in WEB: `ryadom connector lists`.", field="settings.source")
    for name in ("responsible_id", "category_id"):
        if not 0 <= getattr(settings, name) < MAX_NUMBER:
            raise BadBody(f"{name} is the number of one in the portal, or 0.", field=f"settings.{name}")
    if settings.category_id and settings.creates is Creates.LEAD:
        raise BadBody("Funnels are for deals: leave category_id out, or create deals.", field="settings.category_id")
    return settings


def target_of(settings: Bitrix24Settings) -> Target:
    """Where the webhook is.

    Raises:
        BadBody: see `read_url`.
    """
    try:
        return read_url(settings.url)
    except BadBody as error:
        raise BadBody(error.message, field="settings.url") from None
