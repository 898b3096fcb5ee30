"""What a bot may answer: a small JSON document, read strictly. What is none, says nothing to any visitor."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from ryadom.core.outgoing.answers import Answer, End
from ryadom.errors import AnswerUnreadable
from ryadom.protocol import MAX_BODY_CHARS
from ryadom.protocol.shared import Choices

MAX_TEXTS = 5
"""A bot that says more in one answer floods."""

MAX_REASON_CHARS = 300
MAX_DEPARTMENT_CHARS = 64

_NOTHING = 204


class BotText(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One message to the visitor, plain text, with answers to choose from."""

    text: Annotated[str, Meta(min_length=1, max_length=MAX_BODY_CHARS)]
    choices: Choices = ()


class HandOver(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The conversation is a person's from here on. `reason` is for operators; `department`: its id or its name."""

    reason: Annotated[str, Meta(max_length=MAX_REASON_CHARS)] = ""
    department: Annotated[str, Meta(max_length=MAX_DEPARTMENT_CHARS)] = ""


class BotAnswer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a bot says, in order, and whether it goes on. Neither is silence: the conversation stays the bot's.

    `close`: it is solved, unless the visitor has written more. `conversation_id`: of which conversation it takes this
    to be, where it says so.
    """

    messages: Annotated[tuple[BotText, ...], Meta(max_length=MAX_TEXTS)] = ()
    hand_over: HandOver | None = None
    close: bool = False
    conversation_id: UUID | None = None


def read_answer(answer: Answer, conversation_id: UUID) -> BotAnswer:
    """What a bot answered to a message of this conversation. 204, or nothing at all, is silence.

    Raises:
        AnswerUnreadable: it is no such document, or of another conversation, or closes and hands over at once.
        AnswerTooLarge, CallTooSlow, CallBroken: it is not whole.
    """
    if answer.end is End.WHOLE and (answer.status == _NOTHING or not answer.body.strip()):
        return BotAnswer()
    read = answer.json(BotAnswer)
    if read.conversation_id not in (None, conversation_id):
        raise AnswerUnreadable(f"{answer.host} answered of another conversation than it was asked about.")
    if read.close and read.hand_over is not None:
        raise AnswerUnreadable(f"{answer.host} answered both `close` and `hand_over`: one conversation has one end.")
    return read
