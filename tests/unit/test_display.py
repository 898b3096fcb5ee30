"""Masks on display: of every kind, in every dress, and never half of a find."""

import re
from datetime import UTC, datetime
from typing import cast
from uuid import uuid4

import msgspec
import pytest
from hypothesis import given, settings

from ryadom.privacy.detect import Kind
from ryadom.privacy.display import PREVIEW_CHARS, find_hidden, mask_for_display, mask_preview
from ryadom.privacy.hidden import NOTHING_HIDDEN, Hidden
from ryadom.privacy.policies import Masking
from ryadom.privacy.veil import Veil
from ryadom.protocol.operator import Conversation, ConversationShown, ConversationStarted, LastMessage, PageVisited
from ryadom.protocol.shared import (
    Author,
    AuthorKind,
    Frame,
    History,
    MessagePosted,
    Page,
    Pong,
    Status,
    StatusChanged,
    Typing,
)
from tests.unit.test_personal_data import kinds, texts

ALL = Hidden(frozenset(Kind))
NOW = datetime(2026, 11, 28, tzinfo=UTC)
SITE, OTHER_SITE = uuid4(), uuid4()
PHONE, MASKED_PHONE = "+7 916 123-45-67", "+7 ••• ••• 45 67"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"Мой номер {PHONE}, звоните", f"Мой номер {MASKED_PHONE}, звоните"),
        ("тел 8 (916) 123-45-67", f"тел {MASKED_PHONE}"),
        ("телефон ９１６１２３４５６７", f"телефон {MASKED_PHONE}"),
        ("из Минска: +375 29 123 45 67", "из Минска: +375 ••• ••• 45 67"),
        ("пишите ivan.petrov@mail.ru", "пишите i•••@mail.ru"),
        ("почта иван@почта.рф", "почта и•••@почта.рф"),
        ("ivan собака mail точка ru", "i•••@mail.ru"),
        ("паспорт 45 09 123456", "паспорт ••••"),
        ("СНИЛС 112-233-445 95", "СНИЛС ••••"),
        ("ИНН 7707083893", "ИНН ••••"),
        ("ОГРН 1027700132195", "ОГРН ••••"),
        ("карта 4111 1111 1111 1111", "карта •••• 1111"),
        ("оплатил с 4111111111111111", "оплатил с карта •••• 1111"),
        ("р/с 40817810099910004312, БИК 044525225", "р/с счёт ••••, БИК 044525225"),
        ("заказ 123456, цена 5 990 ₽", "заказ 123456, цена 5 990 ₽"),
        ("", ""),
    ],
)
def test_finds_of_every_kind_are_masked_and_nothing_else(text: str, shown: str) -> None:
    assert mask_for_display(text, ALL).text == shown


def test_only_the_kinds_that_are_asked_for_are_masked() -> None:
    text = f"{PHONE} и a@b.ru"
    assert mask_for_display(text, Hidden(frozenset({Kind.EMAIL}))).text == f"{PHONE} и a•••@b.ru"


def test_pieces_say_where_masks_stand_as_javascript_counts() -> None:
    shown = mask_for_display(f"🙂🙂 {PHONE}, a@b.ru", ALL)
    units = shown.text.encode("utf-16-le")
    found = [units[2 * piece.start : 2 * piece.end].decode("utf-16-le") for piece in shown.pieces]
    assert found == [MASKED_PHONE, "a•••@b.ru"]
    assert [piece.kind for piece in shown.pieces] == ["phone", "email"]


@settings(deadline=None)
@given(texts, kinds)
def test_masks_are_in_order_and_hide_all_that_is_found(text: str, wanted: frozenset[Kind]) -> None:
    spans = find_hidden(text, Hidden(wanted))
    shown = mask_for_display(text, Hidden(wanted))

    places = [place for span in spans for place in (span.start, span.end)]
    assert places == sorted(places)
    assert len(shown.pieces) == len(spans)
    kept = "".join(text[start:end] for start, end in zip([0, *places[1::2]], [*places[::2], len(text)], strict=True))
    assert sum(map(str.isdecimal, kept)) <= sum(map(str.isdecimal, shown.text))


@pytest.mark.parametrize("cut_off", range(1, 16))
def test_half_of_a_number_at_the_end_of_a_preview_is_not_shown(cut_off: int) -> None:
    text = ("слово " * 40)[: PREVIEW_CHARS - len(PHONE) - 1 + cut_off] + " " + PHONE
    shown = mask_preview(text[:PREVIEW_CHARS], ALL).replace(MASKED_PHONE, "")
    assert not re.search(r"[\d+]", shown)


def test_half_of_an_address_at_the_end_of_a_preview_is_not_shown() -> None:
    text = "слово " * 31 + "ivan.petrov@mail.ru"
    assert "ivan" not in mask_preview(text[:PREVIEW_CHARS], ALL)
    assert "ivan" not in mask_preview(text[: PREVIEW_CHARS + 2], ALL)


def test_short_preview_is_masked_as_a_message_is() -> None:
    assert mask_preview(f"звоните {PHONE}", ALL) == f"звоните {MASKED_PHONE}"


class _Told(Masking):
    """What one site wants masked."""

    def __init__(self) -> None:
        self._hidden = {SITE: ALL, OTHER_SITE: NOTHING_HIDDEN}


VISITOR = Author(kind=AuthorKind.VISITOR, id=uuid4(), name=f"Иван {PHONE}")
OPERATOR = Author(kind=AuthorKind.OPERATOR, id=uuid4(), name=f"Анна {PHONE}")
MESSAGE = MessagePosted(
    conversation_id=uuid4(), seq=1, prev_seq=0, created_at=NOW, author=VISITOR, echo_id=None, body=f"Я {PHONE}"
)
PAGE = Page(url="https://shop.test/t?email=ivan%40mail.ru&phone=%2B79161234567&utm_source=ya", title=PHONE, referrer="")


def _row(visitor: Author = VISITOR) -> Conversation:
    return Conversation(
        id=MESSAGE.conversation_id,
        site_id=SITE,
        visitor=visitor,
        visitor_online=True,
        status=Status.OPEN,
        assignee=OPERATOR,
        last_seq=1,
        visitor_read_seq=1,
        operator_read_seq=0,
        unread_count=1,
        last_message=LastMessage(author=visitor, body=MESSAGE.body, created_at=NOW),
        page=PAGE,
        queued_at=NOW,
        waiting_since=NOW,
        active_at=NOW,
        created_at=NOW,
    )


FRAMES: list[Frame] = [
    MESSAGE,
    StatusChanged(
        conversation_id=uuid4(), seq=2, prev_seq=1, created_at=NOW, author=VISITOR, echo_id=None, status=Status.OPEN
    ),
    History(request_id=None, conversation_id=uuid4(), entries=[MESSAGE], has_before=False, has_after=False, last_seq=1),
    ConversationStarted(conversation=_row()),
    Typing(conversation_id=uuid4(), author=VISITOR, active=True, expires_in_s=6, draft=f"мой номер {PHONE}"),
    PageVisited(conversation_id=uuid4(), page=PAGE),
]


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: type(frame).__name__)
def test_no_frame_under_the_veil_holds_what_the_visitor_said(frame: Frame) -> None:
    covered = msgspec.json.encode(Veil(_Told()).cover(SITE, frame)).decode()
    visitors_part = covered.replace(OPERATOR.name, "")
    assert PHONE not in visitors_part
    assert "9161234567" not in visitors_part
    assert "ivan" not in visitors_part


@pytest.mark.parametrize("frame", [*FRAMES, Pong(server_time=NOW)], ids=lambda frame: type(frame).__name__)
def test_frame_of_a_site_that_masks_nothing_is_the_very_same(frame: Frame) -> None:
    assert Veil(_Told()).cover(OTHER_SITE, frame) is frame


def test_conversation_that_begins_with_a_long_message_is_to_be_fetched() -> None:
    row = _row()
    assert row.last_message is not None
    long = msgspec.structs.replace(row.last_message, body="слово " * PREVIEW_CHARS)
    started = ConversationStarted(conversation=msgspec.structs.replace(row, last_message=long))
    # Its type is that of another frame: what the hub sends in its place.
    covered: Frame = Veil(_Told()).cover(SITE, cast(Frame, started))
    assert covered == ConversationShown(conversation_id=row.id)


def test_entry_with_nothing_to_hide_is_the_very_same_and_says_nothing_of_masks() -> None:
    plain = msgspec.structs.replace(MESSAGE, body="Здравствуйте", author=OPERATOR)
    assert Veil(_Told()).cover(SITE, plain) is plain
    assert b"masked" not in msgspec.json.encode(plain)


def test_what_marks_a_source_of_visitors_is_kept_in_an_address() -> None:
    visited = PageVisited(conversation_id=uuid4(), page=PAGE)
    covered = Veil(_Told()).cover(SITE, visited)
    assert covered.page.url == "https://shop.test/t?email=i•••@mail.ru&phone=+7 ••• ••• 45 67&utm_source=ya"


def test_masked_message_says_where_and_stays_the_same_entry() -> None:
    covered = Veil(_Told()).cover(SITE, MESSAGE)
    assert (covered.seq, covered.body) == (MESSAGE.seq, f"Я {MASKED_PHONE}")
    assert covered.masked != MESSAGE.masked


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.test/t?phone=+79161234567",
        "https://shop.test/t?phone=%2B7+916+123+45+67",
        "https://shop.test/t?phone=8+916+123-45-67&a=1",
        "https://shop.test/t?phone=%252B7%2520916%2520123%252045%252067",
        "https://shop.test/t#+79161234567",
        "https://shop.test/t?+79161234567",
        "https://shop.test/t?a=1&+7916123-45-67",
        "https://shop.test/t?&ivan@mail.ru&",
        "https://shop.test/t?ivan@mail.ru",
        "https://shop.test/t;ivan@mail.ru;a=1",
        "https://shop.test/t#mail:ivan@mail.ru",
        "https://shop.test/mail:ivan@mail.ru/x",
        "https://shop.test/t?mail=ivan%40mail.ru",
        "https://shop.test/t?mail=ivan%2540mail.ru",
        "https://shop.test/t?mail=ivan%252540mail.ru",
        "https://shop.test/t?to=https%3A%2F%2Fa.test%2F%3Fmail%3Divan%40mail.ru",
        "https://shop.test/t?phone=%2B49+30+1239945",
        "https://shop.test/t?to=https%253A%252F%252Fa.test%252F%253Fphone%253D%252B79161234567",
        "https://shop.test/t?name=Иван+ivan%40mail.ru",
        "https://ivan%40mail.ru:secret@shop.test/",
    ],
)
def test_contacts_in_an_address_are_masked_however_they_are_encoded(url: str) -> None:
    page = Page(url=url, title="", referrer=url)
    covered = Veil(_Told()).cover(SITE, PageVisited(conversation_id=uuid4(), page=page)).page
    for shown in (covered.url, covered.referrer):
        assert "•••" in shown
        assert "shop.test" in shown
        assert "ivan" not in shown
        assert not re.search("123.{0,6}45", shown)


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.test/catalog/stol-12345678?utm_source=ya&utm_campaign=71234567",
        "https://shop.test:8443/a;b=1/c?q=%D1%81%D1%82%D0%BE%D0%BB+%D0%B1%D0%B5%D0%BB%D1%8B%D0%B9&page=2#reviews",
        "https://shop.test/order/2026-11-28?sum=100+500&discount=50%25&plus=a%2Bb",
        "https://shop.test/?session=3f2504e0-4f89-11d3-9a0c-0305e82c3301&x=%25",
        "https://shop.test/@nick?to=https%3A%2F%2Fa.test%2F%3Fq%3D1",
        "",
    ],
)
def test_address_without_contacts_stays_as_it_is(url: str) -> None:
    visited = PageVisited(conversation_id=uuid4(), page=Page(url=url, title="", referrer=url))
    assert Veil(_Told()).cover(SITE, visited).page == visited.page
