"""What the snippet takes of a page's speed, as Lighthouse judges phones: the shop's first page with it and without."""

import os
import shutil
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
from msgspec import Struct

from bench.demo_process import demo_folder, running_demo
from bench.figure import Figure

RUNS = 5
SCORE_GOAL = 1
BLOCKING_GOAL_MS = 10
DEADLINE_S = 900
LIGHTHOUSE = Path(__file__).parent / "lighthouse"


class Verdict(Struct, frozen=True, kw_only=True, rename="camel"):
    """Of one run. `score` goes from 0 to 100; `is_plain`: without the snippet."""

    is_plain: bool
    score: float
    layout_shift: float
    blocking_ms: float


def measure() -> Iterator[Figure]:
    """How far the medians of five runs each are apart, with and without in turn; the baseline is the page without.

    Raises:
        click.ClickException: Lighthouse is not there: it is large, so nothing installs it by itself.
    """
    if not (LIGHTHOUSE / "node_modules").is_dir():
        raise click.ClickException("Lighthouse is not there: npm ci --ignore-scripts --prefix bench/lighthouse")
    with demo_folder() as folder, running_demo(folder) as demo:
        verdicts = _judge(demo.shop_url)
    plain, dressed = ([each for each in verdicts if each.is_plain is is_plain] for is_plain in (True, False))
    for name, unit, goal, key, sign in (
        ("points of performance lost", "", SCORE_GOAL, "score", -1),
        ("cumulative layout shift added", "", 0, "layout_shift", 1),
        ("total blocking time added", "ms", BLOCKING_GOAL_MS, "blocking_ms", 1),
    ):
        without, with_it = (statistics.median(getattr(each, key) for each in part) for part in (plain, dressed))
        yield Figure(
            name=f"page: {name}",
            value=round(sign * (with_it - without), 3),
            unit=unit,
            goal=goal,
            baseline=f"{without:g} without, {with_it:g} with the snippet",
            ratio=with_it / without if without else 1,
        )


def _judge(url: str) -> list[Verdict]:
    chromium = os.environ.get("RYADOM_CHROMIUM") or shutil.which("chromium") or ""
    done = subprocess.run(
        ["node", str(LIGHTHOUSE / "run.mjs"), str(RUNS), url],
        env=os.environ | {"CHROME_PATH": chromium},
        stdout=subprocess.PIPE,
        timeout=DEADLINE_S,
        check=True,
    )
    return [msgspec.json.decode(line, type=Verdict) for line in done.stdout.splitlines()]
