"""When deliveries are tried again."""

from datetime import UTC, datetime

import pytest

from ryadom.core.webhooks.schedule import (
    DAY_S,
    LONGEST_WAIT_S,
    asked_rest_s,
    is_over,
    pause_after_s,
    rest_after_s,
)

NOW = datetime(2026, 11, 29, 4, 0, tzinfo=UTC)


def test_pauses_grow_to_six_hours_and_span_three_days() -> None:
    pauses = [pause_after_s(attempts, chance=lambda: 0.5) for attempts in range(1, 40)]
    assert pauses[:4] == [5, 15, 45, 135]
    assert pauses == sorted(pauses)
    assert pauses[-1] == 21_600
    waited, attempts = 0.0, 0
    for pause in pauses:
        if is_over(waited, pause):
            break
        waited += pause
        attempts += 1
    assert LONGEST_WAIT_S - 21_600 < waited <= LONGEST_WAIT_S
    assert 15 <= attempts <= 25


@pytest.mark.parametrize("attempts", [1, 5, 1_000_000])
def test_pauses_are_apart_by_chance(attempts: int) -> None:
    least, most = (pause_after_s(attempts, chance=lambda at=at: at) for at in (0.0, 1.0))  # type: ignore[misc]
    assert most == pytest.approx(least * 1.5)


def test_endpoint_rests_from_the_third_failure_on_and_five_minutes_at_most() -> None:
    assert [rest_after_s(failures, chance=lambda: 0.5) for failures in (0, 1, 2, 3, 4, 10, 10_000)] == [
        0,
        0,
        0,
        1,
        2,
        128,
        300,
    ]


@pytest.mark.parametrize(
    ("text", "rest_s"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("999999999999", DAY_S),
        ("-5", 0),
        ("1.5", 0),
        ("", 0),
        ("soon", 0),
        ("٣", 0),
        ("Sun, 29 Nov 2026 04:02:00 GMT", 120),
        ("Sun, 29 Nov 2026 03:00:00 GMT", 0),
        ("Sun, 29 Nov 2099 03:00:00 GMT", DAY_S),
        ("Sun, 99 Nov 2026 03:00:00 GMT", 0),
        ("Sun, 29 Nov 99999999999999999999 03:00:00 GMT", 0),
        ("Sun, 29 Nov 2026 99999999999999999999:00:00 GMT", 0),
        ("Sun, 29 Nov 2026 03:00:00 +99999999999999999999", 0),
        ("Sat, 01 Jan 0001 00:00:00 +2300", 0),
        ("Fri, 31 Dec 9999 23:59:59 -2300", DAY_S),
    ],
)
def test_asked_rest_is_read_and_bounded(text: str, rest_s: float) -> None:
    assert asked_rest_s(text, now=NOW) == rest_s
