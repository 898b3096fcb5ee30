"""What a firm says of itself is shown in clear, in every dress; whatever is like it and is not it stays masked."""

import pytest

from ryadom.core.customers.facts import cover_fact
from ryadom.core.rights import Right, may
from ryadom.privacy.contact_list import contacts_in
from ryadom.privacy.contacts import exact_form
from ryadom.privacy.detect import Kind, has_many_digits
from ryadom.privacy.display import HIDDEN, PREVIEW_CHARS, mask_for_display, mask_preview
from ryadom.privacy.hidden import Hidden
from ryadom.privacy.own_contacts import forms_in
from ryadom.store.cards import OwnMessage
from ryadom.store.ids import new_id
from ryadom.store.operators import Role
from ryadom.store.own_texts import OwnText

SHOP, MAIL = "+7 495 123-45-67", "info@shop.ru"
PHONE, MASKED_PHONE = "+7 916 123-45-67", "+7 ••• ••• 45 67"
KINDS = frozenset({Kind.PHONE, Kind.EMAIL})
HIDES = Hidden(KINDS, frozenset({exact_form(Kind.PHONE, SHOP), exact_form(Kind.EMAIL, MAIL)}))


@pytest.mark.parametrize(
    "own",
    [SHOP, "8 (495) 123-45-67", "84951234567", "телефон 495 123 45 67", "+7（495）123 45 67", MAIL, "INFO@Shop.RU",
     "info собака shop точка ru"],
)  # fmt: skip
def test_own_contact_is_shown_however_it_is_written_and_the_visitors_beside_it_masked(own: str) -> None:
    assert mask_for_display(f"Звоните: {own}, а я {PHONE}", HIDES).text == f"Звоните: {own}, а я {MASKED_PHONE}"


@pytest.mark.parametrize(
    "other",
    ["+7 495 123-45-68", "+7 812 123-45-67", "+1 495 123 4567", "+375 29 495 12 34", "info@shop.ru.com",
     "ainfo@shop.ru", "info@shop.su"],
)  # fmt: skip
def test_what_is_only_like_an_own_contact_stays_masked(other: str) -> None:
    assert "•••" in mask_for_display(f"Пишите: {other}", HIDES).text


def test_own_contacts_show_nothing_of_kinds_that_are_no_contacts() -> None:
    hidden = Hidden(frozenset(Kind), frozenset({"7707083893", "45 09 123456"}))
    assert mask_for_display("ИНН 7707083893, паспорт 45 09 123456", hidden).text == "ИНН ••••, паспорт ••••"


def test_long_text_is_kept_for_each_site_with_its_own_contacts() -> None:
    long = f"{SHOP}. " + "Заказ 12345678, цена 5 990. " * 40
    assert has_many_digits(long)
    shown = [mask_for_display(long, hidden).text for hidden in (HIDES, Hidden(KINDS), HIDES)]
    assert [text.startswith(SHOP) for text in shown] == [True, False, True]


def test_own_contact_is_whole_in_a_cut_preview_or_not_there() -> None:
    before = "слово " * 26
    assert SHOP in mask_preview(f"{before}{SHOP}, звоните нам теперь и ещё раз"[:PREVIEW_CHARS], HIDES)
    # More digits or letters may follow, and then it is somebody else's.
    for own in (SHOP, MAIL):
        cut = f"{before * 2}"[: PREVIEW_CHARS - len(own) - 1] + " " + own
        assert mask_preview(cut, HIDES).endswith("…")
        assert own[:6] not in mask_preview(cut, HIDES)
        assert mask_preview(cut[1:], HIDES).endswith(own)


@pytest.mark.parametrize("field", ["phone", "email"])
def test_field_of_a_card_that_is_the_firms_own_is_no_mask(field: str) -> None:
    own, other = {"phone": ("+74951234567", "+7 4951"), "email": (MAIL, "ivan@localhost")}[field]
    assert cover_fact(field, own, HIDES) == own
    assert cover_fact(field, other, HIDES) == HIDDEN


def test_contacts_of_a_card_agree_with_the_messages_that_they_stand_in() -> None:
    message = OwnMessage(conversation_id=new_id(), seq=1, body=f"{SHOP} или {PHONE}")
    assert [(one.text, one.piece) for one in contacts_in([message], HIDES)] == [(SHOP, None), (MASKED_PHONE, 0)]


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        (f"Звоните: {SHOP} или {MAIL.upper()}. Ещё раз: 8 495 123 45 67", ("74951234567", MAIL)),
        ("{имя}@shop.ru", ()),
        ("+7 495 {заявка} 123-45-67", ()),
        ("+7 495 123-45{заявка}-67", ()),
        ("{имя|+7 495 123-45-67}, здравствуйте", ()),
        ("Здравствуйте", ()),
    ],
)
def test_of_a_reply_only_what_it_says_itself_counts(text: str, forms: tuple[str, ...]) -> None:
    assert forms_in(OwnText(id=new_id(), owner_id=new_id(), text=text)) == forms


@pytest.mark.parametrize(
    "right", [Right.MANAGE_REPLIES, Right.MANAGE_SITES, Right.MANAGE_CONSENTS, Right.MANAGE_CONTROLLER]
)
def test_whoever_writes_what_the_firm_says_sees_contacts_and_learns_nothing_by_it(right: Right) -> None:
    assert {role for role in Role if may(role, right)} <= {role for role in Role if may(role, Right.SEE_CONTACTS)}
