"""What a CRM is told: templates, transcripts in pieces, settings that can be so, and the pace of calls. Pure."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import msgspec
import pytest

from ryadom.cli import connector as command
from ryadom.cli.connector_cells import state_cell
from ryadom.core.connectors.bitrix24_settings import RESERVED, Creates, read_settings
from ryadom.core.connectors.forms import FORMS
from ryadom.core.connectors.kinds import KINDS
from ryadom.core.connectors.mapping import check_mapping, fill
from ryadom.core.connectors.protocol import Case, Receipt, Said, Trigger
from ryadom.core.connectors.queueing import cause_of, pushes_of
from ryadom.core.connectors.transcript import Piece, Told, pieces_of, plain, told_by
from ryadom.errors import BadBody
from ryadom.store.connector_pushes import Hit, KnownPush, NewPush
from ryadom.store.connectors import Listening, Rules, StoredConnector

AT = datetime(2026, 11, 24, 21, 30, tzinfo=UTC)
URL = "https://shop.bitrix24.ru/rest/1/abcdef0123456789/"


def case(**told: object) -> Case:
    known = Case(
        conversation_id=UUID(int=42),
        visitor_id=UUID(int=43),
        site="Лавка",
        link="https://chat.test/panel/#all/42",
        began_at=AT,
        name="Анна",
        phone="+7 912 345-67-89",
        email="",
        company="",
        about="",
        external_id="",
        operator="",
        department="",
        result="",
        tags=("срочно", "опт"),
        score=5,
        landing_url="https://shop.test/?utm_source=yandex",
        referrer="",
        campaign={"utm_source": "yandex"},
        metrica_client_id="1700000000123456789",
        rating_comment="быстро",
        basis="consent",
        advertising_consent=False,
        known=Receipt(),
        said=(),
        read_at=AT,
    )
    return msgspec.structs.replace(known, **told)


def said(seq: int, text: str, who: str = "Клиент") -> Said:
    return Said(seq=seq, at=AT, who=who, text=text)


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("Чат с сайта {site} от {date}", "Чат с сайта Лавка от 25.11.2026 00:30"),
        ("{tags}; оценка {score}", "срочно, опт; оценка 5"),
        ("Кампания: {utm_source}", "Кампания: yandex"),
        ("Кампания: {utm_term}", ""),
        ("реклама: {advertising_consent}, {basis}", "реклама: нет, согласие"),
        ("Всегда так", "Всегда так"),
        ("{company}{email}", ""),
        ("Диалог: {company}\nСайт: {site}\n\nОт чата", "Сайт: Лавка\n\nОт чата"),
        ("От чата\nДиалог: {company}", ""),
        ("{metrica_client_id}", "1700000000123456789"),
        ("Оценка {score}: {rating_comment}", "Оценка 5: быстро"),
    ],
)
def test_template_is_filled_and_left_out_where_nothing_of_it_is_known(template: str, filled: str) -> None:
    assert fill(template, case(), max_chars=255) == filled


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_card_of_a_server_that_knows_no_address_has_no_line_about_a_link(kind: str) -> None:
    for field, template in FORMS[kind].mapping.items():
        filled = fill(template, case(link=""), max_chars=2_000)
        assert "Диалог:" not in filled, field
        assert "\n\n" not in filled, field


def test_filled_template_is_cut_to_what_fits() -> None:
    assert fill("{name}", case(name="я" * 300), max_chars=255) == "я" * 255


def test_visitor_can_put_neither_tags_nor_names_of_values_into_a_field() -> None:
    filled = fill("{name}", case(name="[USER=1]Шеф[/USER] <a href=x> {phone}"), max_chars=255)
    assert "[USER" not in filled
    assert "<a" not in filled
    assert "912" not in filled
    assert filled.replace("\u200b", "") == "[USER=1]Шеф[/USER] <a href=x> {phone}"


@pytest.mark.parametrize(
    ("mapping", "field"),
    [
        ({"TITLE": "{nmae}"}, "mapping.TITLE"),
        ({"ORIGIN_ID": "1"}, "mapping.ORIGIN_ID"),
        ({"TITLE": "a" * 1_001}, "mapping.TITLE"),
        ({"TITLE][X": "a"}, "mapping"),
        ({"": "a"}, "mapping"),
        ({f"UF_{number}": "a" for number in range(51)}, "mapping"),
    ],
)
def test_mapping_that_can_not_be_filled_is_refused_with_its_place(mapping: dict[str, str], field: str) -> None:
    with pytest.raises(BadBody) as refusal:
        check_mapping(mapping, reserved=RESERVED)
    assert refusal.value.field == field


def test_pieces_hold_every_message_once_in_order_and_fit() -> None:
    chance = random.Random(7)
    id = uuid4()
    told = [said(seq, "слово " * chance.randint(0, 300)) for seq in range(3, 203)]
    pieces = pieces_of(id, told, max_chars=3_000)
    assert len(pieces) > 10
    assert all(len(piece.text) <= 3_000 for piece in pieces)
    assert sum(piece.text.count("Клиент: ") for piece in pieces) == 200
    assert [piece.told_seq for piece in pieces] == sorted({piece.told_seq for piece in pieces})
    assert pieces[-1].told_seq == 202
    for number in range(len(pieces) + 1):
        arrived = [piece.text for piece in pieces[:number]]
        assert told_by(id, arrived) == Told(pieces[number - 1].told_seq if number else 0)


def words_in(pieces: Sequence[Piece]) -> str:
    """What was said, as pieces of one message have it."""
    lines = ["\n".join(piece.text.splitlines()[:-1]).partition(": ")[2] for piece in pieces]
    return "".join(line.removeprefix("…").replace("\n    ", "\n") for line in lines)


@pytest.mark.parametrize(
    "text",
    ["я" * 5_000, "строка\n" * 900, "\n" * 2_000 + "конец", "слово " * 800, "[" * 3_000, "🙂👩‍👩‍👧" * 500],
    ids=["letters", "lines", "breaks", "words", "tags", "emoji"],
)
def test_message_that_is_too_long_for_a_piece_stands_whole_in_several(text: str) -> None:
    id = uuid4()
    pieces = pieces_of(id, [said(4, "до"), said(5, text), said(6, "после")], max_chars=1_000)
    assert all(len(piece.text) <= 1_000 for piece in pieces)
    before, *parts, after = pieces
    assert words_in(parts) == plain(text)
    assert [piece.told_seq for piece in pieces] == [4, *[0] * (len(parts) - 1), 5, 6]
    assert ("до" in before.text, "после" in after.text) == (True, True)


@pytest.mark.parametrize("room", [500, 1_000, 3_000])
def test_message_of_which_parts_have_arrived_goes_on_behind_them(room: int) -> None:
    id, text = uuid4(), "слово и ещё\n" * 400
    told = [said(4, "до"), said(5, text), said(6, "после")]
    pieces = pieces_of(id, told, max_chars=1_000)
    for number in range(1, len(pieces) + 1):
        arrived = [piece.text for piece in reversed(pieces[:number])]
        known = told_by(id, arrived)
        left = [one for one in told if one.seq > known.seq]
        rest = pieces_of(id, left, max_chars=room, told=known)
        of_long = [piece for piece in [*pieces[:number], *rest] if "№\u00a05, " in piece.text]
        assert words_in(of_long) == text
        assert "".join([*arrived, *(piece.text for piece in rest)]).count("после") == 1


def test_message_that_was_edited_or_deleted_while_its_parts_were_told_is_told_anew() -> None:
    id = uuid4()
    first = pieces_of(id, [said(5, "старое " * 400)], max_chars=1_000)[0]
    known = told_by(id, [first.text])
    assert known.seq == 4
    edited = pieces_of(id, [said(5, "новое слово " * 400)], max_chars=1_000, told=known)
    assert words_in(edited) == "новое слово " * 400
    # Of the same length, and another message.
    other = pieces_of(id, [said(6, "чужое! " * 400)], max_chars=1_000, told=known)
    assert words_in(other) == "чужое! " * 400
    # Told anew for the most part, it goes on by how long it is now.
    again = told_by(id, [edited[1].text, edited[0].text, first.text])
    rest = pieces_of(id, [said(5, "новое слово " * 400)], max_chars=1_000, told=again)
    assert words_in([*edited[:2], *rest]) == "новое слово " * 400


def test_mark_of_another_conversation_or_within_a_message_counts_for_nothing() -> None:
    id = uuid4()
    [other] = pieces_of(uuid4(), [said(9, "да")], max_chars=1_000)
    [own] = pieces_of(id, [said(2, "да")], max_chars=1_000)
    # What a visitor writes stands before the mark, whatever they write.
    forged = pieces_of(id, [said(2, own.text.replace("2–2", "1–999"))], max_chars=1_000)
    assert told_by(id, [other.text, own.text]) == Told(2)
    assert told_by(id, [forged[0].text]) == Told(2)
    assert told_by(id, ["Перезвонить", ""]) == Told()


@pytest.mark.parametrize(
    ("zone", "began", "clock"),
    [
        ("Europe/Moscow", "25.11 00:30", "время московское, №"),
        ("Asia/Yekaterinburg", "25.11 02:30", "время UTC+5, №"),
        ("Asia/Kolkata", "25.11 03:00", "время UTC+5:30, №"),
        ("America/St_Johns", "24.11 18:00", "время UTC-3:30, №"),
    ],
)
def test_transcript_is_by_the_sites_clock_and_says_which_that_is(zone: str, began: str, clock: str) -> None:
    id = uuid4()
    whole, *parts = pieces_of(id, [said(1, "да"), said(2, "я" * 2_000)], max_chars=1_000, zone=ZoneInfo(zone))
    assert all(piece.text.startswith(f"{began} Клиент: ") for piece in (whole, *parts))
    assert all(clock in piece.text for piece in (whole, *parts))
    # A site's zone may be changed while a push is under way.
    assert told_by(id, [whole.text]) == Told(1)
    assert told_by(id, [whole.text, parts[0].text]).chars_by_length
    assert fill("{date}", case(zone=ZoneInfo(zone)), max_chars=99).replace(".2026", "") == began


def test_transcript_is_without_tags() -> None:
    [piece] = pieces_of(uuid4(), [said(1, "[URL=https://evil.test]оплата[/URL]\nи ещё")], max_chars=1_000)
    first = piece.text.splitlines()[0]
    assert first.startswith("25.11 00:30 Клиент: [\u200bURL=")
    assert plain("2 < 3 [да]") == "2 <\u200b 3 [\u200bда]"


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({}, "settings"),
        ({"url": URL, "stagee": "NEW"}, "settings"),
        ({"url": "https://shop.bitrix24.ru/rest/1/abcdef0123456789/profile.json"}, "settings.url"),
        ({"url": "https://shop.bitrix24.ru/"}, "settings.url"),
        ({"url": "https://user@shop.bitrix24.ru/rest/1/abcdef0123456789/"}, "settings.url"),
        ({"url": URL, "creates": "contact"}, "settings"),
        ({"url": URL, "stage": "NEW'"}, "settings.stage"),
        ({"url": URL, "source": "ВЕБ"}, "settings.source"),
        ({"url": URL, "responsible_id": -1}, "settings.responsible_id"),
        ({"url": URL, "category_id": 5}, "settings.category_id"),
    ],
)
def test_settings_that_can_not_be_so_are_refused_without_being_repeated(settings: object, field: str) -> None:
    with pytest.raises(BadBody) as refusal:
        read_settings(msgspec.json.encode(settings))
    assert refusal.value.field == field
    assert "abcdef0123456789" not in refusal.value.message


def test_settings_hide_their_secret_and_take_numbers_as_texts() -> None:
    settings = read_settings(msgspec.json.encode({"url": URL, "creates": "deal", "category_id": "5"}))
    assert (settings.creates, settings.category_id) == (Creates.DEAL, 5)
    assert "abcdef" not in repr(settings)


def test_kinds_of_the_command_are_those_there_are() -> None:
    assert tuple(kind.name for kind in KINDS) == command.KINDS


TAG = uuid4()


def hit(**told: object) -> Hit:
    return msgspec.convert(
        {"site_id": UUID(int=1), "conversation_id": UUID(int=2), "visitor_id": UUID(int=3), **told}, Hit
    )


@pytest.mark.parametrize(
    ("rules", "what", "cause"),
    [
        (Rules(closed=True), {"is_closed": True}, Trigger.CLOSED),
        (Rules(contacts=True), {"is_closed": True}, Trigger.REST),
        (Rules(tag_ids=(TAG,)), {"is_closed": True}, Trigger.REST),
        (Rules(most_score=3), {"is_closed": True}, Trigger.REST),
        (Rules(), {"is_closed": True}, None),
        (Rules(contacts=True), {"has_words": True}, Trigger.CONTACTS),
        (Rules(most_score=3), {"score": 3}, Trigger.RATED),
        (Rules(most_score=3), {"score": 4}, None),
        (Rules(closed=True), {"score": 1}, None),
        (Rules(tag_ids=(TAG,)), {"tag_ids": [TAG]}, Trigger.TAG),
        (Rules(tag_ids=(TAG,)), {"tag_ids": [uuid4()]}, None),
        (Rules(), {"is_closed": True, "score": 1, "has_words": True}, None),
    ],
)
def test_conversation_goes_by_the_rules_that_are_set(rules: Rules, what: dict[str, object], cause: object) -> None:
    assert cause_of(hit(**what), rules) == cause


def test_conversation_goes_once_to_each_connector_of_its_site_and_controller() -> None:
    firm, other = uuid4(), uuid4()
    rules = Rules(contacts=True, closed=True)
    of_all, of_site, of_another, foreign = (
        Listening(id=uuid4(), controller_id=controller, site_ids=frozenset(sites), rules=rules)
        for controller, sites in ((firm, ()), (firm, (UUID(int=1),)), (firm, (uuid4(),)), (other, ()))
    )
    hits = [hit(has_words=True), hit(is_closed=True), hit(has_words=True)]
    pushes = list(pushes_of(hits, [of_all, of_site, of_another, foreign], {UUID(int=1): firm}))
    assert [(one.connector_id, one.cause) for one in pushes] == [
        (of_all.id, Trigger.CLOSED),
        (of_site.id, Trigger.CLOSED),
    ]


@pytest.mark.parametrize(
    ("hits", "kind", "cause"),
    [
        ([{"is_closed": True}], KnownPush, Trigger.REST),
        ([{"has_words": True}, {"is_closed": True}], NewPush, Trigger.REST),
        ([{"is_closed": True}, {"has_words": True}], NewPush, Trigger.REST),
        ([{"is_closed": True}, {"score": 1}], NewPush, Trigger.RATED),
        ([{"is_closed": True, "is_merged": True}], KnownPush, Trigger.REST),
    ],
)
def test_closing_that_no_rule_is_about_brings_the_rest_and_begins_no_card(
    hits: list[dict[str, object]], kind: type[NewPush], cause: Trigger
) -> None:
    firm = uuid4()
    rules = Rules(contacts=True, most_score=3)
    listening = Listening(id=uuid4(), controller_id=firm, site_ids=frozenset(), rules=rules)
    [push] = pushes_of([hit(**told) for told in hits], [listening], {UUID(int=1): firm})
    assert (type(push), push.cause) == (kind, cause)


def test_trouble_that_a_crm_has_words_in_does_nothing_to_a_terminal() -> None:
    stored = StoredConnector(
        id=UUID(int=1),
        controller_id=UUID(int=2),
        site_ids=(),
        kind="bitrix24",
        origin="https://shop.bitrix24.ru",
        sealed_settings=b"",
        mapping={},
        rules=Rules(),
        made_at=AT,
        failures=1,
        failing_since=AT,
        trouble="Не принял\x1b[2J",
    )
    stopped = msgspec.structs.replace(stored, stopped_at=AT)
    assert [state_cell(one).count("\x1b") for one in (stored, stopped)] == [0, 0]
    assert state_cell(stopped).endswith("Не принял\ufffd[2J")
