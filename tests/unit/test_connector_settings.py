"""Accounts of 1C, Planfix and Megaplan: settings and mappings that can be so; texts as HTML, and back."""

from collections.abc import Callable
from uuid import uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ryadom.core.connectors import megaplan_settings as megaplan
from ryadom.core.connectors import onec_settings as onec
from ryadom.core.connectors import planfix_settings as planfix
from ryadom.core.connectors.markup import markup_of, text_of
from ryadom.core.connectors.passes import Passes
from ryadom.errors import BadBody

TOKEN = "s3cretb0c4a8d1f5e6479aa0c1d2e3f4a5b6"
PASSWORD = "s3cret-пароль: 1"
ONE_C = {"url": "https://1c.shop.ru/base/hs/ryadom", "user": "Робот чата", "password": PASSWORD}
PLANFIX = {"url": "https://shop.planfix.ru", "token": TOKEN}
MEGAPLAN = {"url": "https://shop.megaplan.ru", "user": "robot@shop.ru", "password": PASSWORD, "program_id": 5}
Read = Callable[[bytes], object]


@pytest.mark.parametrize(
    ("read", "settings", "field"),
    [
        (onec.read_settings, {}, "settings"),
        (onec.read_settings, {**ONE_C, "pasword": "x"}, "settings"),
        (onec.read_settings, {**ONE_C, "url": "1c.shop.ru"}, "settings.url"),
        (onec.read_settings, {**ONE_C, "url": "https://1c.shop.ru/база/hs/ryadom"}, "settings.url"),
        (onec.read_settings, {**ONE_C, "url": "https://1c.shop.ru/hs/ryadom?s3cret"}, "settings.url"),
        (onec.read_settings, {**ONE_C, "url": "https://robot:s3cret@1c.shop.ru/hs/ryadom"}, "settings.url"),
        (onec.read_settings, {**ONE_C, "user": "Робот:чата"}, "settings.user"),
        (onec.read_settings, {**ONE_C, "user": ""}, "settings.user"),
        (onec.read_settings, {**ONE_C, "password": ""}, "settings.password"),
        (onec.read_settings, {**ONE_C, "password": "s3cret\r\nX-Evil: 1"}, "settings.password"),
        (planfix.read_settings, {"url": PLANFIX["url"]}, "settings"),
        (planfix.read_settings, {**PLANFIX, "url": "https://shop.planfix.ru/rest/"}, "settings.url"),
        (planfix.read_settings, {**PLANFIX, "token": f"{TOKEN}\r\nX-Evil: 1"}, "settings.token"),
        (planfix.read_settings, {**PLANFIX, "token": f"Bearer {TOKEN}"}, "settings.token"),
        (planfix.read_settings, {**PLANFIX, "template_id": -1}, "settings.template_id"),
        (planfix.read_settings, {**PLANFIX, "contact_template_id": 10**10}, "settings.contact_template_id"),
        (planfix.read_settings, {**PLANFIX, "responsible_id": "user:7"}, "settings"),
        (megaplan.read_settings, {**MEGAPLAN, "url": "https://shop.megaplan.ru/api/v3"}, "settings.url"),
        (megaplan.read_settings, {**MEGAPLAN, "user": "robot shop"}, "settings.user"),
        (megaplan.read_settings, {**MEGAPLAN, "password": "s3cret\n"}, "settings.password"),
        (megaplan.read_settings, {**MEGAPLAN, "program_id": -5}, "settings.program_id"),
        (megaplan.read_settings, {**MEGAPLAN, "responsible_id": 10**10}, "settings.responsible_id"),
    ],
)
def test_settings_that_can_not_be_so_are_refused_without_being_repeated(
    read: Read, settings: object, field: str
) -> None:
    with pytest.raises(BadBody) as refusal:
        read(msgspec.json.encode(settings))
    assert refusal.value.field == field
    assert "s3cret" not in refusal.value.message


@pytest.mark.parametrize(
    ("read", "settings"),
    [(onec.read_settings, ONE_C), (planfix.read_settings, PLANFIX), (megaplan.read_settings, MEGAPLAN)],
)
def test_settings_hide_their_secret(read: Read, settings: dict[str, object]) -> None:
    assert "s3cret" not in repr(read(msgspec.json.encode(settings)))


def test_numbers_of_an_account_may_come_as_texts() -> None:
    held = megaplan.read_settings(msgspec.json.encode({**MEGAPLAN, "program_id": "5", "responsible_id": "7"}))
    assert (held.program_id, held.responsible_id) == (5, 7)


@pytest.mark.parametrize(
    ("read", "mapping", "field"),
    [
        (onec.read_mapping, {"заявка": "{name}"}, "mapping"),
        (onec.read_mapping, {"title": "{nmae}"}, "mapping.title"),
        (onec.read_mapping, {"4711": "{name}"}, "mapping.4711"),
        (planfix.read_mapping, {"UTM": "{utm_source}"}, "mapping.UTM"),
        (planfix.read_mapping, {"0": "{name}"}, "mapping.0"),
        (planfix.read_mapping, {"description": "{nmae}"}, "mapping.description"),
        (megaplan.read_mapping, {"contractor": "{name}"}, "mapping.contractor"),
        (megaplan.read_mapping, {"program": "1"}, "mapping.program"),
        (megaplan.read_mapping, {"Category5CustomField": "{name}"}, "mapping.Category5CustomField"),
    ],
)
def test_mapping_that_no_card_has_is_refused_with_its_place(
    read: Callable[[dict[str, str]], object], mapping: dict[str, str], field: str
) -> None:
    with pytest.raises(BadBody) as refusal:
        read(mapping)
    assert refusal.value.field == field


def test_fields_that_nobody_has_mapped_keep_their_templates() -> None:
    assert onec.read_mapping({"source": "чат"})["utm_term"] == "{utm_term}"
    assert planfix.read_mapping({"4711": "{tags}"})["name"] == planfix.DEFAULTS["name"]
    assert megaplan.read_mapping({"Category5CustomFieldUtm": "{utm_term}", "note": ""})["note"] == ""


# An editor of HTML knows no spaces at ends, and the number sign that is followed by a space is our mark's.
_TEXTS = st.text(st.characters(exclude_characters="№\r", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")))


@given(st.lists(_TEXTS))
def test_text_comes_back_from_html_as_it_was(lines: list[str]) -> None:
    text = "\n".join(lines).strip()
    markup = markup_of(text)
    assert text_of(markup) == text
    assert text_of(f"<p>{markup.replace('<br>', '<br />')}</p>") == text


def test_markup_of_words_has_no_tags_but_ends_of_lines() -> None:
    assert markup_of('<img onerror="x"> & &lt;\n') == '&lt;img onerror="x"&gt; &amp; &amp;lt;<br>'


@pytest.mark.parametrize("space", ["\u00a0", " ", "&nbsp;", "&#160;"])
def test_number_sign_of_our_mark_is_known_whatever_an_editor_made_of_its_space(space: str) -> None:
    assert text_of(f"<div>время московское, №{space}1–2</div>") == "время московское, №\u00a01–2"


def test_pass_is_of_an_account_a_user_and_their_password() -> None:
    passes, password = Passes(), str(uuid4())
    held = passes.of(("https://shop.megaplan.ru", "robot", password))
    held.access = "a"
    assert passes.of(("https://shop.megaplan.ru", "robot", password)) is held
    for other in (
        ("https://other.megaplan.ru", "robot", password),
        ("https://shop.megaplan.ru", "other", password),
        ("https://shop.megaplan.ru", "robot", "other"),
    ):
        assert passes.of(other).access == ""
