"""What is understood without a bot: who asks for a person, what an answer may be, what is said of it."""

from uuid import uuid4

import msgspec
import pytest

from ryadom.core.outgoing.answers import Answer, End
from ryadom.core.webhook_bots.answers import BotAnswer, BotText, HandOver, read_answer
from ryadom.core.webhook_bots.speaking import echo_of
from ryadom.core.webhook_bots.talker import rest_after_s
from ryadom.core.webhook_bots.wishes import asks_for_person
from ryadom.core.webhook_bots.words import MAX_DETAIL_CHARS, Because, for_operators, for_visitor
from ryadom.errors import AnswerTooLarge, AnswerUnreadable


@pytest.mark.parametrize(
    "words",
    [
        "оператор",
        "ОПЕРАТОРА!!!",
        "Позовите, пожалуйста, живого человека",
        "хочу поговорить с менеджером",
        "соедините с сотрудником",
        "можно оператора?",
        "operator",
        "I want to talk to a real person, please",
        "human",
    ],
)
def test_who_asks_for_a_person_is_understood(words: str) -> None:
    assert asks_for_person(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "…",
        "Сколько человек поместится?",
        "12 человек",
        "не надо оператора",
        "Ваш менеджер звонил вчера",
        "какой оператор связи у вас",
        "хочу поговорить",
        "the agent called me yesterday",
        "пожалуйста " * 9 + "оператор",
    ],
)
def test_who_says_something_else_is_left_to_the_bot(words: str) -> None:
    assert not asks_for_person(words)


def answer(body: bytes, *, status: int = 200, end: End = End.WHOLE, kind: str = "application/json") -> Answer:
    return Answer(host="bot.test", status=status, headers={"content-type": kind}, body=body, end=end, took_s=0.1)


def test_answer_is_read_whole() -> None:
    conversation_id = uuid4()
    said = {
        "conversation_id": str(conversation_id),
        "messages": [{"text": "Да"}, {"text": "Что ещё?", "choices": ["Цена"]}],
        "hand_over": {"reason": "Скидка", "department": "Продажи"},
    }
    assert read_answer(answer(msgspec.json.encode(said)), conversation_id) == BotAnswer(
        messages=(BotText(text="Да"), BotText(text="Что ещё?", choices=("Цена",))),
        hand_over=HandOver(reason="Скидка", department="Продажи"),
        conversation_id=conversation_id,
    )


def test_answer_closes_or_hands_over_and_not_both() -> None:
    said = {"messages": [{"text": "Рады помочь"}], "close": True}
    assert read_answer(answer(msgspec.json.encode(said)), uuid4()) == BotAnswer(
        messages=(BotText(text="Рады помочь"),), close=True
    )
    with pytest.raises(AnswerUnreadable, match="`close` and `hand_over`"):
        read_answer(answer(msgspec.json.encode(said | {"hand_over": {}})), uuid4())
    both_but_false = msgspec.json.encode({"close": False, "hand_over": {}})
    assert read_answer(answer(both_but_false), uuid4()) == BotAnswer(hand_over=HandOver())


@pytest.mark.parametrize(("body", "status"), [(b"", 200), (b" \n", 200), (b"", 204), (b"{}", 200)])
def test_nothing_is_silence(body: bytes, status: int) -> None:
    assert read_answer(answer(body, status=status), uuid4()) == BotAnswer()


@pytest.mark.parametrize(
    "body",
    [
        b"null",
        b"[]",
        b'"a"',
        b'{"message": "a"}',
        b'{"messages": "a"}',
        b'{"messages": [{}]}',
        b'{"messages": [{"text": ""}]}',
        b'{"messages": [{"text": 1}]}',
        b'{"messages": [{"text": "a", "html": true}]}',
        b'{"hand_over": true}',
        b'{"hand_over": {"to": "anna"}}',
        b'{"conversation_id": "1"}',
        b'{"conversation_id": "01890000-0000-7000-8000-000000000000"}',
        b"\xff",
        msgspec.json.encode({"messages": [{"text": "a"}] * 6}),
        msgspec.json.encode({"messages": [{"text": "a", "choices": ["a"] * 9}]}),
        msgspec.json.encode({"hand_over": {"reason": "a" * 301}}),
    ],
)
def test_what_is_no_answer_is_none(body: bytes) -> None:
    with pytest.raises(AnswerUnreadable):
        read_answer(answer(body), uuid4())


def test_half_an_answer_is_none_though_it_may_look_like_one() -> None:
    with pytest.raises(AnswerTooLarge):
        read_answer(answer(b"{}", end=End.CUT), uuid4())
    with pytest.raises(AnswerTooLarge):
        read_answer(answer(b"  ", end=End.CUT), uuid4())


def test_every_reason_has_its_line_which_is_never_long() -> None:
    for because in Because:
        line = for_operators(because, "x" * 10_000)
        assert line
        assert len(line) < MAX_DETAIL_CHARS + 100


def test_visitor_is_told_that_a_person_answers_in_their_language() -> None:
    assert "сотрудник" in for_visitor("ru", is_out_of_hours=False)
    assert "нерабочее время" in for_visitor("", is_out_of_hours=True)
    assert "person" in for_visitor("en-GB", is_out_of_hours=False)
    assert "out of hours" in for_visitor("EN", is_out_of_hours=True)


def test_what_a_turn_writes_has_ids_of_its_own_which_are_the_same_each_time() -> None:
    turn = uuid4()
    assert len({echo_of(turn, place) for place in range(8)} | {echo_of(uuid4(), 0)}) == 9
    assert echo_of(turn, 3) == echo_of(turn, 3)


def test_bot_rests_longer_the_more_it_fails() -> None:
    assert [rest_after_s(failures) for failures in (0, 2, 3, 4, 9, 10_000)] == [0, 0, 15, 30, 300, 300]
