"""Whatever happens, and whatever a panel missed of it: it ends up showing what one shows that was opened afresh.

`RYADOM_TEST_CONVERGE_RUNS` is how many seeds are tried. A failure names its seed in the test's id and lists what
happened; `RYADOM_TEST_CONVERGE_STEPS=17:0,3,8` runs only these steps of seed 17, and with
`RYADOM_TEST_CONVERGE_SHRINK=1` such a list is looked for before the failure is told. Which frame overtakes which is up
to the machine, so a rare failure may take a few runs of its seed.
"""

import os
from collections.abc import Iterator, Sequence

import pytest

from tests.converge.panels import PanelFailed
from tests.converge.scene import ScreensDiffer, scene_in
from tests.converge.script import Step, script_of, shrunk
from tests.converge.town import Town

RUNS = int(os.environ.get("RYADOM_TEST_CONVERGE_RUNS", "30"))
ONLY = os.environ.get("RYADOM_TEST_CONVERGE_STEPS")
IS_SHRINKING = bool(os.environ.get("RYADOM_TEST_CONVERGE_SHRINK"))

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.timeout(1_800 if IS_SHRINKING else 60)
@pytest.mark.parametrize("seed", [int(ONLY.partition(":")[0])] if ONLY else range(RUNS))
async def test_panel_converges_to_what_a_fresh_one_shows(town: Town, seed: int) -> None:
    steps = _only(script_of(seed))
    failure = await _failure_of(town, steps)
    if failure and IS_SHRINKING:

        async def fails(part: Sequence[Step]) -> bool:
            nonlocal failure
            # Twice: what fails now and then would lead astray.
            found = await _failure_of(town, part) and await _failure_of(town, part)
            failure = found or failure
            return found is not None

        steps = await shrunk(steps, fails)
    replay = f"RYADOM_TEST_CONVERGE_STEPS={seed}:{','.join(str(step.number) for step in steps)}"
    assert failure is None, "\n".join([failure or "", replay, *map(str, steps)])


def _only(steps: list[Step]) -> list[Step]:
    if not ONLY:
        return steps
    numbers = {int(number) for number in ONLY.partition(":")[2].split(",")}
    return [step for step in steps if step.number in numbers]


async def _failure_of(town: Town, steps: Sequence[Step]) -> str | None:
    failure = None
    try:
        async with scene_in(town) as scene:
            await scene.play(steps)
    except* (ScreensDiffer, PanelFailed) as group:
        failure = "\n".join(map(str, _leaves(group)))
    return failure


def _leaves(group: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _leaves(error)
        else:
            yield error
