"""One measured figure, and the table of all."""

from msgspec import Struct
from rich.console import Console
from rich.table import Table


class Figure(Struct, frozen=True, kw_only=True):
    """A figure with its goal (at most) and the baseline measured in the same run.

    `ratio` is value / baseline; `baseline` says what that is.
    """

    name: str
    value: float
    unit: str
    goal: float
    baseline: str
    ratio: float

    @property
    def holds(self) -> bool:
        """Whether the goal is met."""
        return self.value <= self.goal

    def row(self) -> dict[str, object]:
        """The figure as JSON has it."""
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "ratio": self.ratio,
            "goal": self.goal,
            "holds": self.holds,
        }


def print_table(figures: list[Figure]) -> None:
    """The figures on the terminal."""
    table = Table("figure", "value", "goal", "holds", "ratio", "to the baseline")
    for figure in figures:
        table.add_row(
            figure.name,
            f"{figure.value:,.2f} {figure.unit}".replace(".00 ", " "),
            f"≤ {figure.goal:,.0f} {figure.unit}",
            "yes" if figure.holds else "NO",
            f"{figure.ratio:.2f}",
            figure.baseline,
        )
    Console().print(table)
