"""Answers that an operator offers under a message."""

from uuid import uuid4

import pytest

from ryadom.core.controllers import describe_controller
from tests.web.client import Server

CHOICES = ["Курьером", "В пункт выдачи"]


async def test_choices_come_with_their_message_live_and_loaded_and_a_press_is_an_ordinary_message(
    server: Server,
) -> None:
    async with server.visitor() as visitor, server.operator() as operator:
        conversation_id = (await visitor.say("Добрый день"))["conversation_id"]
        posted = await operator.say("Как доставить?", conversation_id=conversation_id, choices=CHOICES)
        seen = await visitor.receive("message_posted")
        assert (posted["choices"], seen["choices"], seen["body"]) == (CHOICES, CHOICES, "Как доставить?")
        plain = await operator.say("И ещё", conversation_id=conversation_id, choices=[])
        assert "choices" not in plain
        await visitor.send("fetch_history", request_id="h", conversation_id=conversation_id)
        loaded = {entry["seq"]: entry for entry in (await visitor.receive("history"))["entries"]}
        assert loaded[posted["seq"]]["choices"] == CHOICES
        assert not any("choices" in entry for seq, entry in loaded.items() if seq != posted["seq"])
        pressed = await visitor.say(CHOICES[0])
        assert (pressed["body"], pressed["author"]["kind"], "choices" in pressed) == (CHOICES[0], "visitor", False)


async def test_message_with_choices_is_stored_once(server: Server) -> None:
    async with server.visitor() as visitor, server.operator() as operator:
        conversation_id = (await visitor.say("Добрый день"))["conversation_id"]
        echo_id = uuid4()
        first, again = [
            await operator.say("Как?", echo_id=echo_id, conversation_id=conversation_id, choices=CHOICES)
            for _ in range(2)
        ]
        assert first == again


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        (["а"] * 9, "bad_frame"),
        (["а" * 61], "bad_frame"),
        ([""], "bad_body"),
        (["да\nнет"], "bad_body"),
        (["да", "да "], "bad_body"),
        ([1], "bad_frame"),
        ("да", "bad_frame"),
    ],
)
async def test_choices_that_can_not_be_are_refused(server: Server, choices: object, code: str) -> None:
    async with server.visitor() as visitor, server.operator() as operator:
        conversation_id = (await visitor.say("Добрый день"))["conversation_id"]
        await operator.send(
            "send_message", echo_id=uuid4(), conversation_id=conversation_id, body="Как?", choices=choices
        )
        assert (await operator.error())["code"] == code


async def test_choices_are_masked_and_measured_like_words(server: Server) -> None:
    async with server.visitor() as visitor, server.operator() as operator:
        conversation_id = (await visitor.say("Добрый день"))["conversation_id"]
        posted = await operator.say("Ваша?", conversation_id=conversation_id, choices=["4111 1111 1111 1111", "Нет"])
        assert posted["choices"] == ["карта •••• 1111", "Нет"]
        await describe_controller(server.database, None, is_regulated=True)
        await operator.send(
            "send_message", echo_id=uuid4(), conversation_id=conversation_id, body="Где?", choices=["t.me/tea", "Тут"]
        )
        assert (await operator.error())["code"] == "messenger_forbidden"


async def test_visitor_offers_no_choices(server: Server) -> None:
    async with server.visitor() as visitor:
        assert "choices" not in await visitor.say("Добрый день", choices=CHOICES)
