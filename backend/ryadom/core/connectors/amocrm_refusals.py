"""What amoCRM says of a lead that it did not take, in plain Russian: which field, by its name, and what is wrong. Pure.

It names fields by their places in what was sent (`custom_fields_values.0.field_id`), which tells people nothing.
Source: amocrm.ru/developers, error codes.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ryadom.core.connectors.replies import parts_of, shown

_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "name": "Название сделки",
        "pipeline_id": "Воронка",
        "status_id": "Этап",
        "responsible_user_id": "Ответственный",
        "first_name": "Имя контакта",
        "PHONE": "Телефон контакта",
        "EMAIL": "Почта контакта",
        "text": "Текст примечания",
    }
)
_NO_FIELD = "такого поля у сделок в аккаунте больше нет"
_FAULTS: Mapping[str, str] = MappingProxyType(
    {
        "NotSupportedChoice": "такого значения в аккаунте нет",
        "FieldMissing": "не заполнено",
        "NotBlank": "не заполнено",
        "InvalidType": "значение другого типа, чем у поля",
        "TooLong": "значение слишком длинное",
    }
)
MAX_STEPS = 20
_NAMES = ("field_id", "field_code")


def words_of_refusal(told: object, sent: object) -> str:
    """Each field that was wrong and how, with what was `sent`; else what the account says of itself; may be empty."""
    if not isinstance(told, dict):
        return ""
    words = [
        _words_of(one, sent)
        for group in parts_of(told.get("validation-errors"))
        for one in parts_of(group.get("errors"))
    ]
    return "; ".join(dict.fromkeys(words)) or shown(str(told.get("detail") or told.get("title") or ""))


def _words_of(error: Mapping[str, object], sent: object) -> str:
    steps = str(error.get("path", "")).split(".", MAX_STEPS)
    name = _named(steps, sent)
    code = str(error.get("code", ""))
    fault = _NO_FIELD if code == "NotSupportedChoice" and steps[-1] in _NAMES else _FAULTS.get(code, "")
    # What we have no words for is told as the account has it: better than nothing.
    return f"{name}: {fault or shown(str(error.get('detail') or code)) or 'не подходит'}"


def _named(steps: Sequence[str], sent: object) -> str:
    """The field as people know it: by what stands in the mapping, or in the form."""
    # What is sent is a list of one, and paths begin within it.
    at: object = sent[0] if isinstance(sent, list) and len(sent) == 1 else sent
    steps = steps[1:] if steps[0] == "0" else steps
    name = ""
    for step in steps:
        if isinstance(at, list):
            at = at[int(step)] if step.isascii() and step.isdigit() and len(step) < 4 and int(step) < len(at) else None
        else:
            at = at.get(step) if isinstance(at, dict) else None
        if isinstance(at, dict) and any(key in at for key in _NAMES):
            name = str(at.get("field_code") or at.get("field_id"))
    if name:
        return _FIELDS.get(name) or f"Поле «{name}»"
    last = next((step for step in reversed(steps) if not step.isdigit() and step not in _NAMES), "")
    return _FIELDS.get(last) or "Одно из полей"
