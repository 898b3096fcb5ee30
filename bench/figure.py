"""One measured figure, and the table of all."""

import sys

from msgspec import Struct
from rich.console import Console
from rich.table import Table

PIPE_COLUMNS = 160


class Figure(Struct, frozen=True, kw_only=True):
    """A figure with its goal (at most, or `at_least`; None where there is none) and a baseline of the same run.

    `ratio` is value / baseline; `baseline` says what that is. `remark`: what makes the figure doubtful.
    """

    name: str
    value: float
    unit: str
    goal: float | None = None
    at_least: bool = False
    baseline: str
    ratio: float
    remark: str = ""

    @property
    def holds(self) -> bool:
        """Whether the goal is met."""
        if self.goal is None:
            return True
        return self.value >= self.goal if self.at_least else self.value <= self.goal

    def row(self) -> dict[str, object]:
        """The figure as JSON has it."""
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "ratio": self.ratio,
            "goal": self.goal,
            "holds": self.holds,
            "remark": self.remark,
        }

    @property
    def goal_text(self) -> str:
        """The goal as the table has it."""
        if self.goal is None:
            return ""
        return f"{'≥' if self.at_least else '≤'} {_number(self.goal)} {self.unit}"


def print_table(figures: list[Figure]) -> None:
    """The figures on the terminal."""
    table = Table("figure", "value", "goal", "holds", "ratio", "to the baseline")
    for figure in figures:
        table.add_row(
            figure.name,
            f"{_number(figure.value)} {figure.unit}",
            figure.goal_text,
            "" if figure.goal is None else "yes" if figure.holds else "NO",
            f"{figure.ratio:.2f}",
            f"{figure.baseline}; {figure.remark}" if figure.remark else figure.baseline,
        )
    # Rich takes a pipe for a terminal of 80 columns, too narrow for these.
    Console(width=None if sys.stdout.isatty() else PIPE_COLUMNS).print(table)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1_000 or value == int(value) else f"{value:,.2f}"
