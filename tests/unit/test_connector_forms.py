"""Forms of connectors: what a page shows of settings, and what it may give; and where a card's link may lead."""

import msgspec
import pytest

from ryadom.core.connectors.crm_cards import link_of
from ryadom.core.connectors.form_shapes import Input
from ryadom.core.connectors.forms import FORMS, form_of
from ryadom.core.connectors.kinds import KINDS, kind_named
from ryadom.errors import BadBody

FORM = form_of("bitrix24")
STORED = {
    "url": "https://shop.bitrix24.ru/rest/1/s3cretcode/",
    "creates": "deal",
    "category_id": 5,
    "responsible_id": 0,
}
OWN = "https://shop.bitrix24.ru"


def test_every_kind_has_a_form_with_a_secret_in_both_languages() -> None:
    assert set(FORMS) == {kind.name for kind in KINDS}
    for form in FORMS.values():
        assert form.secrets, form.kind
        words = [form.lead, *(one.words for one in form.settings), *(one.hint for one in form.settings if one.hint)]
        assert all(one.ru and one.en and one.ru != one.en for one in words), form.kind
        for one in form.settings:
            assert bool(one.options) == (one.input is Input.CHOICE), one.name


@pytest.mark.parametrize("kind", FORMS)
def test_kind_takes_what_its_form_gives_when_hardly_anything_is_filled_in(kind: str) -> None:
    form = FORMS[kind]
    url = "https://crm.test/rest/1/s3cretcode/" if kind == "bitrix24" else "https://crm.test"
    needed = {"url": url, "token": "t" * 40, "api_key": "k" * 32, "user": "Robot", "password": "p4ssword"}
    written = {one.name: needed.get(one.name, one.default) for one in form.settings}
    settings = msgspec.json.encode(form.read(written))
    assert kind_named(kind).target_of(settings).host == "crm.test"
    shown = form.shown(msgspec.json.decode(settings, type=dict[str, object]))
    assert shown == {name: text for name, text in written.items() if name not in form.secrets}


def test_form_shows_what_is_no_secret_as_it_stands_in_fields() -> None:
    shown = FORM.shown(STORED)
    assert shown == {"creates": "deal", "category_id": "5", "stage": "", "responsible_id": "", "source": "WEB"}


def test_empty_secret_stays_and_other_empty_fields_are_nothing() -> None:
    read = FORM.read({"url": " ", "category_id": "", "stage": " C5:NEW ", "responsible_id": "", "source": ""})
    assert read == {"category_id": "0", "stage": "C5:NEW", "responsible_id": "0", "source": ""}


@pytest.mark.parametrize(("given", "field"), [({"token": "x"}, "settings"), ({"stage": "x" * 8_001}, "settings.stage")])
def test_field_that_the_form_has_not_or_that_does_not_fit_is_refused(given: dict[str, str], field: str) -> None:
    with pytest.raises(BadBody) as refused:
        FORM.read(given)
    assert refused.value.field == field
    assert "x" * 100 not in refused.value.message


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://shop.bitrix24.ru/crm/lead/details/1/",
        "https://shop.bitrix24.ru.evil.test/crm/",
        "https://shop.bitrix24.ru@evil.test/",
        "https://user@shop.bitrix24.ru/",
        "https://shop.bitrix24.ru:444/",
        "https://shop.bitrix24.ru\\@evil.test/",
        "https://shop.bitrix24.ru\n/",
        "https://shop.bitrix24.ru/%20 x",
        "https://shop.bitrix24.ru/\u202e",
        "https://[",
        "//shop.bitrix24.ru/",
        "javascript:alert(1)//https://shop.bitrix24.ru/",
    ],
)
def test_link_to_anywhere_else_is_none(url: str) -> None:
    assert link_of(url, OWN) == ""


def test_link_to_the_account_is_given_as_it_is() -> None:
    url = "https://shop.bitrix24.ru/crm/deal/details/123/?a=1&b=%D1%84#top"
    assert link_of(url, OWN) == url
    assert link_of("https://crm.test:8443/orders/7", "https://crm.test:8443") == "https://crm.test:8443/orders/7"
    # An account within the house, by http, as the register of recipients has it
    assert link_of("http://crm.test/7", "http://crm.test") == "http://crm.test/7"
    assert link_of("http://crm.test:81/7", "http://crm.test") == ""
    assert link_of("https://crm.test/7", "http://crm.test") == ""
    assert link_of("file://crm.test/7", "file://crm.test") == ""
    assert link_of("http://[fd00::7]:81/7", "http://[fd00::7]:81") == "http://[fd00::7]:81/7"


@pytest.mark.parametrize(
    "origin",
    [
        *("http://127.0.0.1:8080", "http://127.1.2.3", "http://[::1]", "http://0.0.0.0"),
        *("http://localhost", "http://crm.localhost", "http://localhost."),
    ],
)
def test_nobody_is_led_to_their_own_machine(origin: str) -> None:
    assert link_of(f"{origin}/7", origin) == ""
