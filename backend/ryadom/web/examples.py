"""Examples of what is sent and answered, made of the schemas that are made of the structs: none shows a field that
there is not, or of another kind."""

from typing import Any

Schema = dict[str, Any]

_UUID = "01932f4e-8a3b-7c5d-9e1f-2a3b4c5d6e7f"
_AT = "2026-11-29T04:10:00Z"
_DAY = "2026-11-29"

_TEXTS = {
    "action": "given",
    "answer": "ok",
    "author_name": "Анна",
    "at": _AT,
    "basis": "consent",
    "body": "Есть чай?",
    "bot": "Помощник",
    "choices": "Да",
    "code": "conversation_unknown",
    "company": "ООО «Чай»",
    "contact": "petr@example.ru",
    "cursor": "eyJ2IjoxfQ",
    "data": "ids",
    "department": "Продажи",
    "department_name": "Продажи",
    "detail": "There is no such conversation.",
    "disabled_because": "failing",
    "email": "petr@example.ru",
    "event": "message.created",
    "events": "message.created",
    "external_id": "A-1042",
    "file": f"/api/v1/exports/jobs/{_UUID}/file",
    "format": "csv",
    "id": _UUID,
    "key": "shop-key-1",
    "kind": "messages",
    "landing_url": "https://shop.example.ru/?utm_source=yandex",
    "locale": "ru",
    "metrica_client_id": "1712345678901234567",
    "method": "POST",
    "most_data": "contents",
    "name": "Пётр Иванов",
    "name_en": "Sales",
    "next": "eyJ2IjoxfQ",
    "object": "conversation",
    "operator_name": "Анна",
    "origin": "https://crm.example.ru",
    "origins": "https://shop.example.ru",
    "outcome": "delivered",
    "page_url": "https://shop.example.ru/",
    "phone": "+7 916 123-45-67",
    "purpose": "processing",
    "referrer": "https://ya.ru/",
    "received_at": _AT,
    "result": "Решено",
    "role": "operator",
    "secret": "whsec_…",
    "sent_at": _AT,
    "sent_data": "ids",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "shortcut": "доставка",
    "site": "shop-key-1",
    "sites": "shop-key-1",
    "source": "api",
    "state": "done",
    "status": "received",
    "tags": "VIP",
    "text": "Что вы обо мне храните?",
    "timestamp": _AT,
    "title": "Not Found",
    "type": "about:blank",
    "url": "https://crm.example.ru/hooks/chat",
    "value": "application/json",
    "zone": "Europe/Moscow",
}
_OWN: dict[tuple[str, str], Any] = {
    ("BotBody", "type"): "bot.message",
    ("BotText", "text"): "Да, есть. Какой вы любите?",
    ("ConsentFact", "method"): "widget_checkbox",
    ("ConversationChange", "status"): "closed",
    ("FileRef", "name"): "чек.pdf",
    ("FileRef", "size"): 48_213,
    ("FileRef", "type"): "application/pdf",
    ("PublicConsent", "method"): "widget_checkbox",
    ("PublicDepartment", "name"): "Продажи",
    ("PublicOperator", "email"): "anna@example.ru",
    ("PublicOperator", "name"): "Анна",
    ("PublicDelivery", "answer"): "ok",
    ("PublicDelivery", "failure"): "",
    ("Trial", "failure"): "",
    ("Trial", "message"): "",
    ("PublicSite", "name"): "Чайный магазин",
    ("PublicSubjectRequest", "kind"): "access",
    ("PublicTag", "name"): "VIP",
    ("PublicMessage", "id"): f"{_UUID}-12",
    ("RequestFact", "kind"): "access",
    ("ShownHeader", "name"): "content-type",
    ("WebhookKeeper", "name"): "CRM",
    ("AsBot", "name"): "Помощник",
}
_NUMBERS = {
    "answer_within_s": 20,
    "bytes": 48_213,
    "rating": 4.7,
    "reply_to_seq": 11,
    "rows": 120,
    "rows_expected": 120,
    "score": 5,
    "seq": 12,
    "sent_bytes": 512,
    "size": 48_213,
    "status": 200,
    "took_ms": 84,
    "version": 12,
}
_MOSTLY_NULL = {"choice_of", "failure", "hand_over", "led_by_bot", "merged_into", "snoozed_until", "withheld"}
_MOSTLY_EMPTY = {"choices", "disabled_because", "failure", "files", "reason", "remove_tag_ids", "rating_comment"}
_SAID = {
    "ConversationChange": ("status", "result", "add_tag_ids"),
    "CustomerChange": ("name", "company"),
    "CustomerSearch": ("phone",),
    "NewMessage": ("body", "author", "reply_to_seq"),
    "Replay": ("given_up_since",),
}
"""What an order says in an example, where not all of its fields go together."""


def example_of(schema: Schema, schemas: dict[str, Schema], field: str = "", shape: str = "") -> Any:
    """A value that the schema allows, as the real ones look; `field` of `shape` is where it stands."""
    if (shape, field) in _OWN:
        return _OWN[shape, field]
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return example_of(schemas[name], schemas, field, name if "properties" in schemas[name] else shape)
    if "anyOf" in schema:
        may_be_null = {"type": "null"} in schema["anyOf"]
        return None if may_be_null and field in _MOSTLY_NULL else example_of(schema["anyOf"][0], schemas, field, shape)
    if "enum" in schema:
        return _TEXTS[field] if _TEXTS.get(field) in schema["enum"] else schema["enum"][0]
    return _plain(schema, schemas, field, shape)


def _plain(schema: Schema, schemas: dict[str, Schema], field: str, shape: str) -> Any:
    match schema.get("type"):
        case "object":
            properties = schema.get("properties", {})
            said = _SAID.get(shape, tuple(properties))
            return {name: example_of(properties[name], schemas, name, shape) for name in said}
        case "array":
            is_empty = field in _MOSTLY_EMPTY and not schema.get("minItems")
            return [] if is_empty else [example_of(schema["items"], schemas, field, shape)]
        case "boolean":
            return field in ("has_more", "is_active", "is_enabled", "is_good", "is_whole", "processing_consent")
        case "integer" | "number":
            return max(_NUMBERS.get(field, 1), schema.get("minimum", 0))
        case _:
            return _text(schema, field)


def _text(schema: Schema, field: str) -> str:
    match schema.get("format"):
        case "date-time":
            return _AT
        case "date":
            return _DAY
        case "uuid":
            return _UUID
    is_empty = field in _MOSTLY_EMPTY and not schema.get("minLength")
    return "" if is_empty else _TEXTS.get(field, "…")
