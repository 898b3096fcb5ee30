"""Accounts of amoCRM and RetailCRM: settings and mappings that can be so, and what is read out of any CRM's answers."""

from collections.abc import Callable

import msgspec
import pytest

from ryadom.core.connectors import amocrm_settings as amocrm
from ryadom.core.connectors import retailcrm_settings as retailcrm
from ryadom.core.connectors.replies import alike, asked_s, card_number, number_of, parts_of, rows_of, shown
from ryadom.core.outgoing.answers import Answer, End
from ryadom.errors import AnswerUnreadable, BadBody, CrmRefused

TOKEN = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.s3cret-token"
KEY = "s3cretKeyX2EDxEta9U3lcsSV0dwdF38"
AMO = {"url": "https://shop.amocrm.ru", "token": TOKEN}
RETAIL = {"url": "https://shop.retailcrm.ru", "api_key": KEY}
Read = Callable[[bytes], object]


@pytest.mark.parametrize(
    ("read", "settings", "field"),
    [
        (amocrm.read_settings, {}, "settings"),
        (amocrm.read_settings, {"url": AMO["url"]}, "settings"),
        (amocrm.read_settings, {**AMO, "tokn": "x"}, "settings"),
        (amocrm.read_settings, {**AMO, "url": "https://shop.amocrm.ru/api/v4"}, "settings.url"),
        (amocrm.read_settings, {**AMO, "url": "shop.amocrm.ru"}, "settings.url"),
        (amocrm.read_settings, {**AMO, "url": f"https://{TOKEN}@shop.amocrm.ru"}, "settings.url"),
        (amocrm.read_settings, {**AMO, "token": f"{TOKEN}\r\nX-Evil: 1"}, "settings.token"),
        (amocrm.read_settings, {**AMO, "token": f"Bearer {TOKEN}"}, "settings.token"),
        (amocrm.read_settings, {**AMO, "token": "s3cret"}, "settings.token"),
        (amocrm.read_settings, {**AMO, "stage": "33929752"}, "settings.stage"),
        (amocrm.read_settings, {**AMO, "stage": "33/0"}, "settings.stage"),
        (amocrm.read_settings, {**AMO, "responsible_id": -1}, "settings.responsible_id"),
        (retailcrm.read_settings, {}, "settings"),
        (retailcrm.read_settings, {**RETAIL, "apiKey": KEY}, "settings"),
        (retailcrm.read_settings, {**RETAIL, "url": "https://shop.retailcrm.ru/api/v5/"}, "settings.url"),
        (retailcrm.read_settings, {**RETAIL, "url": f"https://shop.retailcrm.ru?apiKey={KEY}"}, "settings.url"),
        (retailcrm.read_settings, {**RETAIL, "api_key": f"{KEY}\nX-Evil: 1"}, "settings.api_key"),
        (retailcrm.read_settings, {**RETAIL, "site": "лавка"}, "settings.site"),
        (retailcrm.read_settings, {**RETAIL, "source": "live chat"}, "settings.source"),
        (retailcrm.read_settings, {**RETAIL, "stage": "new&x=1"}, "settings.stage"),
        (retailcrm.read_settings, {**RETAIL, "responsible_id": 10**10}, "settings.responsible_id"),
    ],
)
def test_settings_that_can_not_be_so_are_refused_without_being_repeated(
    read: Read, settings: object, field: str
) -> None:
    with pytest.raises(BadBody) as refusal:
        read(msgspec.json.encode(settings))
    assert refusal.value.field == field
    assert "s3cret" not in refusal.value.message


@pytest.mark.parametrize(("read", "settings"), [(amocrm.read_settings, AMO), (retailcrm.read_settings, RETAIL)])
def test_settings_hide_their_secret_and_take_numbers_as_texts(read: Read, settings: dict[str, str]) -> None:
    held = read(msgspec.json.encode({**settings, "responsible_id": "7"}))
    assert getattr(held, "responsible_id") == 7  # noqa: B009 - of two kinds
    assert "s3cret" not in repr(held)


@pytest.mark.parametrize(
    ("read", "mapping", "field"),
    [
        (amocrm.read_mapping, {"PHONE": "{phone}"}, "mapping.PHONE"),
        (amocrm.read_mapping, {"555": "{nmae}"}, "mapping.555"),
        (amocrm.read_mapping, {"٥٥٥": "{name}"}, "mapping"),
        (amocrm.read_mapping, {str(number): "{name}" for number in range(1, 37)}, "mapping"),
        (retailcrm.read_mapping, {"externalId": "1"}, "mapping.externalId"),
        (retailcrm.read_mapping, {"customFields": "1"}, "mapping.customFields"),
    ],
)
def test_mapping_that_can_not_be_filled_is_refused_with_its_place(
    read: Callable[[dict[str, str]], object], mapping: dict[str, str], field: str
) -> None:
    with pytest.raises(BadBody) as refusal:
        read(mapping)
    assert refusal.value.field == field


def test_fields_that_nobody_has_mapped_keep_their_templates_and_numbers_are_names() -> None:
    templates = amocrm.read_mapping({"555": "{tags}", "UTM_TERM": ""})
    assert (templates["555"], templates["UTM_TERM"], templates["UTM_SOURCE"]) == ("{tags}", "", "{utm_source}")
    assert set(retailcrm.SOURCE) < set(retailcrm.read_mapping({}))


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("", 5.0),
        ("nonsense", 5.0),
        ("1", 5.0),
        ("90", 90.0),
        ("86400", 3_600.0),
        ("Tue, 24 Nov 2026 09:01:30 GMT", 90.0),
    ],
)
def test_crm_is_left_alone_for_as_long_as_it_asks_and_an_hour_at_most(header: str, seconds: float) -> None:
    answer = Answer(host="crm.test", status=429, headers={"retry-after": header}, body=b"", end=End.WHOLE, took_s=0.1)
    # 2026-11-24, 9 o'clock in Greenwich.
    assert asked_s(answer, now=1_795_510_800.0) == seconds


@pytest.mark.parametrize(
    ("value", "number"),
    [(42, "42"), ("42", "42"), (0, ""), ("", ""), (None, ""), ("42'", ""), ("٤٢", ""), (-1, ""), ("9" * 5_000, "")],
)
def test_number_of_a_card_is_digits_or_none(value: object, number: str) -> None:
    assert number_of(value) == number
    if not number:
        with pytest.raises(CrmRefused, match="amoCRM"):
            card_number(value, crm="amoCRM")


def test_telephones_and_addresses_are_alike_however_they_are_spelt() -> None:
    assert alike("8 (912) 345-67-89") == alike("+79123456789") == "9123456789"
    assert alike(" Masha@Shop.test") == alike("masha@shop.test")
    assert alike("нет") == ""
    # Too few to tell people apart.
    assert alike("доб. 123456") == ""


def test_words_of_a_crm_are_one_short_line_that_does_nothing_to_a_terminal() -> None:
    assert shown("да\n\x1b[2J\x00нет") == "да [2Jнет"
    assert len(shown("я" * 1_000)) == 200


@pytest.mark.parametrize("told", [None, "text", 1, {"a": {}}, [1, "b", None]])
def test_what_is_no_list_of_rows_has_none_and_does_not_say_that_there_are_none(told: object) -> None:
    assert parts_of(told) == []
    with pytest.raises(AnswerUnreadable):
        rows_of(told)


def test_rows_are_all_of_a_list() -> None:
    assert rows_of([]) == parts_of([]) == []
    assert rows_of([{"id": 1}]) == parts_of([{"id": 1}, None]) == [{"id": 1}]
