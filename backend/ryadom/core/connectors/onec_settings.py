"""What 1C needs to be set up: where its HTTP service is published, and as whom it is called."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from ryadom.core.connectors.accounts import read_as, read_target
from ryadom.core.connectors.mapping import CAMPAIGN, check_mapping
from ryadom.core.outgoing.urls import Target
from ryadom.errors import BadBody

# Names and passwords in 1C are in Russian as often as not. What stands before a colon is the name, so it has none.
_USER = re.compile(r"[^:\x00-\x1f\x7f-\x9f]{1,100}")
_PASSWORD = re.compile(r"[^\x00-\x1f\x7f-\x9f]{1,256}")

DEFAULTS: Mapping[str, str] = MappingProxyType(
    {
        "title": "Чат с сайта {site} от {date}",
        "name": "{name}",
        "phone": "{phone}",
        "email": "{email}",
        "company": "{company}",
        "about": "{about}",
        "link": "{link}",
        "site": "{site}",
        "landing_url": "{landing_url}",
        "operator": "{operator}",
        "result": "{result}",
        "tags": "{tags}",
        "advertising_consent": "{advertising_consent}",
        **CAMPAIGN,
    }
)
"""What a card holds that nobody has mapped otherwise; an empty template leaves a field out."""


class OneCSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A base. `url`: of the HTTP service, `https://1c.shop.ru/base/hs/ryadom`. `password`: a secret."""

    url: str
    user: str
    password: str

    def __repr__(self) -> str:
        return "OneCSettings(…)"


def read_settings(text: bytes) -> OneCSettings:
    """Settings as they are kept.

    Raises:
        BadBody: they are no such settings; `field` says where.
    """
    settings = read_as(text, OneCSettings, crm="1C")
    base_path(target_of(settings))
    if not _USER.fullmatch(settings.user):
        raise BadBody("The user is a name in the base of up to 100 characters, without a colon.", field="settings.user")
    if not _PASSWORD.fullmatch(settings.password):
        raise BadBody("The password is one line of up to 256 characters, and not empty.", field="settings.password")
    return settings


def target_of(settings: OneCSettings) -> Target:
    """Where the base is published.

    Raises:
        BadBody: see `read_url`.
    """
    return read_target(settings.url)


def base_path(target: Target) -> str:
    """The part of a service's path that stands before what is called there.

    Raises:
        BadBody: there is a query behind it.
    """
    if "?" in target.path:
        raise BadBody(
            "The URL is that of the HTTP service, https://1c.shop.ru/base/hs/ryadom, without a `?`.",
            field="settings.url",
        )
    return target.path.rstrip("/")


def read_mapping(mapping: Mapping[str, str]) -> Mapping[str, str]:
    """The template of each field, also of those that nobody has mapped.

    Raises:
        BadBody: see `check_mapping`; or a name that no property of a structure in 1C can have.
    """
    check_mapping(mapping, reserved=frozenset())
    for name in mapping:
        if name[0].isdecimal():
            raise BadBody("A name begins with a letter: ПрочитатьJSON takes no other.", field=f"mapping.{name}")
    return {**DEFAULTS, **mapping}
