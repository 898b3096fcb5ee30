"""When newcomers are an attack, and whose proofs of work are worth something."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from altcha.v1 import solve_challenge

from ryadom.core.challenges import LIFETIME, Challenges
from ryadom.core.newcomers import is_attack, threshold_of
from ryadom.errors import Work
from ryadom.live.owner import Owner
from ryadom.protocol.visitor import Proof
from ryadom.store.newcomers import Pressure

SITE = UUID(int=1)
OWNER = Owner(SITE, UUID(int=2))
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def pressure(*, begun: int = 0, refused: int = 0, busiest_hour: int = 0) -> Pressure:
    return Pressure(site_id=SITE, begun=begun, refused=refused, busiest_hour=busiest_hour)


def challenges(now: datetime = NOON, *, keys: tuple[str, ...] = ("a key",)) -> Challenges:
    return Challenges(keys, max_number=200, now=lambda: now)


def proof_of(work: Work) -> Proof:
    """By the library's own solver: what we ask is its format."""
    solution = solve_challenge(work.challenge, work.salt, "SHA-256", work.max_number)
    assert solution is not None
    return Proof(challenge=work.challenge, salt=work.salt, signature=work.signature, number=solution.number)


def test_quiet_site_is_under_attack_from_the_least_number_on() -> None:
    assert threshold_of(pressure(), 60) == 60
    assert not is_attack(pressure(begun=59), 60, goes_on=False)
    assert is_attack(pressure(begun=60), 60, goes_on=False)


def test_busy_site_has_to_be_three_times_as_busy_as_it_ever_was() -> None:
    # 1,200 an hour are 100 in five minutes.
    assert threshold_of(pressure(busiest_hour=1_200), 60) == 300
    assert not is_attack(pressure(begun=299, busiest_hour=1_200), 60, goes_on=False)


def test_attack_goes_on_down_to_half_of_what_it_begins_at_with_those_who_are_refused() -> None:
    assert is_attack(pressure(begun=1, refused=29), 60, goes_on=True)
    assert not is_attack(pressure(begun=1, refused=28), 60, goes_on=True)


def test_proof_of_ones_own_work_is_good_until_it_expires() -> None:
    proof = proof_of(challenges().challenge(OWNER))
    assert challenges().is_met(proof, OWNER)
    assert challenges(NOON + LIFETIME).is_met(proof, OWNER)
    assert not challenges(NOON + LIFETIME + timedelta(seconds=1)).is_met(proof, OWNER)


def test_clock_that_is_set_back_costs_nobody_their_work() -> None:
    proof = proof_of(challenges(NOON + timedelta(days=1)).challenge(OWNER))
    assert challenges(NOON).is_met(proof, OWNER)


def test_keys_rotate_and_foreign_ones_are_worth_nothing() -> None:
    proof = proof_of(challenges(keys=("old",)).challenge(OWNER))
    assert challenges(keys=("new", "old")).is_met(proof, OWNER)
    assert not challenges(keys=("new",)).is_met(proof, OWNER)


@pytest.mark.parametrize("owner", [Owner(SITE, uuid4()), Owner(uuid4(), OWNER.visitor_id)])
def test_proof_is_its_visitors_alone_on_its_site(owner: Owner) -> None:
    assert not challenges().is_met(proof_of(challenges().challenge(OWNER)), owner)


def test_each_challenge_is_another() -> None:
    # Else one hash would be tried against many challenges at once.
    assert len({challenges().challenge(OWNER).salt for _ in range(50)}) == 50
