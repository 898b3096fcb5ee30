"""How often the form of subjects may be sent."""

import pytest

from ryadom.errors import RateLimited
from ryadom.web import form_limits
from ryadom.web.form_limits import FormLimits


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_address_may_send_five_at_once_and_then_one_in_ten_minutes() -> None:
    clock = Clock()
    limits = FormLimits(clock)
    for _ in range(5):
        limits.take("192.0.2.1")
    with pytest.raises(RateLimited) as refusal:
        limits.take("192.0.2.1")
    assert refusal.value.retry_after_s == pytest.approx(600)
    limits.take("192.0.2.2")
    clock.now_s = 601
    limits.take("192.0.2.1")
    with pytest.raises(RateLimited):
        limits.take("192.0.2.1")


def test_bookkeeping_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form_limits, "MAX_ADDRESSES", 3)
    limits = FormLimits(Clock())
    for _ in range(5):
        limits.take("192.0.2.1")
    for number in range(2, 5):
        limits.take(f"192.0.2.{number}")
    limits.take("192.0.2.1")
