"""What `ryadom doctor` makes of what Postgres says of itself."""

import pytest
from msgspec.structs import replace

from ryadom.cli.doctor import State, check_durability
from ryadom.store.diagnosis import Diagnosis

ALONE = Diagnosis(
    version="18.6",
    version_number=180006,
    encoding="UTF8",
    is_superuser=False,
    is_encrypted=True,
    is_local=False,
    is_read_only=False,
    size_bytes=1_000_000,
    clock_ahead_s=0.0,
    is_flushed=True,
    synchronous_commit="on",
    synchronous_standbys="",
    standby_count=0,
)
REPLICATED = replace(ALONE, standby_count=2, synchronous_standbys="ANY 1 (*)")


@pytest.mark.parametrize(
    ("found", "state", "says"),
    [
        (ALONE, State.OK, "no standby"),
        (REPLICATED, State.OK, "on a synchronous standby"),
        (replace(REPLICATED, synchronous_commit="remote_apply"), State.OK, "on a synchronous standby"),
        (replace(REPLICATED, synchronous_standbys=""), State.WARN, "a failover can lose"),
        (replace(REPLICATED, synchronous_commit="local"), State.WARN, "a failover can lose"),
        (replace(REPLICATED, synchronous_commit="off"), State.FAIL, "synchronous_commit is off"),
        (replace(ALONE, synchronous_commit="off"), State.FAIL, "synchronous_commit is off"),
        (replace(ALONE, is_flushed=False), State.FAIL, "fsync is off"),
    ],
)
def test_durability_is_judged_by_what_a_commit_waits_for(found: Diagnosis, state: State, says: str) -> None:
    check = check_durability(found)
    assert (check.state, check.name) == (state, "durability")
    assert says in check.text
