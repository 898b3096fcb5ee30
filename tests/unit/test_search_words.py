"""The words of the search, without a database: texts, queries, slips of the keys, names and stretches of time."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ryadom.core.search.excerpts import excerpt_of
from ryadom.core.search.matching import find_in, read
from ryadom.core.search.query import MAX_WORDS, Query, read_query
from ryadom.core.search.stretches import BEGINNING, stretches
from ryadom.core.search.typos import cuts_of, is_slip, may_be_mistyped
from ryadom.core.search.vectors import day_slot, parse, plain_lexemes, site_slot, slots_of, takes_long, vector_of
from ryadom.core.search.words import MAX_WORD_CHARS, fold, grams_of, grams_within, phones_of, words_of
from ryadom.privacy.detect import Kind
from ryadom.privacy.display import find_hidden
from ryadom.privacy.hidden import Hidden


def forms(text: str) -> list[str]:
    return [word.form for word in words_of(text)]


def same(text: str) -> dict[str, str | None]:
    """Each word as its own lexeme; «и» says nothing."""
    return {form: None if form == "и" else form for form in forms(text)}


def understood(typed: str) -> Query:
    return read_query(typed).with_lexemes(same(typed))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ёлка, ёлка — Е\u0308лка", ["елка", "елка", "елка"]),
        ("заказ-12345/Б №7", ["заказ", "12345", "б", "7"]),
        ("ivan.petrov@mail.ru", ["ivan", "petrov", "mail", "ru"]),
        ("за́мок 123 ООО", ["замок", "123", "ооо"]),
        ("и\u0306од", ["йод"]),
        ("snake_case 'кавычки'\\", ["snake", "case", "кавычки"]),
        ("🙂 \u200b — !", []),
    ],
)
def test_words_have_one_form_however_they_are_written(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


def test_places_of_words_are_those_of_the_text_as_it_was_given() -> None:
    text = "Чай «Ёлка» 5 шт"
    assert [text[word.start : word.end] for word in words_of(text)] == ["Чай", "Ёлка", "5", "шт"]
    assert len(fold("ж" * 500)) == MAX_WORD_CHARS


def test_phone_is_the_same_number_however_it_is_grouped() -> None:
    for written in ("+7 916 123-45-67", "8(916)1234567", "89161234567", "9161234567", "8 916 123 45 67"):
        assert [phone.form for phone in phones_of(f"звоните {written}, спасибо")] == ["tel9161234567"], written
    assert phones_of("заказ 48-2213 на 5 400 рублей") == []


def test_slip_is_one_letter_or_two_that_changed_places() -> None:
    for written in ("доставка", "доставкка", "дотавка", "доствака", "достарка"):
        assert is_slip("доставка", written) is (written != "доставка")
        assert set(cuts_of("доставка")) & set(cuts_of(written))
    assert not is_slip("доставка", "достка")
    assert not is_slip("стол", "лист")
    assert not may_be_mistyped("стол5")
    assert not may_be_mistyped("чай")


def test_part_of_a_name_is_found_by_its_threes_of_letters() -> None:
    assert set(grams_within("тро")) <= set(grams_of("петров"))
    assert set(grams_within("пе")) <= set(grams_of("петров"))
    assert not set(grams_within("тр")) <= set(grams_of("петров"))
    assert grams_within("п") == []


def test_query_reaches_postgres_as_letters_and_digits_only() -> None:
    typed = 'стол\' | !х:* <-> "); DROP TABLE entries; --" \\ &'
    tsquery = understood(typed).as_tsquery(but_contacts=True)
    assert set(tsquery) <= set("'()|&!~^:BCD<>1234567890- ") | set("столхdroptableentries")


def test_quotes_minus_and_or_are_understood_and_words_that_say_nothing_left_out() -> None:
    assert understood("«синий и чай»").as_tsquery(but_contacts=False) == "((('синий' <2> 'чай')))"
    assert understood("5 или 6").as_tsquery(but_contacts=False) == "((('5')) | (('6')))"
    assert understood("5 -6").as_tsquery(but_contacts=True) == "((('5':BCD))) & (!(('6':BCD)))"
    assert understood("и").finds_nothing
    assert understood("-5").finds_nothing
    assert len(read_query("слово " * 100).terms) == MAX_WORDS


def test_contact_has_a_mark_in_the_index_and_is_no_word_in_use() -> None:
    text = "Звоните 8 916 123-45-67 или ivan@mail.ru"
    parsed = parse(text)
    vector = vector_of(parsed, same(text))
    for lexeme in ("'916':3A", "'ivan':8A", "'tel9161234567':2A", "'звоните':1"):
        assert lexeme in vector
    assert plain_lexemes(parsed, same(text)) == {"звоните", "или"}


PIECES = (
    *("8 912 345-67-89", "+7 (495) 123 45 67", "ivan@mail.ru", "паспорт 45 08 123456", "4508", "123456", "серия", "№"),
    *("СНИЛС 112-233-445 95", "ИНН 7707083893", "ОГРН 1027700132195", "карта", "4276 3801 2345 6787", "БИК 044525225"),
    *("р/с 40702810900000000001", "заказ 1234567890", "2026-11-30", "@", "(", ") ", "-", "и", "①②", "a.ru/8912345678"),
    *("ivan собака mail точка ru", "ivan(at)mail.ru", "ivan [at] mail.ru"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join))
def test_contact_is_whatever_would_be_masked_by_any_site(text: str) -> None:
    asked = [Hidden(frozenset(kinds)) for kinds in (list(Kind), *([kind] for kind in Kind))]
    by_any = {span for hidden in asked for span in find_hidden(text, hidden)}
    expected = {
        at
        for at, word in enumerate(words_of(text))
        if any(span.start < word.end and word.start < span.end for span in by_any)
    }
    assert parse(text).contacts == expected


def test_names_of_files_are_found_by_parts_and_words_of_messages_are_not() -> None:
    vector = vector_of(parse("чайник", ("договор.pdf",)), {})
    assert "~гов" in vector
    assert "~айн" not in vector


def test_what_is_found_is_decided_by_the_text_that_is_shown() -> None:
    query = understood("чай -кофе")
    assert find_in([read("Чай с лимоном")], query, same("чай с лимоном")) == [[(0, 3)]]
    assert find_in([read("Чай и кофе")], query, same("чай и кофе")) is None
    assert find_in([read("Ча•••")], query, same("ча")) is None
    assert find_in([read("Договор"), read("чай.pdf", is_name=True)], understood("чай"), same("чай pdf")) == [
        [],
        [(0, 3)],
    ]


def test_excerpt_begins_before_what_was_found_and_keeps_blanks_between_pieces() -> None:
    text = "слово " * 50 + "ЦЕЛЬ\n\n и " + "слово " * 50
    at = text.index("ЦЕЛЬ")
    pieces = excerpt_of(text, [(at, at + 4)])
    assert [piece.text for piece in pieces if piece.is_found] == ["ЦЕЛЬ"]
    assert "слово ЦЕЛЬ и слово" in "".join(piece.text for piece in pieces)
    assert pieces[0].text == pieces[-1].text == "…"


def test_stretches_follow_one_another_and_their_slots_cover_every_moment() -> None:
    site_id, until = uuid4(), datetime(2026, 3, 1, 10, 30, tzinfo=UTC)
    all_of_it = list(stretches([site_id], until=until, since=None))
    assert [one.since for one in all_of_it] == sorted((one.since for one in all_of_it), reverse=True)
    assert all_of_it[-1].since == BEGINNING
    end = until
    for one in all_of_it:
        for moment in (one.since, end - timedelta(microseconds=1), one.since + (end - one.since) / 3):
            assert one.slots & set(slots_of(site_id, moment)), (one.since, moment)
        end = one.since
    assert day_slot(site_id, until.toordinal()) in all_of_it[0].slots
    assert all_of_it[-1].slots == {site_slot(site_id)}
    [short] = stretches([site_id], until=until, since=until - timedelta(hours=1))
    assert short.since == until - timedelta(hours=1)


@pytest.mark.parametrize(
    ("body", "names", "is_long"),
    [
        ("привет, как дела? " * 50, (), False),
        ("привет, как дела? " * 60, (), True),
        ("Мой номер +7 912 345-67-89, пишите на masha@shop.test", (), False),
        ("Паспорт 45 08 123456, телефон 8 912 345-67-89", (), False),
        ("1 " * 37, (), False),
        ("1 " * 500, (), True),
        ("①" * 60, (), True),
        ("m@a.ru " * 100, (), True),
        ("привет, как дела? " * 25 + "8 912 345-67-89", (), True),
        ("", ["IMG_20261129_094911.jpg"], False),
        ("", ["IMG_20261129_094911.jpg"] * 10, True),
    ],
)
def test_text_is_for_a_thread_if_it_is_long_or_has_many_digits_for_its_length(
    body: str, names: list[str], is_long: bool
) -> None:
    assert takes_long(body, names) is is_long
