"""What a trial of Bitrix24 finds wrong with what was chosen: leads where there are none, stage, source, person, fields.

Source: github.com/bitrix24/b24restdocs, crm.settings.mode.get, crm.lead.fields, crm.status.list,
crm.category.list, user.get.
"""

from collections.abc import Mapping
from types import MappingProxyType

from ryadom.core.connectors.bitrix24_rest import Bitrix24Rest
from ryadom.core.connectors.bitrix24_settings import RESERVED, Bitrix24Settings, Creates
from ryadom.core.connectors.fitting import field_named, is_fixed, is_numeric
from ryadom.core.connectors.protocol import Choice
from ryadom.core.connectors.replies import parts_of, shown
from ryadom.errors import AnswerUnreadable, CrmMisconfigured, CrmRefused

MAX_PAGES = 40
DEALS = 2
"""The type of deals, as `crm.category.list` calls it."""

WITHOUT_LEADS = "2"
NO_LEADS = (
    "В этом портале Битрикс24 нет лидов («Простая CRM»): каждый лид там сразу превращается в сделку. Выберите "
    "в настройках подключения, что создавать: «Сделку с контактом»."
)

_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "integer": "число",
        "double": "число",
        "money": "сумма",
        "boolean": "да или нет",
        "char": "да или нет",
        "date": "дата",
        "datetime": "дата и время",
        "enumeration": "список",
        "crm_status": "справочник",
        "crm_multifield": "контактные данные",
        "crm_currency": "валюта",
        "crm": "привязка к CRM",
        "crm_entity": "привязка к CRM",
        "crm_contact": "привязка к контакту",
        "crm_company": "привязка к компании",
        "crm_lead": "привязка к лиду",
        "user": "сотрудник",
        "employee": "сотрудник",
        "iblock_element": "привязка к элементу",
        "iblock_section": "привязка к разделу",
        "file": "файл",
        "diskfile": "файл",
    }
)
"""Types of fields that take no text; others may."""

_NUMBERS = frozenset(("integer", "double"))
_FILES = frozenset(("file", "diskfile", "crm_multifield"))


async def is_without_leads(rest: Bitrix24Rest) -> bool:
    """Whether the portal has no leads; False where it can't say.

    Raises:
        CrmBusy: see `Connector`.
        RyadomError: see `Bitrix24Rest.call`.
    """
    try:
        return str(await rest.call("crm.settings.mode.get")) == WITHOUT_LEADS
    except (CrmMisconfigured, CrmRefused):
        # A box of before knows no such method. An access that is none is told by what is asked next.
        return False


async def choices_of(rest: Bitrix24Rest, directory: str) -> tuple[Choice, ...]:
    """What stands in one of the portal's directories, in its order.

    Raises:
        RyadomError: see `Bitrix24Rest.call`.
    """
    params = {"filter": {"ENTITY_ID": directory}, "order": {"SORT": "ASC"}}
    rows = await rest.rows("crm.status.list", params, max_pages=MAX_PAGES)
    return tuple(Choice(str(row.get("STATUS_ID", "")), str(row.get("NAME", ""))) for row in rows)


async def funnels_of(rest: Bitrix24Rest) -> tuple[Choice, ...]:
    """The funnels of deals beside the common one, which has no number in settings.

    Raises:
        RyadomError: see `Bitrix24Rest.call`.
    """
    told = await rest.call("crm.category.list", {"entityTypeId": DEALS})
    rows = parts_of(told.get("categories") if isinstance(told, dict) else None)
    return tuple(Choice(str(row.get("id")), shown(str(row.get("name") or ""))) for row in rows if row.get("id"))


async def fields_of(rest: Bitrix24Rest, creates: Creates) -> tuple[Choice, ...]:
    """Fields of what is made that somebody may map, by their labels.

    Raises:
        RyadomError: see `Bitrix24Rest.call`.
    """
    told = await rest.call(f"crm.{creates}.fields")
    if not isinstance(told, dict):
        raise AnswerUnreadable("Bitrix24 answered with something else where fields were wanted.")
    found = [
        Choice(name, _label_of(field))
        for name, field in told.items()
        if isinstance(field, dict) and _may_be_mapped(name, field)
    ]
    return tuple(sorted(found, key=lambda one: (one.name.lower(), one.id)))


def _may_be_mapped(name: str, field: Mapping[str, object]) -> bool:
    return name not in RESERVED and field.get("isReadOnly") is not True and field.get("type") not in _FILES


def _label_of(field: Mapping[str, object]) -> str:
    return shown(str(field.get("formLabel") or field.get("listLabel") or field.get("title") or ""))


def directory_of(settings: Bitrix24Settings) -> str:
    """Which directory has the stages of what is made."""
    if settings.creates is Creates.LEAD:
        return "STATUS"
    return f"DEAL_STAGE_{settings.category_id}" if settings.category_id else "DEAL_STAGE"


async def check_chosen(rest: Bitrix24Rest, settings: Bitrix24Settings, templates: Mapping[str, str]) -> None:
    """Lets settings pass whose every choice is there, with fields that take what is written into them.

    Raises:
        CrmMisconfigured: what is wrong, all of it.
        RyadomError: see `Bitrix24Rest.call`.
    """
    if settings.creates is Creates.LEAD and await is_without_leads(rest):
        raise CrmMisconfigured(NO_LEADS)
    faults = [
        *await _faults_of_stage(rest, settings),
        *await _faults_of_source(rest, settings),
        *await _faults_of_person(rest, settings),
        *await _faults_of_fields(rest, settings, templates),
    ]
    if faults:
        raise CrmMisconfigured(" ".join(faults))


async def _faults_of_stage(rest: Bitrix24Rest, settings: Bitrix24Settings) -> list[str]:
    if not settings.stage and not settings.category_id:
        return []
    stages = await choices_of(rest, directory_of(settings))
    if settings.category_id and not stages:
        return [f"Воронки {settings.category_id} в Битрикс24 нет: выберите другую."]
    if settings.stage and all(one.id != settings.stage for one in stages):
        return [f"Стадии {settings.stage} в Битрикс24 нет: выберите другую."]
    return []


async def _faults_of_source(rest: Bitrix24Rest, settings: Bitrix24Settings) -> list[str]:
    if not settings.source or any(one.id == settings.source for one in await choices_of(rest, "SOURCE")):
        return []
    return [f"Источника {settings.source} в Битрикс24 нет: выберите другой."]


async def _faults_of_person(rest: Bitrix24Rest, settings: Bitrix24Settings) -> list[str]:
    if not settings.responsible_id:
        return []
    id = str(settings.responsible_id)
    try:
        rows = parts_of(await rest.call("user.get", {"FILTER": {"ID": id}}))
    except CrmMisconfigured:
        # Only a webhook with the right to know of users is told; cards are made without it, too.
        return []
    if not rows:
        return [f"Ответственного с номером {id} в Битрикс24 нет: выберите другого."]
    if any(str(row.get("ID")) == id and row.get("ACTIVE") is False for row in rows):
        return [f"Ответственный с номером {id} в Битрикс24 уволен: выберите другого."]
    return []


async def _faults_of_fields(rest: Bitrix24Rest, settings: Bitrix24Settings, templates: Mapping[str, str]) -> list[str]:
    fields = await rest.call(f"crm.{settings.creates}.fields")
    if not isinstance(fields, dict) or not fields:
        raise AnswerUnreadable("Bitrix24 answered with something else where fields were wanted.")
    whose = "лидов" if settings.creates is Creates.LEAD else "сделок"
    return [
        fault
        for name, template in templates.items()
        if template and (fault := _fault_of(name, template, fields.get(name), whose))
    ]


def _fault_of(name: str, template: str, field: object, whose: str) -> str:
    if not isinstance(field, dict):
        return f"Поля {name} у {whose} в Битрикс24 нет: уберите его из полей карточки."
    named = field_named(name, _label_of(field))
    if field.get("isReadOnly") is True:
        return f"Поле {named} Битрикс24 заполняет сам: уберите его из полей карточки."
    kind = str(field.get("type", ""))
    fits = is_numeric(template) if kind in _NUMBERS else is_fixed(template) and kind not in _FILES
    if kind not in _KINDS or fits:
        return ""
    return f"Поле {named} в Битрикс24 не\u00a0текстовое ({_KINDS[kind]}): выберите для него другое поле."
