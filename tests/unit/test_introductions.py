"""What a visitor says of themselves in the form: spelled in one way, labelled in their language, or refused by name."""

import pytest

from ryadom.core.introductions import introduce
from ryadom.errors import BadBody
from ryadom.protocol.visitor import About


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("89123456789", "+7 912 345-67-89"),
        ("8 (912) 345-67-89", "+7 912 345-67-89"),
        ("9123456789", "+7 912 345-67-89"),
        ("+7 912 345 67 89", "+7 912 345-67-89"),
        ("+375 29 123-45-67", "+375 29 123-45-67"),
        ("+44 20 7946 0958", "+44 20 7946 0958"),
    ],
)
def test_phone_is_written_in_one_way_however_it_was_typed(written: str, read: str) -> None:
    assert introduce(About(phone=written), locale="ru").lines == [f"Телефон: {read}"]


def test_lines_stand_before_the_words_in_the_visitors_language() -> None:
    about = About(name=" Анна ", phone="89123456789", email="anna@example.ru", call="сегодня после 18")
    russian = introduce(about, locale="ru")
    assert russian.name == "Анна"
    assert russian.before("Есть улун?\n") == (
        "Имя: Анна\nТелефон: +7 912 345-67-89\nПочта: anna@example.ru\nПозвонить: сегодня после 18\n\nЕсть улун?"
    )
    assert introduce(About(email="a@b.ru"), locale="en-GB").before("Hi") == "E-mail: a@b.ru\n\nHi"


@pytest.mark.parametrize("filled", ["http://pills.example", " a\n\tb\x00 ", "x" * 512])
def test_what_bots_fill_in_is_kept_as_a_line_and_never_refused(filled: str) -> None:
    said = introduce(About(website=filled), locale="ru")
    assert said.is_trapped
    [line] = said.lines
    assert line.startswith("Скрытое поле, его заполняют роботы: ")
    assert line.isprintable()
    assert not introduce(About(name="Анна", website=" \n"), locale="ru").is_trapped


@pytest.mark.parametrize("about", [None, About(), About(name="  ", phone=" ", email="\t", call="")])
def test_who_says_nothing_of_themselves_just_writes(about: About | None) -> None:
    said = introduce(about, locale="ru")
    assert (said.name, said.before(" как есть ")) == ("", " как есть ")


@pytest.mark.parametrize(
    ("about", "field"),
    [
        (About(name="Анна\nПочта: чужая@example.ru"), "about.name"),
        (About(name="а" * 101), "about.name"),
        (About(name="\0"), "about.name"),
        (About(phone="не скажу"), "about.phone"),
        (About(phone="12"), "about.phone"),
        (About(phone="8912345678901234567890"), "about.phone"),
        (About(email="anna"), "about.email"),
        (About(email="a@b c"), "about.email"),
        (About(call="завтра\nв 10"), "about.call"),
    ],
)
def test_what_can_not_be_is_refused_by_its_name(about: About, field: str) -> None:
    with pytest.raises(BadBody) as refusal:
        introduce(about, locale="ru")
    assert refusal.value.field == field


def test_form_alone_is_no_message() -> None:
    with pytest.raises(BadBody) as refusal:
        introduce(About(name="Анна"), locale="ru").before("  ")
    assert refusal.value.field == "body"
