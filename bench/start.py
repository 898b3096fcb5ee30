"""How soon the demo is ready: the first time, when Postgres makes its cluster, and afterwards."""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from bench.demo_process import demo_folder, running_demo
from bench.figure import Figure

RUNS = 3
FIRST_GOAL_S = 15
SECOND_GOAL_S = 5


def measure() -> Iterator[Figure]:
    """Medians of three first and three second starts; the baseline is a Python that only imports the server."""
    first: list[float] = []
    second: list[float] = []
    bare: list[float] = []
    for _ in range(RUNS):
        with demo_folder() as folder:
            for times in (first, second):
                with running_demo(folder) as demo:
                    times.append(demo.ready_s)
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import ryadom.app, uvicorn, uvloop"], check=True)
        bare.append(time.perf_counter() - begun)
    bare_s = statistics.median(bare)
    for name, times, goal in (("first", first, FIRST_GOAL_S), ("second", second, SECOND_GOAL_S)):
        value = statistics.median(times)
        yield Figure(
            name=f"demo: {name} start to ready",
            value=round(value, 2),
            unit="s",
            goal=goal,
            baseline="importing the server",
            ratio=value / bare_s,
        )
