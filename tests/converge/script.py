"""What happens in a sequence, as values that follow from a seed: the same script can be run again, whole or in part."""

import random
from collections.abc import Awaitable, Callable, Sequence

from msgspec import Struct

STEPS = 70
FIRST_WORDS = 6
MAX_AT_ONCE = 4

WEIGHTS = {
    "visitor_writes": 18,
    "visitor_visits": 4,
    "visitor_reads": 3,
    "visitor_types": 2,
    "visitor_leaves": 4,
    "crowd_comes": 1,
    "visitor_is_blocked_or_no_more": 6,
    "conversation_heats_up": 5,
    "colleague_answers": 6,
    "colleague_assigns": 6,
    "colleague_sets_status": 6,
    "colleague_snoozes": 5,
    "colleague_tags": 4,
    "colleague_reads": 4,
    "colleague_edits": 6,
    "colleague_deletes": 3,
    "colleague_notes": 4,
    "colleague_quotes": 3,
    "visitor_rates": 5,
    "panel_answers": 4,
    "panel_assigns": 4,
    "panel_sets_status": 4,
    "panel_snoozes": 3,
    "panel_tags": 3,
    "panel_opens_filter": 5,
    "panel_edits": 3,
    "panel_deletes": 2,
    "panel_notes": 2,
    "panel_sees": 5,
    "panel_opens_folder": 6,
    "panel_opens_conversation": 8,
    "panel_wants_rows": 4,
    "panel_wants_older": 4,
    "line_is_cut": 2,
    "line_is_cut_soon": 3,
    "line_is_lost": 2,
    "line_falls_silent": 1,
    "line_is_held": 3,
    "line_is_restored": 5,
    "server_says_goodbye": 1,
    "bus_is_cut": 2,
    "time_passes": 6,
    "day_passes": 1,
    "screens_are_compared": 2,
}
COMPARISON = "screens_are_compared"


class Step(Struct, frozen=True):
    """Something that happens: a method of `Scene`, and numbers for it to choose by. `number` is its place."""

    number: int
    name: str
    choices: tuple[int, int, int]
    at_once: int
    """Steps with the same value happen at the same time."""

    def __str__(self) -> str:
        return f"{self.number:3} ({self.at_once}) {self.name}{self.choices}"


def script_of(seed: int) -> list[Step]:
    """The script of a seed."""
    draw = random.Random(seed)
    names = ["visitor_writes"] * FIRST_WORDS + draw.choices(list(WEIGHTS), list(WEIGHTS.values()), k=STEPS)
    steps: list[Step] = []
    group = 0
    for number, name in enumerate(names):
        is_full = sum(step.at_once == group for step in steps) >= MAX_AT_ONCE
        # Screens are compared when nothing happens.
        is_alone = COMPARISON in (name, steps[-1].name if steps else "")
        if is_full or is_alone or draw.random() < 0.5:
            group += 1
        choices = (draw.randrange(1_000), draw.randrange(1_000), draw.randrange(1_000))
        steps.append(Step(number, name, choices, group))
    return steps


async def shrunk(steps: Sequence[Step], fails: Callable[[Sequence[Step]], Awaitable[bool]]) -> list[Step]:
    """A part of a failing script that fails too, and of which no single step can be left out."""
    kept = list(steps)
    size = len(kept) // 2
    while size >= 1:
        for start in range(0, len(kept), size):
            candidate = kept[:start] + kept[start + size :]
            if await fails(candidate):
                kept = candidate
                break
        else:
            size //= 2
    return kept
