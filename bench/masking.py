"""What looking for personal data costs a message, on the processor's time alone."""

import time
from collections.abc import Callable, Iterator

from bench.figure import Figure
from ryadom.core.texts import clean_body
from ryadom.privacy.detect import Kind
from ryadom.privacy.masking import replace_personal
from ryadom.protocol import MAX_BODY_CHARS

ROUNDS, REPEATS = 5, 2_000
BY_DEFAULT = frozenset({Kind.CARD, Kind.PASSPORT})
ALL = frozenset(Kind)

PLAIN = "Здравствуйте! Подскажите, пожалуйста, есть ли в наличии габа и сколько стоит доставка по Казани завтра утром?"
ORDER = "Заказ № 482133 от 12.05.2024, сумма 12 990 руб., когда привезёте на Баумана 15?"
PHONE = "Меня зовут Ольга, мой номер +7 926 000-12-34, перезвоните после шести"
CARD = "Верните на карту 4111 1111 1111 1111 пожалуйста"
# The dearest of tests/unit/test_personal_data.py: every group of digits may begin a telephone's number.
HOSTILE = ("8 916 " * MAX_BODY_CHARS)[:MAX_BODY_CHARS]


def measure() -> Iterator[Figure]:
    """Microseconds a message; the baseline is what cleaning the same body costs anyway."""
    yield _figure("without digits", PLAIN, BY_DEFAULT, goal_us=3)
    yield _figure("with an order's number and prices", ORDER, BY_DEFAULT, goal_us=100)
    yield _figure("with a telephone's number, which is kept", PHONE, BY_DEFAULT, goal_us=100)
    yield _figure("with a telephone's number, which is replaced", PHONE, ALL)
    yield _figure("with a card", CARD, BY_DEFAULT)
    yield _figure("of 4,000 hostile characters, every kind", HOSTILE, ALL, goal_us=500_000, repeats=3)


def _figure(
    name: str, body: str, kinds: frozenset[Kind], *, goal_us: float | None = None, repeats: int = REPEATS
) -> Figure:
    spent_us = _fastest_us(lambda: replace_personal(body, kinds), repeats)
    return Figure(
        name=f"masking: CPU for a message {name}",
        value=spent_us,
        unit="µs",
        goal=goal_us,
        baseline="cleaning the body",
        ratio=spent_us / _fastest_us(lambda: clean_body(body), repeats),
    )


def _fastest_us(work: Callable[[], object], repeats: int) -> float:
    work()
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(repeats):
            work()
        rounds.append((time.process_time() - began) / repeats * 1e6)
    return min(rounds)
