"""Three rounds, each of which asks everybody in turn: a noisy neighbour then hits all of them, not one."""

import statistics
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TypeVar

from bench.figure import Figure
from bench.load.plan import Outcome

ROUNDS = 3
# Above this share of its core the generator may be what is measured.
CLIENT_LIMIT = 0.9

T = TypeVar("T")
S = TypeVar("S")


async def in_rounds(subjects: Sequence[S], measure: Callable[[S], Awaitable[T]]) -> list[list[T]]:
    """What was measured of each subject, round by round."""
    measured: list[list[T]] = [[] for _ in subjects]
    for _ in range(ROUNDS):
        for mine, subject in zip(measured, subjects, strict=True):
            mine.append(await measure(subject))
    return measured


def compared(
    name: str,
    values: Sequence[float],
    baseline_values: Sequence[float],
    *,
    unit: str,
    baseline: str,
    at_least: bool = False,
    goal: float | None = None,
    goal_ratio: float | None = None,
    outcomes: Iterable[Outcome] = (),
) -> Figure:
    """The median of the rounds against the baseline's; a goal for the ratio becomes one in the figure's unit.

    `outcomes` are the runs behind it: the figure says so where the load generator was the limit in one of them.
    """
    value, baseline_value = statistics.median(values), statistics.median(baseline_values)
    words = f"{baseline}, {baseline_value:,.{0 if baseline_value >= 1_000 else 2}f} {unit}"
    if goal_ratio is not None:
        goal = goal_ratio * baseline_value
        words += f"; goal {goal_ratio:g}x"
    return Figure(
        name=name,
        value=round(value, 2),
        unit=unit,
        goal=None if goal is None else round(goal, 2),
        at_least=at_least,
        baseline=words,
        ratio=round(value / baseline_value, 3) if baseline_value else 0.0,
        remark=generator_remark(outcomes),
    )


def generator_remark(outcomes: Iterable[Outcome]) -> str:
    """A warning where the load generator had next to no time left, so that it may be what was measured."""
    share = max((outcome.client_share for outcome in outcomes), default=0.0)
    return f"WARNING: the load generator took {share:.0%} of its core" if share > CLIENT_LIMIT else ""
