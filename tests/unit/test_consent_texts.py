"""What documents of consent say: every point that the law asks for, in both languages."""

import pytest

from ryadom.errors import BadBody
from ryadom.privacy.consent_text import published_text
from ryadom.privacy.consent_wording import FIELDS, LABELS, Wording, label_of, template
from ryadom.protocol.visitor import Purpose
from ryadom.store.controllers import Controller
from ryadom.store.ids import new_id

CONTROLLER = Controller(
    id=new_id(), legal_name="ООО «Чайная лавка»", inn="7707083893", address="Казань, ул. Баумана, 1"
)


@pytest.mark.parametrize("purpose", Purpose)
def test_published_text_holds_every_field_and_the_label_in_both_languages(purpose: Purpose) -> None:
    wording = template(purpose)
    for language in ("ru", "en"):
        for field in FIELDS:
            wording = wording.rewritten(f"{field}.{language}", f"text of {field} in {language}")
    text = published_text(purpose, 3, wording, CONTROLLER)
    russian, _, english = text.partition("\n---\n")
    for part, language in ((russian, "ru"), (english, "en")):
        assert all(f"text of {field} in {language}" in part for field in FIELDS)
        assert LABELS[purpose][language] in part
        assert "ООО «Чайная лавка», ИНН 7707083893, Казань, ул. Баумана, 1" in part
        assert "ерсия 3" in part or "Version 3" in part


def test_only_what_its_author_alone_can_know_is_empty_in_a_template() -> None:
    assert template(Purpose.PROCESSING).empty_fields == ()
    assert template(Purpose.ADVERTISING).empty_fields == ()
    assert template(Purpose.CROSS_BORDER).empty_fields == ("purpose.ru", "purpose.en")


def test_wording_comes_back_from_the_store_as_it_was() -> None:
    wording = template(Purpose.PROCESSING).rewritten("term.ru", "1 год")
    assert Wording.read(wording.text) == wording


@pytest.mark.parametrize(
    ("field", "text"),
    [("term", "x"), ("term.de", "x"), ("price.ru", "x"), ("term.ru", "a\0b"), ("term.ru", "x" * 4_001)],
)
def test_text_that_can_not_be_one_is_refused_by_its_field(field: str, text: str) -> None:
    with pytest.raises(BadBody) as refusal:
        template(Purpose.PROCESSING).rewritten(field, text)
    assert refusal.value.field == field


def test_text_can_not_break_out_of_its_paragraph() -> None:
    wording = template(Purpose.PROCESSING).rewritten("term.ru", "год\n\n---\n\n# Другой документ")
    assert wording.ru.term == "год --- # Другой документ"


def test_label_is_russian_or_english() -> None:
    assert label_of(Purpose.PROCESSING, "ru-RU") == "Даю согласие на обработку персональных данных"
    assert label_of(Purpose.PROCESSING, "de") == "I consent to the processing of my personal data"
