"""Contact cards are read back as what they were made of, whatever people are called."""

import re
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from ryadom.core.vcards import LINE_BYTES, vcard

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=120)


def customer(**told: object) -> dict[str, object]:
    known = {"id": uuid4(), "site": "shop-key-1", "basis": "consent", "advertising_consent": False}
    return known | dict.fromkeys(("name", "phone", "email", "company", "about"), "") | told


def read(card: bytes) -> dict[str, str]:
    """The card as an address book reads it. Source: RFC 2426, section 2.6 and RFC 2425, section 5.8.1."""
    lines = re.sub("\r\n[ \t]", "", card.decode()).split("\r\n")
    assert lines.pop() == ""
    return {line.partition(":")[0]: plain(line.partition(":")[2]) for line in lines}


def plain(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def seen(text: str) -> str:
    """What of a text people see: lines, and no control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one == "\n" or not (one < " " or one == "\x7f")).strip()


def test_card_of_a_customer() -> None:
    row = customer(
        name="Иванова; Анна",
        phone="+7 912 345-67-89",
        email="anna@example.ru",
        company="ООО «Чай, кофе»",
        about="a\\b\nв",
    )
    card = vcard(row)
    assert card is not None
    assert card.startswith(b"BEGIN:VCARD\r\nVERSION:3.0\r\n")
    assert card.endswith(b"END:VCARD\r\n")
    assert read(card) == {
        "BEGIN": "VCARD",
        "VERSION": "3.0",
        "UID": f"urn:uuid:{row['id']}",
        "FN": "Иванова; Анна",
        "N": ";Иванова; Анна;;;",
        "TEL;TYPE=CELL": "+7 912 345-67-89",
        "EMAIL;TYPE=INTERNET": "anna@example.ru",
        "ORG": "ООО «Чай, кофе»",
        "NOTE": "a\\b\nв",
        "X-RYADOM-SITE": "shop-key-1",
        "X-RYADOM-BASIS": "consent",
        "X-RYADOM-ADVERTISING-CONSENT": "no",
        "END": "VCARD",
    }


def test_who_can_not_be_addressed_has_none() -> None:
    assert vcard(customer(name=" ", about="был на сайте")) is None
    card = vcard(customer(phone="+79123456789"))
    assert card is not None
    assert read(card)["FN"] == "+79123456789"


def test_line_is_folded_by_bytes_and_never_within_a_character() -> None:
    # "FN:" and 35 letters of 2 bytes are 73 of 75: the emoji of 4, and of a zero-width joiner's 3, go to the next line
    family = "👩\u200d👧"
    card = vcard(customer(name=f"{'Ж' * 35}{family}{'я' * 40}"))
    assert card is not None
    lines = card.split(b"\r\n")
    at = next(number for number, line in enumerate(lines) if line.startswith(b"FN:"))
    assert lines[at : at + 3] == [
        f"FN:{'Ж' * 35}".encode(),
        f" {family}{'я' * 31}".encode(),
        f" {'я' * 9}".encode(),
    ]
    assert [len(line) for line in lines[at : at + 3]] == [73, 74, 19]
    assert read(card)["FN"] == f"{'Ж' * 35}{family}{'я' * 40}"


@given(TEXTS, TEXTS)
def test_any_words_are_read_back_from_lines_that_fit(name: str, about: str) -> None:
    card = vcard(customer(name=name, about=about, phone="1"))
    assert card is not None
    assert all(len(line) <= LINE_BYTES for line in card.split(b"\r\n"))
    told = read(card)
    assert told["FN"] == (seen(name) or "1")
    assert told.get("NOTE", "") == seen(about)
