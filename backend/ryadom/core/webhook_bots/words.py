"""What is said where a bot hands over: to the visitor in their language, to operators in Russian."""

from collections.abc import Callable
from enum import StrEnum

MAX_DETAIL_CHARS = 300


class Because(StrEnum):
    """Why a conversation is a person's from now on; metrics and the log name it so."""

    ASKED = "asked"
    HANDED = "handed"
    LATE = "late"
    FAILED = "failed"
    INVALID = "invalid"
    BUSY = "busy"
    RESTING = "resting"
    REGISTER = "register"
    OFF = "off"
    UNASKED = "unasked"


FAILURES = frozenset((Because.LATE, Because.FAILED, Because.INVALID))
"""What speaks against the bot itself: from the third in a row on it rests."""

_FOR_OPERATORS: dict[Because, Callable[[str], str]] = {
    Because.ASKED: lambda _: "Посетитель просит сотрудника.",
    Because.HANDED: lambda reason: f"Бот передаёт разговор: {reason}" if reason else "Бот передаёт разговор.",
    Because.LATE: lambda seconds: f"Бот не ответил за {seconds} с.",
    Because.FAILED: lambda detail: f"Бот не ответил ({detail}).",
    Because.INVALID: lambda detail: f"Ответ бота не подошёл ({detail}).",
    Because.BUSY: lambda seconds: f"Бот занят: сообщение ждало его дольше {seconds} с.",
    Because.RESTING: lambda _: "Бот на паузе: он не отвечал несколько раз подряд.",
    Because.REGISTER: lambda _: "Реестр получателей не разрешает передавать боту сообщения.",
    Because.OFF: lambda _: "Бот отключён.",
    Because.UNASKED: lambda _: "Посетитель ждёт, а бота об этом сообщении уже не спросят.",
}


def for_operators(because: Because, detail: str = "") -> str:
    """The line that operators see in the conversation."""
    return _FOR_OPERATORS[because](detail[:MAX_DETAIL_CHARS])


def for_visitor(locale: str, *, is_out_of_hours: bool) -> str:
    """What the visitor is told: that a person will answer, and where."""
    if locale.partition("-")[0].lower() == "en":
        if is_out_of_hours:
            return "A person will answer you here. It is out of hours now: the answer comes when they are back at work."
        return "A person will answer you here."
    if is_out_of_hours:
        return "Вам ответит сотрудник. Сейчас нерабочее время: ответ придёт сюда, когда он вернётся к работе."
    return "Вам ответит сотрудник, здесь же."
