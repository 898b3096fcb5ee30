"""What a trial of amoCRM finds wrong with what was chosen: stage, responsible person, and fields of leads.

Source: amocrm.ru/developers, API v4: leads/pipelines, users, custom_fields.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ryadom.core.connectors.amocrm_rest import AmoRest, embedded, listed
from ryadom.core.connectors.amocrm_settings import NOTE, AmoSettings
from ryadom.core.connectors.card_marks import NAME
from ryadom.core.connectors.fitting import field_named, is_fixed, is_numeric
from ryadom.core.connectors.protocol import Choice
from ryadom.core.connectors.replies import parts_of, shown
from ryadom.errors import CrmMisconfigured

PAGE = 50
MAX_PAGES = 20
UNSORTED = 1
"""The type of a stage that nobody may put a lead into."""

_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "numeric": "число",
        "price": "сумма",
        "monetary": "сумма",
        "checkbox": "флажок",
        "select": "список",
        "multiselect": "мультисписок",
        "radiobutton": "переключатель",
        "date": "дата",
        "birthday": "дата",
        "date_time": "дата и время",
        "smart_address": "адрес по частям",
        "legal_entity": "юридическое лицо",
        "linked_entity": "связь",
        "chained_list": "связанный список",
        "file": "файл",
        "items": "товары",
        "category": "категория",
        "payer": "плательщик",
        "supplier": "поставщик",
    }
)
"""Types of fields that take no text; others may."""

_NUMBERS = frozenset(("numeric", "price", "monetary"))
_LISTS = frozenset(("select", "multiselect", "radiobutton"))


async def check_chosen(rest: AmoRest, settings: AmoSettings, templates: Mapping[str, str]) -> None:
    """Lets settings pass whose every choice is there, with fields that take what is written into them.

    Raises:
        CrmMisconfigured: what is wrong, all of it.
        RyadomError: see `AmoRest.post`.
    """
    faults = [
        *await _faults_of_stage(rest, settings),
        *await _faults_of_person(rest, settings),
        *await _faults_of_fields(rest, templates),
    ]
    if faults:
        raise CrmMisconfigured(" ".join(faults))


async def fields_of(rest: AmoRest) -> tuple[Choice, ...]:
    """Fields of leads that somebody may map, in the account's order: those that have a code by it, else by number.

    Raises:
        RyadomError: see `AmoRest.post`.
    """
    found: list[Choice] = []
    async for page in rest.pages("leads/custom_fields", {"limit": PAGE}, what="custom_fields", max_pages=MAX_PAGES):
        found += [
            Choice(str(one.get("code") or one.get("id") or ""), shown(str(one.get("name") or "")))
            for one in page
            if one.get("type") not in _KINDS or one.get("type") in _NUMBERS | _LISTS
        ]
    return tuple(one for one in found if one.id)


async def _faults_of_stage(rest: AmoRest, settings: AmoSettings) -> list[str]:
    if not settings.stage:
        return []
    pipeline_id, _, status_id = settings.stage.partition("/")
    pipelines = listed(await rest.get("leads/pipelines"), "pipelines")
    pipeline = next((one for one in pipelines if str(one.get("id")) == pipeline_id), None)
    if pipeline is None:
        return [f"Воронки {pipeline_id} в amoCRM нет: выберите другую."]
    status = next((one for one in embedded(pipeline, "statuses") if str(one.get("id")) == status_id), None)
    if status is None:
        return [f"Этапа {status_id} в этой воронке amoCRM нет: выберите другой."]
    if status.get("type") == UNSORTED:
        return ["В этап «Неразобранное» amoCRM сделок не\u00a0принимает: выберите другой."]
    return []


async def _faults_of_person(rest: AmoRest, settings: AmoSettings) -> list[str]:
    if not settings.responsible_id:
        return []
    id = str(settings.responsible_id)
    try:
        async for page in rest.pages("users", {"limit": PAGE}, what="users", max_pages=MAX_PAGES):
            for one in page:
                if str(one.get("id")) == id:
                    rights = one.get("rights")
                    is_off = isinstance(rights, dict) and rights.get("is_active") is False
                    return [f"Ответственный с номером {id} в amoCRM отключён: выберите другого."] if is_off else []
    except CrmMisconfigured:
        # Only an administrator's token is told; leads are made without it, too.
        return []
    return [f"Ответственного с номером {id} в amoCRM нет: выберите другого."]


async def _faults_of_fields(rest: AmoRest, templates: Mapping[str, str]) -> list[str]:
    mapped = {name: template for name, template in templates.items() if template and name not in (NAME, NOTE)}
    if not mapped:
        return []
    fields: dict[str, Mapping[str, Any]] = {}
    async for page in rest.pages("leads/custom_fields", {"limit": PAGE}, what="custom_fields", max_pages=MAX_PAGES):
        fields |= {str(one.get(key)): one for one in page for key in ("id", "code") if one.get(key)}
    return [fault for name, text in mapped.items() if (fault := _fault_of(name, text, fields.get(name)))]


def _fault_of(name: str, template: str, field: Mapping[str, Any] | None) -> str:
    if field is None:
        return f"Поля {name} у сделок в amoCRM нет: уберите его из полей карточки."
    named = field_named(name, shown(str(field.get("name", ""))))
    kind = str(field.get("type", ""))
    if kind not in _KINDS or (kind in _NUMBERS and is_numeric(template)):
        return ""
    if kind in _LISTS and is_fixed(template):
        if any(one.get("value") == template for one in parts_of(field.get("enums"))):
            return ""
        return f"Поле {named} в amoCRM: значения «{shown(template)}» в его списке нет."
    return f"Поле {named} в amoCRM не\u00a0текстовое ({_KINDS[kind]}): выберите для него другое поле."
