"""When a rule for conversations holds, and which rules can be."""

from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from ryadom.core.conversation_rules.matching import Circumstances, Said, holds, may_hold
from ryadom.core.conversation_rules.rule import MAX_NAME_CHARS, Hours, Language, Occasion, Rule, Visitors, check_rules
from ryadom.core.conversation_rules.words import MAX_FOLDED_CHARS, has_any, heard_in, to_seek
from ryadom.errors import BadBody
from ryadom.protocol import MAX_BODY_CHARS

DEPARTMENT, TAG = UUID(int=1), UUID(int=2)
SAID = Said(body="Где мой возврат?", page_url="https://shop.ru/cart?step=2", locale="ru-RU")
PLAIN = Circumstances(
    landing_url="https://shop.ru/?utm_source=VK&utm_campaign=%D0%BB%D0%B5%D1%82%D0%BE",
    page_url="https://shop.ru/about",
    is_known=False,
    is_open=True,
)


def rule(**fields: Any) -> Rule:
    chosen: dict[str, Any] = {"name": "Возвраты", "occasion": Occasion.MESSAGE, "department_id": DEPARTMENT}
    return Rule(**(chosen | fields))


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Где мой возврат?", ["возврат"], True),
        ("ВОЗВРАТА жду", ["возврат"], True),
        ("Невозвратный билет", ["возврат"], False),
        ("Берёте ёлки?", ["елк"], True),
        ("Берете елки?", ["ЁЛКИ"], True),
        ("верните,   пожалуйста\nденьги", ["верните пожалуйста"], True),
        ("e-mail не пришёл", ["E-Mail"], True),
        ("нет такого", ["возврат", "обмен"], False),
        ("хочу обмен", ["возврат", "обмен"], True),
        # However a browser or a keyboard puts «й» and «ё» together.
        ("мои\u0306 заказ", ["мой заказ"], True),
        ("е\u0308лка", ["елка"], True),
        ("мои заказы", ["мой заказ"], False),
        ("", ["а"], False),
        ("за так", ["та"], True),
        ("за так", ["ак"], False),
        ("مرحبا بكم", ["بكم"], True),
    ],
)
def test_message_has_a_word_however_it_is_written_and_inflected(text: str, words: list[str], expected: bool) -> None:
    assert has_any(heard_in(text), to_seek(words)) is expected


def test_word_is_found_wherever_it_stands_in_the_longest_message_that_may_be_sent() -> None:
    text = " ".join(f"слово{number:05}" for number in range(363))
    heard = heard_in(text)
    for number in range(363):
        assert has_any(heard, to_seek([f"слово{number:05}"]))
    assert has_any(heard, to_seek(["слово00361 слово00362"]))
    assert not has_any(heard, to_seek(["слово00363", "лово"]))


def test_signs_that_stand_for_sentences_do_not_make_a_message_longer() -> None:
    assert heard_in("\ufdfa" * MAX_BODY_CHARS).beginnings == []
    assert heard_in(f"возврат{chr(0xFDFB)}обмен").beginnings == ["возврат обмен", "обмен"]
    assert len(max(heard_in("㌀" * MAX_BODY_CHARS).beginnings, key=len)) == MAX_FOLDED_CHARS


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"is_on": False}, False),
        ({"pages": "/cart*"}, True),
        ({"pages": "*step=2*"}, True),
        ({"pages": "/about"}, False),
        ({"words": ("обмен", "возврат")}, True),
        ({"words": ("обмен",)}, False),
        ({"utm_source": "vk"}, True),
        ({"utm_source": "vk", "utm_campaign": "Лето"}, True),
        ({"utm_source": "vk", "utm_campaign": "зима"}, False),
        ({"utm_source": "yandex"}, False),
        ({"visitors": Visitors.NEW}, True),
        ({"visitors": Visitors.KNOWN}, False),
        ({"hours": Hours.WORKING}, True),
        ({"hours": Hours.AWAY}, False),
        ({"language": Language.RU}, True),
        ({"language": Language.EN}, False),
        ({"pages": "/cart*", "words": ("возврат",), "utm_source": "vk", "hours": Hours.WORKING}, True),
        ({"pages": "/cart*", "words": ("возврат",), "utm_source": "vk", "hours": Hours.AWAY}, False),
    ],
)
def test_all_that_a_rule_names_must_hold(fields: dict[str, Any], expected: bool) -> None:
    assert holds(rule(**fields), SAID, PLAIN) is expected


def test_site_without_hours_is_neither_open_nor_closed() -> None:
    nowhere = replace(PLAIN, is_open=None)
    assert not holds(rule(hours=Hours.WORKING), SAID, nowhere)
    assert not holds(rule(hours=Hours.AWAY), SAID, nowhere)
    assert holds(rule(), SAID, nowhere)


def test_page_that_has_not_said_where_it_is_is_where_the_conversation_was_last() -> None:
    silent = replace(SAID, page_url=None)
    assert may_hold(rule(pages="/about"), silent)
    assert holds(rule(pages="/about"), silent, PLAIN)
    assert not holds(rule(pages="/cart*"), silent, PLAIN)


def test_what_may_not_hold_by_the_message_alone_never_holds() -> None:
    for one in (rule(words=("обмен",)), rule(pages="/about"), rule(language=Language.EN), rule(is_on=False)):
        assert not may_hold(one, SAID)
    # What is to be read first may hold.
    for one in (rule(utm_source="yandex"), rule(visitors=Visitors.KNOWN), rule(hours=Hours.AWAY)):
        assert may_hold(one, SAID)


def test_texts_are_tidied_and_each_word_and_tag_is_kept_once() -> None:
    [tidy] = check_rules([rule(name=" Возвраты ", words=(" возврат", "возврат "), tag_ids=(TAG, TAG), pages="  ")])
    assert (tidy.name, tidy.words, tidy.tag_ids, tidy.pages) == ("Возвраты", ("возврат",), (TAG,), "")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "rules[1].name"),
        ({"name": "а" * (MAX_NAME_CHARS + 1)}, "rules[1].name"),
        ({"name": "возвраты"}, "rules[1].name"),
        ({"name": "Две\nстроки"}, "rules[1].name"),
        ({"pages": "cart"}, "rules[1].pages"),
        ({"utm_source": "a\x00b"}, "rules[1].utm_source"),
        ({"words": ("?!",)}, "rules[1].words"),
        ({"words": (" ",)}, "rules[1].words"),
        ({"words": ("㌀" * 60,)}, "rules[1].words"),
        ({"department_id": None}, "rules[1].department_id"),
    ],
)
def test_rule_that_can_not_be_is_refused_with_its_field(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(BadBody) as refused:
        check_rules([rule(), rule(**({"name": "Другое"} | fields))])
    assert refused.value.field == field
