"""A short trial with everything that can fail: no promise is broken. `scripts/chaos` runs longer ones."""

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.nemesis import Kind, schedule
from tests.chaos.trial import Options, run_trial

SECONDS = 45.0
SEED = "RYADOM_CHAOS_SEED"


@pytest.fixture
def kept_folder(short_folder: Path, tmp_path: Path) -> Iterator[Path]:
    """A folder with a short path, whose histories and logs outlive it in `tmp_path`."""
    yield short_folder
    for file in (*short_folder.glob("*.jsonl"), *short_folder.glob("*.log")):
        shutil.move(file, tmp_path / file.name)


@pytest.mark.chaos
@pytest.mark.timeout(300)
async def test_no_promise_is_broken_while_everything_fails(
    kept_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = int(os.environ.get(SEED) or random.randrange(1_000_000))
    told = [f"{SEED}={seed}"]
    outcome = await run_trial(Options(seed=seed, seconds=SECONDS), kept_folder, told.append)
    with capsys.disabled():
        print(f"\nchaos, {told[0]}: {str(outcome).splitlines()[0]}")  # noqa: T201 - what a replay needs
    assert outcome.holds, "\n".join((*told, str(outcome), f"histories and logs: {tmp_path}"))
    assert outcome.acknowledged > 100, "hardly anybody got a word in"


def test_seed_gives_the_same_schedule_again() -> None:
    assert schedule(random.Random(7), seconds=60, nodes=2) == schedule(random.Random(7), seconds=60, nodes=2)
    assert schedule(random.Random(7), seconds=60, nodes=2) != schedule(random.Random(8), seconds=60, nodes=2)


def test_short_trial_meets_every_kind_of_fault() -> None:
    for seed in range(20):
        faults = schedule(random.Random(seed), seconds=SECONDS, nodes=2)
        assert {fault.kind for fault in faults} == set(Kind)
