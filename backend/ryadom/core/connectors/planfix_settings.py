"""What Planfix needs to be set up: the account's address, a REST token, and by which templates things are made."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from ryadom.core.connectors.accounts import check_number, check_secret, read_as, read_origin
from ryadom.core.connectors.card_marks import NAME
from ryadom.core.connectors.mapping import check_mapping
from ryadom.core.outgoing.urls import Target
from ryadom.errors import BadBody

_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{16,2000}", re.ASCII)
_FIELD = re.compile(r"[1-9][0-9]{0,9}", re.ASCII)

DESCRIPTION = "description"
"""As the name a text that every task has. What else is mapped is a field of the account's own, by its number."""

DEFAULTS: Mapping[str, str] = MappingProxyType(
    {
        NAME: "Чат с сайта {site} от {date}",
        DESCRIPTION: "Диалог: {link}\nСтраница: {landing_url}\nСогласие на рекламу: {advertising_consent}\n{about}",
    }
)
"""What fields hold that nobody has mapped otherwise; an empty template leaves one out."""


class PlanfixSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An account. `url`: `https://shop.planfix.ru`. `token`: a secret. 0 leaves the choice to the account.

    `template_id`: of tasks, which says in which process and status one begins. `contact_template_id`: of new contacts.
    """

    url: str
    token: str
    template_id: int = 0
    contact_template_id: int = 0
    responsible_id: int = 0

    def __repr__(self) -> str:
        return "PlanfixSettings(…)"


def read_settings(text: bytes) -> PlanfixSettings:
    """Settings as they are kept.

    Raises:
        BadBody: they are no such settings; `field` says where.
    """
    settings = read_as(text, PlanfixSettings, crm="Planfix")
    target_of(settings)
    check_secret("token", settings.token, pattern=_TOKEN, crm="Planfix")
    check_number("template_id", settings.template_id)
    check_number("contact_template_id", settings.contact_template_id)
    check_number("responsible_id", settings.responsible_id)
    return settings


def target_of(settings: PlanfixSettings) -> Target:
    """Where the account is.

    Raises:
        BadBody: see `read_origin`.
    """
    return read_origin(settings.url, example="https://shop.planfix.ru")


def read_mapping(mapping: Mapping[str, str]) -> Mapping[str, str]:
    """The template of each field, also of those that nobody has mapped.

    Raises:
        BadBody: see `check_mapping`; or a name that no field of a task has.
    """
    check_mapping(mapping, reserved=frozenset())
    for name in mapping:
        if name not in DEFAULTS and not _FIELD.fullmatch(name):
            raise BadBody(
                f"Planfix knows fields of tasks by their numbers, as 4711; else there are {', '.join(DEFAULTS)}.",
                field=f"mapping.{name}",
            )
    return {**DEFAULTS, **mapping}
