"""Fair shares: what all sockets of one party may use together, and that counting them takes no memory without end."""

from functools import partial

import pytest

from ryadom.errors import RateLimited, RyadomError, TooManySockets
from ryadom.live.admission import SILENT_S, Admission
from ryadom.live.limits import Limits, address_limits
from ryadom.live.rate import Rate
from ryadom.protocol import MAX_FRAME_BYTES
from ryadom.settings import SETTINGS

LIMITS = Limits(
    party="guest",
    sockets=3,
    commands=Rate(burst=4, per_second=1),
    bytes=Rate(burst=100, per_second=10),
    arrivals=Rate(burst=5, per_second=0.5),
)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def _admission(clock: Clock, *, max_remembered: int = 100) -> Admission[str]:
    return Admission(LIMITS, clock=clock, max_remembered=max_remembered)


def test_sockets_of_one_party_share_its_commands() -> None:
    admission = _admission(Clock())
    tabs = [admission.enter("anna") for _ in range(3)]
    for tab in (*tabs, tabs[0]):
        tab.spend(1)
    with pytest.raises(RateLimited) as refused:
        tabs[1].spend(1)
    assert refused.value.limit == "guest_commands"
    assert refused.value.retry_after_s == pytest.approx(1.05)
    admission.enter("boris").spend(1)


def test_bytes_are_counted_beside_commands() -> None:
    clock = Clock()
    tab = _admission(clock).enter("anna")
    tab.spend(80)
    with pytest.raises(RateLimited) as refused:
        tab.spend(40)
    assert refused.value.limit == "guest_bytes"
    assert refused.value.retry_after_s == pytest.approx(2.05)
    clock.now += 2
    tab.spend(40)


def test_coming_back_makes_nobody_richer() -> None:
    clock = Clock()
    admission = _admission(clock)
    tab = admission.enter("anna")
    for _ in range(4):
        tab.spend(1)
    tab.leave()
    with pytest.raises(RateLimited):
        admission.enter("anna").spend(1)
    clock.now += 1
    admission.enter("anna").spend(1)


def test_one_socket_too_many_is_refused_and_told_when_to_come_back() -> None:
    admission = _admission(Clock())
    tabs = [admission.enter("anna") for _ in range(3)]
    with pytest.raises(TooManySockets) as refused:
        admission.enter("anna")
    assert refused.value.limit == "guest_sockets"
    assert refused.value.retry_after_s == 20
    tabs[1].leave()
    admission.enter("anna")


def test_socket_that_is_silent_as_the_dead_makes_room_for_a_new_one() -> None:
    clock = Clock()
    admission = _admission(clock)
    told: list[tuple[int, RyadomError]] = []
    tabs = [admission.enter("anna", oust=partial(_note, told, tab)) for tab in range(3)]
    clock.now += SILENT_S - 1
    with pytest.raises(TooManySockets):
        admission.enter("anna", oust=lambda error: None)
    for tab in (0, 2):
        tabs[tab].spend(1)
    clock.now += 1
    admission.enter("anna", oust=lambda error: None)
    assert [(tab, error.code) for tab, error in told] == [(1, "too_many_sockets")]
    tabs[1].leave()  # as its own end does a little later: it must not free a second place
    with pytest.raises(TooManySockets):
        admission.enter("anna")


def _note(told: list[tuple[int, RyadomError]], tab: int, error: RyadomError) -> None:
    told.append((tab, error))


def test_who_opens_sockets_too_fast_is_refused_whether_or_not_they_are_closed() -> None:
    clock = Clock()
    admission = _admission(clock)
    for _ in range(5):
        admission.enter("anna").leave()
    with pytest.raises(RateLimited) as refused:
        admission.enter("anna")
    assert refused.value.limit == "guest_arrivals"
    clock.now += 2
    admission.enter("anna")


def test_parties_are_forgotten_once_their_buckets_are_full() -> None:
    clock = Clock()
    admission = _admission(clock)
    stays = admission.enter("boris")
    admission.enter("anna").leave()
    clock.now += 9
    assert len(admission) == 2
    clock.now += 1
    admission.enter("vera").leave()
    assert len(admission) == 2
    stays.spend(1)


def test_counters_of_a_hundred_thousand_addresses_take_bounded_memory() -> None:
    """Whoever has a /48 of IPv6 has 65,536 networks of a size that we count."""
    admission = _admission(Clock(), max_remembered=1_000)
    for number in range(100_000):
        admission.enter(f"2001:db8:0:{number:x}::/64").leave()
    assert len(admission) == 1_000


def test_largest_frame_fits_into_every_allowance() -> None:
    """What costs more than the bucket holds would be refused for ever."""
    least = next(setting for setting in SETTINGS if setting.name == "max_sockets_per_address").read("50")
    assert isinstance(least, int)
    assert address_limits(least).bytes.burst >= MAX_FRAME_BYTES
